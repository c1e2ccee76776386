"""The layout of a small network seen close whose layers are rows.

Discs are split in z above and a below, biases hang at their left, the loss lies under the outputs,
arrows run at the right, and chips are stacked beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeGuard

import numpy as np

from nnviz.diagram.places import Column, Layout, LossPlace, spread
from nnviz.diagram.shape import Labels, Shape
from nnviz.diagram.spacing import ROWS, Box, Spacing
from nnviz.diagram.style import Floats
from nnviz.diagram.zoom import INPUT, STEM_AT, label_points, may_zoom

_RADII = (60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 30.0, 28.0)
"""Symbol and number on one line need less height than one above the other."""
_SMALLER = 0.8
"""How much smaller discs may become so that chips have room."""
_LEAST_GAP, _MOST_GAP = 34.0, 110.0
_MARGIN, _NAMES = 10.0, 46.0
_STEM = 16.0
"""From a disc's rim to its bias's pill."""
_LOSS_HALF, _LOSS_HIGH, _TARGET = 62.0, 16.0, 13.0
_ARROWS = 72.0
_BETWEEN, _WIDE = 16.0, 150.0
"""Between a disc and the next one's pill, at least and at most."""


@dataclass(frozen=True)
class _Room:
    """What the network has along a row, and in the direction of its layers."""

    left: float
    right: float
    top: float
    bottom: float


def zoomed_rows(shape: Shape, box: Box, spacing: Spacing) -> Layout | None:
    """Return the layout with discs as large as fit, or None if they would be too small."""
    if not may_zoom(shape.sizes):
        return None
    for labels in shape.labels:
        whole = _largest(shape, box, spacing, labels, 0.0)
        if whole is not None:
            beside = _largest(shape, box, spacing, labels, ROWS.chips)
            return beside if _tells(beside, whole) else whole
    return None


def _tells(beside: Layout | None, whole: Layout) -> TypeGuard[Layout]:
    """Return whether there are products to tell, by a single output, at little cost of size."""
    if beside is None or whole.columns[-1].size > 1:
        return False
    return beside.columns[-1].radius >= _SMALLER * whole.columns[-1].radius


def _largest(
    shape: Shape, box: Box, spacing: Spacing, labels: Labels, chips: float
) -> Layout | None:
    """Return the largest network whose labels have room, beside `chips` px for chips."""
    for radius in _RADII:
        layout = _place(shape, box, spacing, radius, labels, chips)
        points = None if layout is None else label_points(layout, labels)
        if layout is not None and points is not None:
            return replace(layout, digits=labels.digits, label_points=points)
    return None


def _place(
    shape: Shape, box: Box, spacing: Spacing, radius: float, labels: Labels, chips: float
) -> Layout | None:
    """Return the network with discs of `radius`; None where that does not fit."""
    room = _room(shape, box, radius, labels, chips)
    high = max(_LOSS_HIGH, _TARGET * shape.sizes[-1])
    depths = _depths(shape, room, radius, high)
    pitch = _pitch(shape, room, radius, labels)
    if depths is None or pitch is None:
        return None
    middle = (room.left + room.right) / 2
    columns = []
    for layer, size in enumerate(shape.sizes):
        places, r = spread(middle, size, pitch), radius if layer else INPUT * radius
        units, depth = np.arange(size), float(depths[layer])
        columns.append(Column(layer, depth, places, units, size, r, pitch, vertical=True))
    loss = LossPlace(middle, float(depths[-1]), _LOSS_HALF, high) if shape.loss else None
    return Layout(
        box,
        spacing,
        tuple(columns),
        zoomed=True,
        loss=loss,
        chips_left=box.right - chips if chips else None,
        stem=_STEM,
        bend="y" if shape.curved else "",
    )


def _room(shape: Shape, box: Box, radius: float, labels: Labels, chips: float) -> _Room:
    """Return where the middles of discs may stand along a row, and where the rows may."""
    left = box.left + ROWS.heads + labels.bias + _STEM + radius
    right = box.right - ROWS.right - chips - _ARROWS - radius
    named = shape.zoomed_left > 0
    return _Room(left, right, box.top + (_NAMES if named else _MARGIN), box.bottom - _MARGIN)


def _depths(shape: Shape, room: _Room, radius: float, high: float) -> Floats | None:
    """Return the heights of the rows and of the loss, with equal gaps between them."""
    halves = np.array([INPUT * radius] + [radius] * (len(shape.sizes) - 1))
    if shape.loss:
        halves = np.append(halves, high)
    height = room.bottom - room.top
    gap = (height - 2 * halves.sum()) / (len(halves) - 1)
    if gap < _LEAST_GAP:
        return None
    gap = min(gap, _MOST_GAP)
    spare = height - 2 * halves.sum() - gap * (len(halves) - 1)
    ends = np.cumsum(2 * halves + gap) - gap
    return np.asarray(room.top + spare / 2 + ends - halves)


def _pitch(shape: Shape, room: _Room, radius: float, labels: Labels) -> float | None:
    """Return the distance of discs in a row: each needs its pill at its left."""
    least = 2 * radius + labels.bias + _STEM + _BETWEEN
    span = room.right - room.left
    pitch = min(span / max(max(shape.sizes) - 1, 1), least - _BETWEEN + _WIDE)
    return pitch if pitch >= least and span >= 0 else None


def pill_end(column: Column, along: float, stem: float) -> tuple[float, float]:
    """Return the middle of the right end of a bias's pill."""
    return along - column.radius - stem, column.x - STEM_AT * column.radius
