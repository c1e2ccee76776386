"""A painter that knows how nnviz sets text: by the middle of its capitals, aligned, or outlined."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from nnviz.diagram.maths import Typeset
from nnviz.diagram.spacing import Box

Align = Literal["left", "centre", "right"]
_CAPITALS = 0.727
"""Height of Inter's capitals and figures over its size."""


@cache
def text_width(text: str, font: QFont) -> float:
    """Return the advance of `text`; remembered, since labels repeat from frame to frame."""
    return QFontMetricsF(font).horizontalAdvance(text)


def flat_pen(colour: QColor, width: float) -> QPen:
    """Return a solid pen with flat caps, which paint many times faster than round ones."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def rect_of(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.left, box.top, box.width, box.height)


class Pencil:
    """Writes and draws on one painter.

    Attributes
    ----------
    outlines : bool
        Whether text becomes filled outlines, which need no font where the picture is looked at.
    """

    def __init__(self, painter: QPainter, outlines: bool = False) -> None:
        self.painter = painter
        self.outlines = outlines

    def text(
        self, text: str, x: float, y: float, font: QFont, colour: QColor, align: Align = "centre"
    ) -> None:
        """Write `text` with the middle of its capitals at height `y`."""
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        place = QPointF(x - share * text_width(text, font), y + _CAPITALS / 2 * font.pixelSize())
        if self.outlines:
            path = QPainterPath()
            path.addText(place, font, text)
            self.painter.fillPath(path, colour)
            return
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(place, text)

    def typeset(self, what: Typeset, x: float, baseline: float) -> None:
        """Draw a set equation from (x, baseline)."""
        what.draw(self.painter, x, baseline, self.outlines)

    def shape(
        self, fill: QColor | None = None, outline: QColor | None = None, width: float = 1.0
    ) -> QPainter:
        """Return the painter with this brush and pen, None meaning without."""
        self.painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(outline, width) if outline is not None else Qt.PenStyle.NoPen)
        return self.painter

    def disc(
        self,
        centre: tuple[float, float],
        radius: float,
        fill: QColor | None = None,
        outline: QColor | None = None,
        width: float = 1.0,
    ) -> None:
        """Draw a disc, a ring or both."""
        self.shape(fill, outline, width).drawEllipse(QPointF(*centre), radius, radius)
