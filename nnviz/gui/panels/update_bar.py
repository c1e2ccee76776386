"""Where the update takes a value: from now to after on one line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.explain.numbers import format_number
from nnviz.gui.theme import current_theme

_GROOVE, _DOT = 4.0, 5.5
_AFTER, _NOW = 0.39, 0.70


class UpdateBar(QWidget):
    """A dot now, a dot after, and an arrow in the colour of the change's sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = self._after = 0.0
        self._digits = 4
        self.setFixedHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_update(self, now: float, after: float, digits: int) -> None:
        """Show the way from `now` to `after`."""
        self._now, self._after, self._digits = now, after, digits
        self.setAccessibleName(f"Update: {' to '.join(self._numbers())}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(240, 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove, the arrow, the dots and their words."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(QRectF(0, 12 - _GROOVE / 2, self.width(), _GROOVE), 2, 2)
            now, after = self._places()
            if now != after:
                self._paint_arrow(painter, now, after)
                self._paint_dot(painter, after, QColor(theme.accent), QColor(theme.accent))
            self._paint_dot(painter, now, QColor(theme.ink3), QColor(theme.field))
            self._paint_words(painter, now, after)

    def _places(self) -> tuple[float, float]:
        """Return where now and after stand; the way is drawn at one length, whatever it is."""
        if self._now == self._after:
            return self.width() * _NOW, self.width() * _NOW
        ends = self.width() * _NOW, self.width() * _AFTER
        return ends if self._after < self._now else (ends[1], ends[0])

    def _paint_arrow(self, painter: QPainter, start: float, end: float) -> None:
        way = 1.0 if end > start else -1.0
        colour = current_theme().sign(way)
        tip = QPointF(end - way * (_DOT + 3), 12)
        painter.setPen(QPen(colour, 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(start, 12), tip - QPointF(way * 6, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        back = tip.x() - way * 9
        painter.drawPolygon(QPolygonF([tip, QPointF(back, 7), QPointF(back, 17)]))

    def _paint_dot(self, painter: QPainter, x: float, line: QColor, ground: QColor) -> None:
        painter.setPen(QPen(line, 1.75))
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(x, 12), _DOT, _DOT)

    def _paint_words(self, painter: QPainter, now: float, after: float) -> None:
        font = interface_font(11)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(current_theme().ink2))
        before, then = self._numbers()
        if now == after:
            words = [(f"stays {before}", now)]
        else:
            words = [(f"now {before}", now), (f"after {then}", after)]
        for text, x in words:
            width = metrics.horizontalAdvance(text)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            painter.drawText(QPointF(left, 36), text)

    def _numbers(self) -> tuple[str, str]:
        return format_number(self._now, self._digits), format_number(self._after, self._digits)
