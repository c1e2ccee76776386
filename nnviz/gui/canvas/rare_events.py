"""Tooltips, pinches and shortcuts: the events for which a widget has no handler of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QHelpEvent, QNativeGestureEvent
from PySide6.QtWidgets import QToolTip, QWidget


class RareEvents(QObject):
    """Watches one widget.

    Overriding `QWidget.event` would be shorter, but then PySide ends the program where any handler
    raises, instead of reporting the error.

    Parameters
    ----------
    widget : QWidget
        What is watched; it owns this.
    tip : callable
        Gives the words for a point of the widget.
    pinch : callable
        Takes a native gesture; False if it does not want it.
    busy : callable
        Says whether a hand is at work: then no shortcut does anything.
    """

    def __init__(
        self,
        widget: QWidget,
        tip: Callable[[QPointF], str],
        pinch: Callable[[QNativeGestureEvent], bool],
        busy: Callable[[], bool],
    ) -> None:
        super().__init__(widget)
        self._widget, self._tip, self._pinch, self._busy = widget, tip, pinch, busy
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is wanted, let all else pass."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self._widget)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and self._busy():
            event.accept()  # so the key comes to the widget alone
            return True
        return isinstance(event, QNativeGestureEvent) and self._pinch(event)
