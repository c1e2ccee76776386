"""What a rectangle drawn over the picture takes in: NumPy only, a million edges in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from nnviz.diagram.curves import Bend, pieces
from nnviz.diagram.places import Column, Layout
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats
from nnviz.document.elements import Bias, Element, Neuron, Target
from nnviz.document.group import Group
from nnviz.document.structure import LayerSlices
from nnviz.engine.arrays import BoolArray

_AT_ONCE = 1 << 15
"""So many bent edges are cut in pieces together."""


def elements_in(
    layout: Layout,
    slices: tuple[LayerSlices, ...],
    labels: Iterable[tuple[Element, Box]],
    band: Box,
) -> Group:
    """Return what lies inside `band`, or where that is nothing the edges that cross it.

    Neurons, biases and targets are inside by their middles, edges by their whole length; edges
    that are only part of a density count, those of units folded away do not.

    Parameters
    ----------
    labels : iterable of (Element, Box)
        Where biases and targets stand.
    """
    mask = np.zeros(slices[-1].stop, bool)
    _mark(layout, slices, mask, band, crossing=False)
    found = [*_neurons(layout, band), *_labelled(labels, band)]
    for bias in (one for one in found if isinstance(one, Bias)):
        mask[slices[bias.layer - 1].index(bias)] = True
    if not found and not mask.any():
        _mark(layout, slices, mask, band, crossing=True)
    return Group(slices, mask, (one for one in found if not isinstance(one, Bias)))


def _mark(
    layout: Layout, slices: tuple[LayerSlices, ...], mask: BoolArray, band: Box, *, crossing: bool
) -> None:
    """Mark the weights whose edges are inside the band, or cross it."""
    for layer, part in enumerate(slices, start=1):
        before, column = layout.columns[layer - 1], layout.columns[layer]
        if not _reaches(before, column, band, crossing=crossing):
            continue
        lines = layout.segments(layer)
        flat = lines.reshape(-1, 4)
        chosen = crosses(flat, layout.bend, band) if crossing else _inside(flat, band)
        kernel = mask[part.kernel].reshape(part.n_in, part.units)
        kernel[np.ix_(before.units, column.units)] = chosen.reshape(lines.shape[:2])


def _reaches(before: Column, column: Column, band: Box, *, crossing: bool) -> bool:
    """Return whether any edge between two columns can be meant."""
    low, high = (band.top, band.bottom) if column.vertical else (band.left, band.right)
    first, last = before.x + before.radius, column.x - column.radius
    return low <= column.x and high >= before.x if crossing else low <= first and high >= last


def _inside(lines: Floats, band: Box) -> BoolArray:
    """Return which edges lie wholly inside: a bent one never leaves the box of its ends."""
    left, right = np.minimum(lines[:, 0], lines[:, 2]), np.maximum(lines[:, 0], lines[:, 2])
    top, bottom = np.minimum(lines[:, 1], lines[:, 3]), np.maximum(lines[:, 1], lines[:, 3])
    across = (left >= band.left) & (right <= band.right)
    return np.asarray(across & (top >= band.top) & (bottom <= band.bottom))


def crosses(lines: Floats, bend: Bend, band: Box) -> BoolArray:
    """Return for edges whether any part of them lies in the band."""
    crossing = _near(lines, band)
    if not bend:
        crossing[crossing] = _cut(lines[crossing], band)
        return crossing
    near = np.flatnonzero(crossing)
    for some in np.array_split(near, len(near) // _AT_ONCE + 1):
        parts = pieces(lines[some], bend)
        crossing[some] = _cut(parts.reshape(-1, 4), band).reshape(parts.shape[:2]).any(axis=1)
    return crossing


def _near(lines: Floats, band: Box) -> BoolArray:
    """Return which edges are not wholly to one side of the band."""
    x0, y0, x1, y1 = lines.T
    beside = (np.maximum(x0, x1) < band.left) | (np.minimum(x0, x1) > band.right)
    over_or_under = (np.maximum(y0, y1) < band.top) | (np.minimum(y0, y1) > band.bottom)
    return np.asarray(~(beside | over_or_under))


def _cut(lines: Floats, band: Box) -> BoolArray:
    """Return which segments have a part in the band: the corners are not all on one side."""
    x0, y0, x1, y1 = lines.T
    dx, dy = x1 - x0, y1 - y0
    sides = [
        dx * (y - y0) - dy * (x - x0)
        for x in (band.left, band.right)
        for y in (band.top, band.bottom)
    ]
    one_side = (np.minimum.reduce(sides) > 0) | (np.maximum.reduce(sides) < 0)
    return np.asarray(~one_side & _near(lines, band))


def _neurons(layout: Layout, band: Box) -> Iterator[Neuron]:
    for column in layout.columns:
        for (x, y), unit in zip(column.centres, column.units, strict=True):
            if band.contains(float(x), float(y)):
                yield Neuron(column.layer, int(unit))


def _labelled(labels: Iterable[tuple[Element, Box]], band: Box) -> Iterator[Element]:
    for element, box in labels:
        middle = box.left + box.width / 2, box.top + box.height / 2
        if isinstance(element, Bias | Target) and band.contains(*middle):
            yield element
