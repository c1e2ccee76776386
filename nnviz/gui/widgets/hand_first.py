"""A hand that drags goes first: until it lets go, no shortcut does anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class HandFirst(QObject):
    """Keeps shortcuts away while a hand drags in one widget, to which alone the keys then come."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget

    def begin(self) -> None:
        """Keep shortcuts away from now on."""
        self._widget.installEventFilter(self)

    def end(self) -> None:
        """Let them through again."""
        self._widget.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Make a key of what would be a shortcut."""
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        event.accept()
        return True
