"""The layout of a small network seen close: discs split in z and a, stems, the loss, chips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from nnviz.diagram.curves import Bend
from nnviz.diagram.labelling import label_places
from nnviz.diagram.places import Column, Layout, LossPlace, spread
from nnviz.diagram.shape import Labels, Shape
from nnviz.diagram.spacing import Box, Spacing
from nnviz.diagram.style import Floats

_MOST_UNITS, _MOST_LAYERS = 4, 8
_GAPS = (0.75, 1.0, 0.7)
"""Free width after the inputs, between layers and before the loss, relative to one another."""
_LABELLED_GAPS = (1.0, 1.0, 0.45)
"""The same where several edges share a gap: their labels need width, the loss needs none."""
_SHRINK = 4.0
"""Discs shrink by such steps until all labels have room."""
PILL = 22.0
STEM_AT = 0.617
"""Where the stem of a bias meets its disc, left of the middle, over the radius."""
_LEAST_GAP = 112.0
_INSET = 30.0
INPUT = 0.6
"""An input disc's radius over that of the others."""


@dataclass(frozen=True)
class _Room:
    """Heights in pixels around the discs: pills on stems above, arrows below, the chips row."""

    pill: float
    arrows: float
    chips: float


_ROOMS = (_Room(48, 64, 75), _Room(42, 48, 62), _Room(48, 8, 0), _Room(42, 4, 0), _Room(38, 4, 0))
_GROWTH = 1 / 7
"""How large discs grow over the height of a box that is higher than usual."""


def may_zoom(sizes: tuple[int, ...]) -> bool:
    """Return whether a network is small enough to be shown zoomed where there is room."""
    return max(sizes) <= _MOST_UNITS and len(sizes) <= _MOST_LAYERS


def zoomed_layout(shape: Shape, box: Box, spacing: Spacing) -> Layout | None:
    """Return the layout with discs of at least `spacing.zoom` px, or None if they do not fit."""
    if not may_zoom(shape.sizes):
        return None
    most = min(max(spacing.zoom_usual, _GROWTH * box.height), spacing.zoom_most)
    widest = min(most, _radius_for_width(shape, box))
    height = box.height - spacing.heads
    for labels in shape.labels:
        for room in _ROOMS:
            largest = min(widest, _radius_for_height(shape.sizes, room, height, most))
            for radius in np.arange(largest, spacing.zoom - 1e-9, -_SHRINK):
                layout = _place(shape, box, spacing, float(radius), room)
                points = label_points(layout, labels)
                if points is not None:
                    return replace(layout, digits=labels.digits, label_points=points)
    return None


def label_points(layout: Layout, labels: Labels) -> tuple[Floats, ...] | None:
    """Return the places of the weights' labels of every gap, or None if any has no room."""
    found = []
    for before, column in pairwise(layout.columns):
        pills = _pills(before, layout, labels) if before.layer else []
        pills = pills + _pills(column, layout, labels)
        points = label_places(before, column, labels, pills, layout.bend)
        if points is None:
            return None
        found.append(points)
    return tuple(found)


def _pills(column: Column, layout: Layout, labels: Labels) -> list[Box]:
    """Return the rectangles that the biases' pills may take, with their stems."""
    if column.vertical:
        return _pills_beside(column, layout, labels)
    x, high = column.x - STEM_AT * column.radius, layout.stem + PILL / 2
    tops = column.y - column.radius - high
    pills = [Box(x - labels.bias / 2, float(top), labels.bias, PILL) for top in tops]
    return pills + [Box(x - 1, float(top), 2, high) for top in tops]


def _pills_beside(column: Column, layout: Layout, labels: Labels) -> list[Box]:
    """Return the rectangles of the pills at the left of a row's discs, stems included."""
    wide = labels.bias + layout.stem
    middle = column.x - STEM_AT * column.radius
    lefts = column.y - column.radius - wide
    return [Box(float(left), middle - PILL / 2, wide, PILL) for left in lefts]


