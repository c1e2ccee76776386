"""The layout of a small network seen close: discs split in z and a, stems, the loss, chips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.diagram.places import Column, Layout, LossPlace, Shape, spread
from nnviz.diagram.spacing import Box, Spacing
from nnviz.diagram.style import Floats

_MOST_UNITS, _MOST_LAYERS = 4, 8
_GAPS = (0.75, 1.0, 0.7)
"""Free width after the inputs, between layers and before the loss, relative to one another."""
_LEAST_GAP = 112.0
_INSET = 30.0
_INPUT = 0.6
"""An input disc's radius over that of the others."""


@dataclass(frozen=True)
class _Room:
    """Heights in pixels around the discs: pills on stems above, arrows below, the chips row."""

    pill: float
    arrows: float
    chips: float


_ROOMS = (_Room(48, 64, 75), _Room(42, 48, 62), _Room(48, 8, 0), _Room(42, 4, 0))


def zoomed_layout(shape: Shape, box: Box, spacing: Spacing) -> Layout | None:
    """Return the layout with discs of at least `spacing.zoom` px, or None if they do not fit."""
    if max(shape.sizes) > _MOST_UNITS or len(shape.sizes) > _MOST_LAYERS:
        return None
    widest = min(spacing.zoom_most, _radius_for_width(shape, box))
    for room in _ROOMS:
        radius = min(widest, _radius_for_height(shape.sizes, room, box.height - spacing.heads))
        if radius >= spacing.zoom:
            return _place(shape, box, spacing, radius, room)
    return None


def _pitch(radius: float, room: _Room) -> float:
    """Return the distance of discs in a column: each needs its pill and stem above it."""
    return 2 * radius + room.pill


def _input_pitch(radius: float) -> float:
    return 2 * _INPUT * radius + 26


def _reach(sizes: tuple[int, ...], radius: float, room: _Room) -> tuple[float, float]:
    """Return how far the network reaches above and below its middle."""
    discs = (max(sizes[1:]) - 1) * _pitch(radius, room) / 2 + radius
    inputs = (sizes[0] - 1) * _input_pitch(radius) / 2 + _INPUT * radius + 4
    return max(discs + room.pill, inputs), max(discs + room.arrows, inputs)


def _radius_for_height(sizes: tuple[int, ...], room: _Room, height: float) -> float:
    """Return the largest radius with which the network is no higher than `height`.

    What a network needs grows linearly with the radius between the kinks, so stepping is exact
    enough and says what is meant.
    """
    for radius in np.arange(60.0, 30.0, -1.0):
        if sum(_reach(sizes, radius, room)) + room.chips <= height:
            return float(radius)
    return 0.0


def _radius_for_width(shape: Shape, box: Box) -> float:
    """Return the largest radius that leaves each gap room for a weight's pill."""
    depth = len(shape.sizes) - 1
    gaps = _LEAST_GAP * depth + (_LEAST_GAP * 0.7 if shape.loss else 0)
    discs = 2 * _INPUT + 2 * depth + (1.5 if shape.loss else 0)
    return (box.width - shape.zoomed_left - 2 * _INSET - gaps) / discs


def _place(shape: Shape, box: Box, spacing: Spacing, radius: float, room: _Room) -> Layout:
    above, below = _reach(shape.sizes, radius, room)
    top = box.top + spacing.heads
    spare = box.bottom - top - room.chips - above - below
    middle = top + spare / 2 + above
    radii = [_INPUT * radius] + [radius] * (len(shape.sizes) - 1)
    half = 44.0 * radius / 60
    xs = _columns(shape, box, radii, half)
    columns = []
    for layer, (size, r) in enumerate(zip(shape.sizes, radii, strict=True)):
        pitch = _pitch(radius, room) if layer else _input_pitch(radius)
        y = spread(middle, size, pitch)
        columns.append(Column(layer, float(xs[layer]), y, np.arange(size), size, r, pitch))
    loss = LossPlace(float(xs[-1]), middle, half) if shape.loss else None
    chips_top = middle + below if room.chips else None
    return Layout(box, spacing, tuple(columns), True, loss, chips_top, room.pill - 19)


def _columns(shape: Shape, box: Box, radii: list[float], half: float) -> Floats:
    """Return the x of each column and of the loss, with free gaps in the ratio of `_GAPS`."""
    first, between, before_loss = _GAPS
    gaps = np.array([first] + [between] * (len(radii) - 2) + ([before_loss] if shape.loss else []))
    widths = np.array([*radii, *([half] if shape.loss else [])])
    left, right = box.left + shape.zoomed_left + _INSET, box.right - _INSET
    unit = (right - left - 2 * widths.sum()) / gaps.sum()
    steps = widths[:-1] + widths[1:] + gaps * unit
    return np.asarray(left + widths[0] + np.concatenate([[0.0], np.cumsum(steps)]))
