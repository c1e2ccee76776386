"""The menu of what is under the mouse, or of what is selected: from the one table of actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

# Groups of actions by their ids in the table.
_VALUES = (
    ("values.edit",),
    ("values.zero", "values.randomise", "values.reset"),
    ("values.freeze",),
    ("values.copy",),
)
_STRUCTURE = (("network.remove", "network.rename"),)


def context_menu(
    actions: Callable[[str], QAction],
    parent: QWidget,
    fill: Callable[[QMenu], None] | None = None,
) -> QMenu:
    """Return a menu of those actions that can be done now; it goes once it is closed.

    Parameters
    ----------
    fill : callable, optional
        Puts in what can be done to a whole layer, in the place of what others have.
    """
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for group in _VALUES if fill else (*_VALUES, *_STRUCTURE):
        usable = [action for action in map(actions, group) if action.isEnabled()]
        menu.addActions(usable)
        if usable:
            menu.addSeparator()
    if fill:
        fill(menu)
    return menu