def _pitch(radius: float, room: _Room) -> float:
    """Return the distance of discs in a column: each needs its pill and stem above it."""
    return 2 * radius + room.pill


def _input_pitch(sizes: tuple[int, ...], radius: float, room: _Room) -> float:
    """Return the distance of the inputs; a layer of their size has the same."""
    most = _pitch(radius, room)
    span = (max(sizes[1:]) - 1) * most
    return min(max(span / max(sizes[0] - 1, 1), 2 * INPUT * radius + 26), most)


def _reach(sizes: tuple[int, ...], radius: float, room: _Room) -> tuple[float, float]:
    """Return how far the network reaches above and below its middle."""
    discs = (max(sizes[1:]) - 1) * _pitch(radius, room) / 2 + radius
    inputs = (sizes[0] - 1) * _input_pitch(sizes, radius, room) / 2 + INPUT * radius + 4
    return max(discs + room.pill, inputs), max(discs + room.arrows, inputs)


def _radius_for_height(sizes: tuple[int, ...], room: _Room, height: float, most: float) -> float:
    """Return the largest radius up to `most` with which the network is no higher than `height`.

    What a network needs grows linearly with the radius between the kinks, so stepping is exact
    enough and says what is meant.
    """
    for radius in np.arange(most, 30.0, -1.0):
        if sum(_reach(sizes, radius, room)) + room.chips <= height:
            return float(radius)
    return 0.0


def _radius_for_width(shape: Shape, box: Box) -> float:
    """Return the largest radius that leaves each gap room for a weight's pill."""
    depth = len(shape.sizes) - 1
    gaps = _LEAST_GAP * depth + (_LEAST_GAP * 0.7 if shape.loss else 0)
    discs = 2 * INPUT + 2 * depth + (1.5 if shape.loss else 0)
    return (box.width - shape.zoomed_left - 2 * _INSET - gaps) / discs


def _place(shape: Shape, box: Box, spacing: Spacing, radius: float, room: _Room) -> Layout:
    above, below = _reach(shape.sizes, radius, room)
    top = box.top + spacing.heads
    spare = box.bottom - top - room.chips - above - below
    middle = top + spare / 2 + above
    radii = [INPUT * radius] + [radius] * (len(shape.sizes) - 1)
    half = 44.0 * radius / 60
    xs = _columns(shape, box, radii, half)
    columns = []
    for layer, (size, r) in enumerate(zip(shape.sizes, radii, strict=True)):
        pitch = _pitch(radius, room) if layer else _input_pitch(shape.sizes, radius, room)
        y = spread(middle, size, pitch)
        columns.append(Column(layer, float(xs[layer]), y, np.arange(size), size, r, pitch))
    loss = LossPlace(float(xs[-1]), middle, half) if shape.loss else None
    chips_top = middle + below if room.chips else None
    bend: Bend = "x" if shape.curved else ""
    stem = room.pill - 19
    return Layout(box, spacing, tuple(columns), True, loss, chips_top, stem, bend=bend)


def _columns(shape: Shape, box: Box, radii: list[float], half: float) -> Floats:
    """Return the x of each column and of the loss, with free gaps in the ratio of `_GAPS`."""
    single = max(shape.sizes) == 1
    first, between, before_loss = _GAPS if single else _LABELLED_GAPS
    gaps = np.array([first] + [between] * (len(radii) - 2) + ([before_loss] if shape.loss else []))
    widths = np.array([*radii, *([half] if shape.loss else [])])
    left, right = box.left + shape.zoomed_left + _INSET, box.right - _INSET
    unit = (right - left - 2 * widths.sum()) / gaps.sum()
    steps = widths[:-1] + widths[1:] + gaps * unit
    return np.asarray(left + widths[0] + np.concatenate([[0.0], np.cumsum(steps)]))
