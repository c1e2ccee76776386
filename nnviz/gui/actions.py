"""The actions of the table as `QAction`, and the menu bar made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar

from nnviz.diagram.fonts import text_font
from nnviz.gui.action_table import Spec, menus, plain
from nnviz.gui.theme import icon

_TOOL_ICON, _MENU_BAR = 18, 30


class Actions(QObject):
    """Every command by its id: ``actions["file.open"]``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._specs = [
            (menu, row) for menu, rows in menus().items() for row in rows if row and row.kind != ">"
        ]
        self._actions = {spec.id: self._action(spec) for _, spec in self._specs}
        self.refresh_icons()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Bind an action to what it does."""
        self._actions[name].triggered.connect(slot)

    def refresh_icons(self) -> None:
        """Draw the icons in the colours of the present theme."""
        for _, spec in self._specs:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon, _TOOL_ICON))

    def titles(self) -> Iterator[tuple[QAction, str, str]]:
        """Yield each action with its words, "Menu: Name", and its keys."""
        for menu, spec in self._specs:
            action = self._actions[spec.id]
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield action, f"{plain(menu)}: {plain(action.text())}", keys

    def shortcuts(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each menu with the names and keys ('' for none) of its actions, as in the table."""
        for title, rows in menus().items():
            told = [row for row in rows if row and row.kind != ">"]
            yield plain(title), [(plain(row.text), self._keys(row.id)) for row in told]

    def _keys(self, name: str) -> str:
        return self._actions[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _action(self, spec: Spec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.kind == "+")
        action.setShortcut(QKeySequence(spec.keys))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{spec.tip} ({keys})" if keys else spec.tip)
        action.setStatusTip(spec.tip)
        action.setIconVisibleInMenu(False)
        return action


def _open_by_letter(bar: QMenuBar, menu: QMenu, title: str) -> None:
    """Let Alt and the letter after "&" open a menu; an underline would unsettle the bar."""
    letter = title[title.index("&") + 1]
    keys = QShortcut(QKeySequence(f"Alt+{letter}"), bar)
    keys.activated.connect(partial(bar.setActiveAction, menu.menuAction()))


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> dict[str, QMenu]:
    """Make the menus of the table; return the submenus that are filled elsewhere, by id."""
    submenus: dict[str, QMenu] = {}
    bar.setFixedHeight(_MENU_BAR)
    bar.setFont(text_font(12))
    bar.setStyleSheet("QMenuBar { spacing: 0; padding: 0 8px; }")
    for title, rows in menus().items():
        menu = bar.addMenu(plain(title))
        _open_by_letter(bar, menu, title)
        menu.setFont(text_font(13))
        for row in rows:
            if row is None:
                menu.addSeparator()
            elif row.kind == ">":
                submenus[row.id] = menu.addMenu(row.text)
            else:
                menu.addAction(actions[row.id])
    return submenus
