"""The menu of what is under the mouse, or of what is selected: from the one table of actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
_PICTURE = (
    ("values.select_all",),
    ("picture.fit", "picture.zoom_selection"),
    ("picture.curved", "picture.vertical"),
    ("file.copy", "file.export"),
)


def context_menu(
    actions: Callable[[str], QAction],
    parent: QWidget,
    fill: Callable[[QMenu], None] | None = None,
    *,
    units: bool = False,
) -> QMenu:
    """Return a menu of those actions that can be done to what is selected now.

    Parameters
    ----------
    fill : callable, optional
        Puts in what can be done to a whole layer.
    units : bool
        Whether it is units, which can be removed and have names.
    """
    menu = _menu(actions, parent, (*_VALUES, *_STRUCTURE) if units else _VALUES)
    if fill:
        fill(menu)
    return menu


def picture_menu(actions: Callable[[str], QAction], parent: QWidget) -> QMenu:
    """Return a menu of what can be done to the picture as a whole."""
    return _menu(actions, parent, _PICTURE)


def _menu(
    actions: Callable[[str], QAction], parent: QWidget, groups: Sequence[Sequence[str]]
) -> QMenu:
    """Return a menu of those actions that can be done now; it goes once it is closed."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for group in groups:
        usable = [action for action in map(actions, group) if action.isEnabled()]
        menu.addActions(usable)
        if usable:
            menu.addSeparator()
    return menu
