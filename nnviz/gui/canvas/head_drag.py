"""A layer's head in the hand: where it is let go, the layer goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.diagram.fonts import text_font
from nnviz.gui.theme import current_theme

_HALF, _TOP = 60, 4


class HeadDrag(QWidget):
    """Shows the head under the hand, and the place into which it would go.

    Parameters
    ----------
    title : str
        The layer's name.
    middles : sequence of float
        Where the hidden layers stand, from layer 1.
    vertical : bool
        Whether they are rows, and the middles heights.
    """

    def __init__(
        self,
        layer: int,
        title: str,
        middles: Sequence[float],
        at: QPoint,
        canvas: QWidget,
        vertical: bool = False,
    ) -> None:
        super().__init__(canvas)
        self._vertical = vertical
        self.layer, self._title, self._middles = layer, title, middles
        self._at = at
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(canvas.rect())
        self.show()

    @property
    def to(self) -> int:
        """The layer in whose place it would go."""
        hand = self._at.y() if self._vertical else self._at.x()
        away = [abs(middle - hand) for middle in self._middles]
        return 1 + away.index(min(away))

    def follow(self, at: QPoint) -> None:
        """Follow the hand."""
        self._at = at
        self.update()

    def drop(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a frame around the place, and the name under the hand."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = round(self._middles[self.to - 1])
            place = QRect(middle - _HALF, _TOP, 2 * _HALF, self.height() - 2 * _TOP)
            if self._vertical:
                place = QRect(_TOP, middle - _HALF // 2, self.width() - 2 * _TOP, _HALF)
            painter.setPen(QPen(QColor(theme.accent), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(place, 10, 10)
            held = QRect(self._at.x() - _HALF, self._at.y() - 14, 2 * _HALF, 28)
            painter.setPen(QPen(QColor(theme.accent), 1.25))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(held, 14, 14)
            painter.setPen(QColor(theme.ink))
            painter.setFont(text_font(13, 600))
            painter.drawText(held, Qt.AlignmentFlag.AlignCenter, self._title)
