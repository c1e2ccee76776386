"""A frame round a picture that has the keyboard: what it shows has no room for one of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.gui.theme import current_theme

_WIDTH, _RADIUS = 2.0, 8.0
_Reason = Qt.FocusReason
_BY_KEYS = (_Reason.TabFocusReason, _Reason.BacktabFocusReason, _Reason.ShortcutFocusReason)
_RETURNS = (_Reason.ActiveWindowFocusReason, _Reason.PopupFocusReason)


class FocusRing(QWidget):
    """Lies over `framed`, and is seen while the keyboard brought the focus there."""

    def __init__(self, framed: QWidget) -> None:
        super().__init__(framed)
        self._framed, self._by_keys = framed, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        framed.installEventFilter(self)
        self.hide()

    def eventFilter(self, _framed: QObject, event: QEvent) -> bool:
        """Follow the focus and the size."""
        if isinstance(event, QFocusEvent):
            self._follow(event)
        elif event.type() == QEvent.Type.Resize:
            self.resize(self._framed.size())
        return False

    def _follow(self, event: QFocusEvent) -> None:
        if event.gotFocus() and event.reason() not in _RETURNS:
            self._by_keys = event.reason() in _BY_KEYS
        self.setVisible(event.gotFocus() and self._by_keys)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        inset = _WIDTH / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_theme().accent), _WIDTH))
            frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
