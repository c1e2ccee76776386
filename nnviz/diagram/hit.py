"""What is under the pointer: labels and discs first, then edges by their distance, in NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.diagram.curves import smoothstep
from nnviz.diagram.edges import Edges
from nnviz.diagram.places import Ints, Layout
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats
from nnviz.document.elements import Edge, Element, Loss, Neuron

EDGE_REACH = 4.0
_SLACK = 2.0
_ROUGHNESS = 1.0
"""How far the straight pieces of a bent edge may lie beside its curve."""


def distances(lines: Floats, x: float, y: float) -> Floats:
    """Return the distance of (x, y) to each segment.

    Parameters
    ----------
    lines : ndarray, shape (n, 4)
        x0, y0, x1, y1 of each.
    """
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    to_point = np.array([x, y]) - start
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((to_point * along).sum(axis=1) / squared, 0.0, 1.0)
    return np.asarray(np.hypot(*(to_point - share[:, None] * along).T))


def edge_at(drawn: Sequence[Edges], x: float, y: float, reach: float = EDGE_REACH) -> Edge | None:
    """Return the nearest edge within `reach` pixels; of equally near ones the strongest."""
    best: Edge | None = None
    for edges in drawn:
        near = _passing(edges, x, y, reach + _ROUGHNESS)
        if not len(near):
            continue
        lines = edges.only(near).pieces()
        away = distances(lines.reshape(-1, 4), x, y).reshape(len(near), -1).min(axis=1)
        nearest = len(away) - 1 - int(np.argmin(away[::-1]))
        if away[nearest] <= reach:
            best, reach = edges.element(int(near[nearest])), float(away[nearest])
    return best


def _passing(edges: Edges, x: float, y: float, reach: float) -> Ints:
    """Return the edges, all straight ones, that come within `reach` of a point along both axes.

    A bent edge advances evenly along its axis and never turns back across it.
    """
    if not edges.bend:
        return np.arange(len(edges))
    axis, depth, aside = (0, x, y) if edges.bend == "x" else (1, y, x)
    first, last = edges.lines[:, axis], edges.lines[:, axis + 2]
    from_, to = edges.lines[:, 1 - axis], edges.lines[:, 3 - axis]
    shares = (depth + np.array([[-reach], [reach]]) - first) / (last - first)
    ends = from_ + smoothstep(np.clip(shares, 0.0, 1.0)) * (to - from_)
    over = (ends.min(axis=0) <= aside + reach) & (ends.max(axis=0) >= aside - reach)
    return np.flatnonzero(over & (shares[1] >= 0) & (shares[0] <= 1))


def node_at(layout: Layout, x: float, y: float) -> Element | None:
    """Return the neuron or the loss at a point."""
    place = layout.loss
    if place is not None and place.box.contains(x, y):
        return Loss()
    for column in layout.columns:
        depth, along = (y, x) if column.vertical else (x, y)
        if abs(depth - column.x) <= column.radius + _SLACK and len(column.y):
            k = int(np.argmin(np.abs(column.y - along)))
            if np.hypot(depth - column.x, along - column.y[k]) <= column.radius + _SLACK:
                return Neuron(column.layer, int(column.units[k]))
    return None


def box_at(boxes: Sequence[tuple[Element, Box]], x: float, y: float) -> Element | None:
    """Return the element whose label holds the point."""
    for element, box in boxes:
        if box.contains(x, y, 1.0):
            return element
    return None
