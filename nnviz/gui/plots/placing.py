"""Where words can stand beside a point without covering the curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

_GAP_X, _GAP_Y = 18.0, 12.0
_OVERHANG, _EDGE = 12.0, 4.0
_ACROSS, _DOWN = 13, 5
_POINT_WEIGHT = 100
_SAMPLES = 150
# What words would touch around them.
_AROUND = np.array([3.0, 1.0])

Points = NDArray[np.float64]


def free_place(
    point: QPointF, size: tuple[float, float], rect: QRectF, drawn: Points
) -> tuple[QPointF, float]:
    """Return the upper left corner of a box near `point`, about inside `rect`, and its cost.

    Right below the point is liked best, then left above, right above and left below, then any
    place of `rect`, the nearest first; of these the one that covers the least of what is drawn.

    Parameters
    ----------
    point : QPointF
    size : (float, float)
        How wide and high the box is.
    rect : QRectF
    drawn : ndarray, shape (n, 3)
        Points: across, down, and how much it would cost to cover each.
    """
    corners = np.concatenate([_corners(point, size), _anywhere(point, size, rect)])
    corners = _inside(corners, size, rect)
    costs = _costs(corners, size, point, drawn)
    best = int(np.argmin(costs))
    return QPointF(*corners[best].tolist()), float(costs[best])


def _corners(point: QPointF, size: tuple[float, float]) -> Points:
    right, left = point.x() + _GAP_X, point.x() - _GAP_X - size[0]
    below, above = point.y() + _GAP_Y, point.y() - _GAP_Y - size[1]
    return np.array([(right, below), (left, above), (right, above), (left, below)])


def _anywhere(point: QPointF, size: tuple[float, float], rect: QRectF) -> Points:
    """Return corners all over `rect`, the one whose box is nearest to the point first."""
    left, right = rect.left() + _OVERHANG, rect.right() + _OVERHANG - size[0]
    top, bottom = rect.top(), rect.bottom() - size[1] - _EDGE
    across, down = np.linspace(left, right, _ACROSS), np.linspace(top, bottom, _DOWN)
    corners = np.stack(np.meshgrid(across, down, indexing="ij"), axis=-1).reshape(-1, 2)
    away = corners + np.divide(size, 2) - (point.x(), point.y())
    return corners[np.argsort(np.hypot(*away.T), kind="stable")]


def _inside(corners: Points, size: tuple[float, float], rect: QRectF) -> Points:
    least = (rect.left() + 4, rect.top() - 6)
    most = (rect.right() + _OVERHANG - size[0], rect.bottom() - size[1])
    return np.minimum(np.maximum(corners, least), most)


def _costs(corners: Points, size: tuple[float, float], point: QPointF, drawn: Points) -> Points:
    """Return what each box would cover; `point` itself counts most."""
    every = np.concatenate([drawn, [(point.x(), point.y(), _POINT_WEIGHT)]])
    across, down, cost = every.T.copy()  # each in a row of its own: ten times as fast
    left, top = np.hsplit(corners - _AROUND, 2)
    right, bottom = np.hsplit(corners + size + _AROUND, 2)
    inside = (across > left) & (across < right)
    inside &= down > top
    inside &= down < bottom
    costs: Points = inside @ cost
    return costs


def counted(points: Points, cost: float = 1.0) -> Points:
    """Return points, shape (n, 2), each with what it costs to cover it, shape (n, 3)."""
    return np.column_stack([points, np.full(len(points), cost)])


def along(across: NDArray[np.float64], down: NDArray[np.float64]) -> Points:
    """Return points along a curve, shape (n, 3), close enough to keep words off it."""
    every, order = np.linspace(0, len(across) - 1, _SAMPLES), np.arange(len(across))
    points = np.stack([np.interp(every, order, across), np.interp(every, order, down)], axis=1)
    return counted(points)
