"""Which numbers stand beside edges, one click apart, and the menu of all that the picture shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.gui.widgets.icon_button import IconButton

_ICON, _WIDE, _HIGH = 16, 30, 28


class ViewBar(QFrame):
    """Buttons of actions of the one table: they are made and checked elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "switch")
        self.setAccessibleName("Numbers beside edges")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._numbers: list[QToolButton] = []

    def set_narrow(self, narrow: bool) -> None:
        """Leave the numbers to the menu where there is no room for their buttons."""
        for choice in self._numbers:
            choice.setVisible(not narrow)

    @property
    def whole_width(self) -> int:
        """The width with all buttons."""
        return _WIDE * (len(self._numbers) + 1) + 4

    def offer(self, numbers: Sequence[QAction], menu: QMenu) -> None:
        """Show a button for each choice of numbers, and one that opens the menu."""
        self._numbers = [self._button(action) for action in numbers]
        for choice in self._numbers:
            self._row.addWidget(choice)
        button = IconButton("eye", "What the picture shows, and how", _ICON, parent=self)
        button.setFixedSize(_WIDE, _HIGH)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._row.addWidget(button)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setProperty("kind", "segment")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFixedSize(_WIDE, _HIGH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text().replace("&", ""))
        return button
