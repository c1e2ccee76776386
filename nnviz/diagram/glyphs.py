"""Small signs: an activation's curve at its layer's head, markers of classes, a tick."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from nnviz.engine import activations

GLYPH_WIDTH, _HEIGHT = 14.0, 10.0
_SHAPES: tuple[tuple[tuple[float, float], ...] | None, ...] = (
    None,
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1), (1.2, 1), (-1.2, 1)),
    ((0, 1), (1.2, -1), (-1.2, -1)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    ((-1.1, -1.1), (1.1, -1.1), (-1.1, 1.1), (1.1, 1.1)),
)
"""Corners of class markers over their size; the first is a disc."""
MOST_MARKERS = 2 * len(_SHAPES)


def paint_activation(painter: QPainter, name: str, x: float, y: float, colour: QColor) -> None:
    """Draw the sign of activation `name`, 14 px wide, from `x` around the height `y`."""
    if name in ("softmax", "log_softmax"):
        for k, height in enumerate((0.4, 1.0, 0.6)):
            bar = QRectF(x + 0.5 + 5 * k, y + 5 - height * _HEIGHT, 2.6, height * _HEIGHT)
            painter.fillRect(bar, colour)
        return
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_curve(name).translated(x, y - _HEIGHT / 2))


def _curve(name: str) -> QPainterPath:
    """Return the curve of an activation in a box of 14 × 10."""
    path = QPainterPath(QPointF(0.5, 9.5))
    if name in ("sigmoid", "tanh"):
        steep = 8.0 if name == "tanh" else 7.0
        path.cubicTo(steep, 9.5, 13.5 - steep, 0.5, 13.5, 0.5)
    elif name in ("relu", "leaky_relu"):
        path = QPainterPath(QPointF(0.5, 9.5 if name == "leaky_relu" else 8.0))
        path.lineTo(6.5, 8.0)
        path.lineTo(13.5, 1.0)
    elif name == "binary_step":
        path.lineTo(7.0, 9.5)
        path.lineTo(7.0, 0.5)
        path.lineTo(13.5, 0.5)
    elif name == "linear":
        path.lineTo(13.5, 0.5)
    else:
        path = _sampled(name)
    return path


def _sampled(name: str) -> QPainterPath:
    """Return an activation's own curve from −3.5 to 3.5, as high as the box."""
    a = activations.get(name)(np.linspace(-3.5, 3.5, 27))
    heights = 9.5 - 9.0 * (a - a.min()) / (a.max() - a.min())
    places = zip(np.linspace(0.5, 13.5, len(a)), heights, strict=True)
    return _through([QPointF(x, y) for x, y in places])


def _through(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    return path


def paint_class_marker(
    painter: QPainter, kind: int, centre: tuple[float, float], colour: QColor, size: float = 5.0
) -> None:
    """Draw the marker of class `kind` (from 0): filled shapes first, then the same ones hollow."""
    hollow = kind >= len(_SHAPES)
    line = 0.32 * size if hollow else 0.0
    painter.setPen(QPen(colour, line, j=Qt.PenJoinStyle.MiterJoin) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    shape, size = _SHAPES[kind % len(_SHAPES)], size - line / 2
    if shape is None:
        painter.drawEllipse(QPointF(*centre), size, size)
    else:
        x, y = centre
        painter.drawPolygon(QPolygonF([QPointF(x + size * dx, y + size * dy) for dx, dy in shape]))


def paint_tick(painter: QPainter, x: float, y: float, colour: QColor) -> None:
    """Draw a tick, 10 px wide, from `x` around the height `y`."""
    path = QPainterPath(QPointF(x, y))
    path.lineTo(x + 3.5, y + 3.5)
    path.lineTo(x + 10, y - 3.5)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
