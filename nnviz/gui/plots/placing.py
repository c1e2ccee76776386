"""Where words can stand beside a point without covering the curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

_GAP_X, _GAP_Y = 18.0, 12.0
_OVERHANG = 12.0


def free_place(
    point: QPointF,
    size: tuple[float, float],
    rect: QRectF,
    drawn: NDArray[np.float64],
) -> QPointF:
    """Return the upper left corner of a box of `size` near `point`, about inside `rect`.

    Right below the point is liked best, then left above, right above and left below, then the
    corners of `rect`; of these the one that covers the fewest of the points `drawn`, shape (n, 2).
    """
    corners = [*_corners(point, size), *_corners_of(rect, size)]
    places = [_inside(corner, size, rect) for corner in corners]
    costs = [_covered(place, size, point, drawn) for place in places]
    return places[int(np.argmin(costs))]


def _corners(point: QPointF, size: tuple[float, float]) -> list[QPointF]:
    right, left = point.x() + _GAP_X, point.x() - _GAP_X - size[0]
    below, above = point.y() + _GAP_Y, point.y() - _GAP_Y - size[1]
    return [
        QPointF(x, y) for x, y in ((right, below), (left, above), (right, above), (left, below))
    ]


def _corners_of(rect: QRectF, size: tuple[float, float]) -> list[QPointF]:
    left, right = rect.left() + _OVERHANG, rect.right() + _OVERHANG - size[0]
    top, bottom = rect.top(), rect.bottom() - size[1] - _GAP_Y
    return [QPointF(x, y) for x, y in ((left, top), (right, bottom), (right, top), (left, bottom))]


def _inside(corner: QPointF, size: tuple[float, float], rect: QRectF) -> QPointF:
    x = min(max(corner.x(), rect.left() + 4), rect.right() + _OVERHANG - size[0])
    y = min(max(corner.y(), rect.top() - 6), rect.bottom() - size[1])
    return QPointF(x, y)


def _covered(
    corner: QPointF, size: tuple[float, float], point: QPointF, drawn: NDArray[np.float64]
) -> int:
    box = QRectF(corner.x() - 3, corner.y() - 1, size[0] + 6, size[1] + 2)
    across, down = drawn.T
    inside = (across > box.left()) & (across < box.right())
    inside &= (down > box.top()) & (down < box.bottom())
    return int(np.count_nonzero(inside)) + (100 if box.contains(point) else 0)
