"""The legend: which value the strongest colours stand for, and how wide the widest edge is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.legend import Legend
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.restyled import is_restyled

_LEAST_WORDS = 60.0
_BAR, _HIGH, _GAP, _BEFORE_TEXT = 84.0, 8.0, 7.0, 19.0


class LegendView(QWidget):
    """The diverging scale between the numbers at its ends, and a sentence on the edges."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend: Legend | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, legend: Legend) -> None:
        """Show the legend of a picture."""
        if legend != self._legend:
            self._legend = legend
            self.setAccessibleName(f"Colours from {legend.low} to {legend.high}; {legend.text}")
            self.setToolTip(f"Orange is negative, blue positive; {legend.text}")
            self.update()

    @property
    def legend(self) -> Legend | None:
        """What is said now; None before there is a picture."""
        return self._legend

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(340, 24)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(166, 24)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._legend is not None:
                self._paint(painter, self._legend)

    def _paint(self, painter: QPainter, legend: Legend) -> None:
        painter.setFont(interface_font(11))
        painter.setPen(QColor(current_theme().ink3))
        x = self._write(painter, 0.0, legend.low) + _GAP
        self._paint_bar(painter, QRectF(x, (self.height() - _HIGH) / 2, _BAR, _HIGH))
        x = self._write(painter, x + _BAR + _GAP, legend.high) + _BEFORE_TEXT
        painter.setFont(interface_font(12))
        self._write(painter, x, self._fitting(painter, legend, self.width() - x))

    @staticmethod
    def _fitting(painter: QPainter, legend: Legend, room: float) -> str:
        """Return the sentence, in fewer words or cut short where there is no room for it."""
        metrics = painter.fontMetrics()
        for words in (legend.text, legend.brief):
            if metrics.horizontalAdvance(words) <= room:
                return words
        cut = metrics.elidedText(legend.brief, Qt.TextElideMode.ElideRight, int(room))
        return cut if room >= _LEAST_WORDS else ""

    def _write(self, painter: QPainter, x: float, text: str) -> float:
        """Write `text` at `x` in the middle of the height; return where it ends."""
        metrics = painter.fontMetrics()
        painter.drawText(QPointF(x, (self.height() + metrics.capHeight()) / 2), text)
        return x + metrics.horizontalAdvance(text)

    @staticmethod
    def _paint_bar(painter: QPainter, bar: QRectF) -> None:
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for k, colour in enumerate(current_theme().scale):
            gradient.setColorAt(k / 4, QColor(colour))
        pen = painter.pen()
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(pen)
