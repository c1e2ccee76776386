"""A flat button with an icon that follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.gui.theme import icon
from nnviz.gui.widgets.restyled import is_restyled


class IconButton(QToolButton):
    """One icon; `tip` is its tooltip and its accessible name."""

    def __init__(
        self, name: str, tip: str, size: int = 16, role: str = "ink2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._role = name, size, role
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(size, size))
        self.setFixedSize(size + 10, size + 10)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._name, self._size, self._role))
