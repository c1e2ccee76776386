"""Where everything of a network stands.

A layer is a column; a layer too large for the height is folded to its first and last units around a
capsule. Where discs of 40 px and more fit, the network is shown zoomed: discs split in z and a,
biases on stems, the loss as a node of its own.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from nnviz.diagram.curves import Bend
from nnviz.diagram.places import Column, Layout, LossPlace, spread
from nnviz.diagram.shape import Shape
from nnviz.diagram.spacing import CHIP_HEIGHT, FIGURE, ROWS, SCREEN, Box, Spacing
from nnviz.diagram.zoom import zoomed_layout
from nnviz.diagram.zoomed_rows import zoomed_rows

__all__ = ["FIGURE", "SCREEN", "Box", "Column", "Layout", "LossPlace", "Shape", "arrange"]

MOST_UNFOLDED = 256
"""Units up to which a layer that is folded can be unfolded; beyond, discs would be dust."""
_CAPSULE_SLOTS = 3
_LAST = 5
_LABEL_REACH = 36.0
"""How far labels and beads reach below the middle of a small disc."""
_CHIPS_ROOM, _CHIPS_BELOW, _CHIPS_PITCH, _CHIPS_ROW_PITCH = 12.0, 62.0, 50.0, 90.0
"""Room around the chips, what a network with chips gives up, and where it has none to give: in rows
discs have their names over them."""


@lru_cache(maxsize=64)
def arrange(shape: Shape, box: Box, spacing: Spacing = SCREEN) -> Layout:
    """Return the layout of a network of `shape` in `box`."""
    if shape.vertical:
        rows = zoomed_rows(shape, box, spacing) if spacing.zoom else None
        return rows if rows is not None else rows_layout(shape, box, spacing)
    zoomed = zoomed_layout(shape, box, spacing) if spacing.zoom else None
    return zoomed if zoomed is not None else _ordinary(shape, box, spacing)


def folds(size: int, height: float, spacing: Spacing) -> bool:
    """Return whether a layer of `size` units is folded where `height` pixels are free."""
    return size > 12 and size * spacing.least_pitch > height


def _ordinary(shape: Shape, box: Box, spacing: Spacing) -> Layout:
    """Columns of small discs, as high as the box allows."""
    left, right = _room(shape, box)
    gap = (right - left) / max(len(shape.sizes) - 1, 1)
    height = box.height - spacing.heads - spacing.below
    if any(_is_folded(shape, layer, height, spacing) for layer in range(len(shape.sizes))):
        height -= spacing.scales
    top = box.bottom - spacing.below - height
    span = (top, max(height - _given_up(shape, height, spacing), 1.0))
    columns = [
        stand(shape, layer, left + layer * gap, span, gap, spacing)
        for layer in range(len(shape.sizes))
    ]
    chips_top = _chips_top(columns, box)
    bend: Bend = "x" if shape.curved else ""
    return Layout(box, spacing, tuple(columns), zoomed=False, chips_top=chips_top, bend=bend)


def rows_layout(shape: Shape, box: Box, spacing: Spacing) -> Layout:
    """Rows of small discs, the inputs on top; heads stand at the left, labels over and under."""
    top, bottom = box.top + ROWS.above, box.bottom - ROWS.below
    gap = max(bottom - top, 1.0) / max(len(shape.sizes) - 1, 1)
    width = box.width - ROWS.heads - ROWS.right
    chips = ROWS.chips if _tells_products(shape, spacing, (width - ROWS.chips)) else 0.0
    span = (box.left + ROWS.heads, max(width - chips, 1.0))
    wide = replace(spacing, pitch=ROWS.pitch)
    columns = [
        replace(stand(shape, layer, top + layer * gap, span, gap, wide), vertical=True)
        for layer in range(len(shape.sizes))
    ]
    bend: Bend = "y" if shape.curved else ""
    chips_left = box.right - chips if chips else None
    return Layout(box, spacing, tuple(columns), zoomed=False, bend=bend, chips_left=chips_left)


def _tells_products(shape: Shape, spacing: Spacing, room: float) -> bool:
    """Return whether a single output makes products to be told, and discs do well with `room`."""
    tells = shape.loss and shape.sizes[-1] == 1 and spacing.zoom > 0
    least = _CHIPS_ROW_PITCH if shape.vertical else _CHIPS_PITCH
    return tells and room / max(shape.sizes) >= least


def _given_up(shape: Shape, height: float, spacing: Spacing) -> float:
    """Return the height left to chips: where a single output makes products to be told."""
    return _CHIPS_BELOW if _tells_products(shape, spacing, height - _CHIPS_BELOW) else 0.0


def _chips_top(columns: list[Column], box: Box) -> float | None:
    """Return where a row of chips stands in the middle under the network, if there is room."""
    lowest = max(float(column.y[-1]) + _LABEL_REACH for column in columns)
    spare = box.bottom - lowest - CHIP_HEIGHT
    return lowest + spare / 2 if spare >= _CHIPS_ROOM else None


def _room(shape: Shape, box: Box) -> tuple[float, float]:
    """Return the x of the first and of the last column; labels give way in a box too narrow."""
    share = min(1.0, 0.6 * box.width / max(shape.left + shape.right, 1.0))
    return box.left + shape.left * share, box.right - shape.right * share


def _is_folded(shape: Shape, layer: int, height: float, spacing: Spacing) -> bool:
    """Return whether a layer is folded and was not unfolded by hand."""
    size = shape.sizes[layer]
    kept = layer not in shape.unfolded or size > MOST_UNFOLDED
    return folds(size, height, spacing) and kept


def stand(
    shape: Shape, layer: int, x: float, span: tuple[float, float], gap: float, spacing: Spacing
) -> Column:
    """Place one layer's units around the middle of `span` (top, height)."""
    size, (top, height) = shape.sizes[layer], span
    first = 5 if layer == 0 else 6
    folded = _is_folded(shape, layer, height, spacing)
    slots = first + _LAST + _CAPSULE_SLOTS if folded else size
    pitch = min(spacing.pitch, height / slots)
    y = spread(top + height / 2, slots, pitch)
    radius = max(min(spacing.radius, spacing.fullness * pitch, 0.22 * gap), 0.75)
    if not folded:
        opened = folds(size, height, spacing)
        return Column(layer, x, y, np.arange(size), size, radius, pitch, opened=opened)
    ends = np.r_[0:first, -_LAST:0]
    capsule = float(y[first + _CAPSULE_SLOTS // 2])
    return Column(layer, x, y[ends], np.arange(size)[ends], size, radius, pitch, capsule)
