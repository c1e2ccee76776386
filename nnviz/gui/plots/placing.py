"""Where words can stand beside a point without covering the curve."""

from __future__ import annotations

import math
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

_GAP_X, _GAP_Y = 18.0, 12.0
_OVERHANG, _EDGE = 12.0, 4.0
_ACROSS, _DOWN = 13, 5
_POINT_WEIGHT = 100
_SAMPLES = 150


def free_place(
    point: QPointF,
    size: tuple[float, float],
    rect: QRectF,
    drawn: NDArray[np.float64],
) -> QPointF:
    """Return the upper left corner of a box of `size` near `point`, about inside `rect`.

    Right below the point is liked best, then left above, right above and left below, then any
    place of `rect`, the nearest first; of these the one that covers the fewest of the points
    `drawn`, shape (n, 2).
    """
    costs: list[tuple[int, QPointF]] = []
    for places in (_corners(point, size), _anywhere(point, size, rect)):
        for corner in places:
            place = _inside(corner, size, rect)
            cost = covered(QRectF(place.x(), place.y(), *size), point, drawn)
            if cost == 0:
                return place
            costs.append((cost, place))
    return min(costs, key=itemgetter(0))[1]


def _corners(point: QPointF, size: tuple[float, float]) -> list[QPointF]:
    right, left = point.x() + _GAP_X, point.x() - _GAP_X - size[0]
    below, above = point.y() + _GAP_Y, point.y() - _GAP_Y - size[1]
    return [
        QPointF(x, y) for x, y in ((right, below), (left, above), (right, above), (left, below))
    ]


def _anywhere(point: QPointF, size: tuple[float, float], rect: QRectF) -> list[QPointF]:
    """Return corners all over `rect`, the one whose box is nearest to the point first."""
    left, right = rect.left() + _OVERHANG, rect.right() + _OVERHANG - size[0]
    top, bottom = rect.top(), rect.bottom() - size[1] - _EDGE
    across = np.linspace(left, right, _ACROSS).tolist()
    down = np.linspace(top, bottom, _DOWN).tolist()
    x0, y0 = point.x() - size[0] / 2, point.y() - size[1] / 2
    nearest = sorted((math.hypot(x - x0, y - y0), x, y) for x in across for y in down)
    return [QPointF(x, y) for _, x, y in nearest]


def _inside(corner: QPointF, size: tuple[float, float], rect: QRectF) -> QPointF:
    x = min(max(corner.x(), rect.left() + 4), rect.right() + _OVERHANG - size[0])
    y = min(max(corner.y(), rect.top() - 6), rect.bottom() - size[1])
    return QPointF(x, y)


def covered(words: QRectF, point: QPointF, drawn: NDArray[np.float64]) -> int:
    """Return how many of the points `drawn` the words would cover; `point` itself counts most."""
    box = words.adjusted(-3, -1, 3, 1)
    across, down = drawn.T
    inside = (across > box.left()) & (across < box.right())
    inside &= (down > box.top()) & (down < box.bottom())
    return int(np.count_nonzero(inside)) + (_POINT_WEIGHT if box.contains(point) else 0)


def along(across: NDArray[np.float64], down: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along a curve, shape (n, 2), close enough to keep words off it."""
    every, order = np.linspace(0, len(across) - 1, _SAMPLES), np.arange(len(across))
    return np.stack([np.interp(every, order, across), np.interp(every, order, down)], axis=1)
