"""An update as motion: weights on their way from old to new, with the old ones as ghosts."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QPainter

from nnviz.diagram.edge_painting import batches, draw_lines, edge_pen
from nnviz.diagram.edges import Edges
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats, mix
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.engine.trace import Trace
from nnviz.explain.frames import Frame

MOST = 2_000
"""Parameters up to which weights morph, each frame painted anew; more of them change at once."""
_PALE, _CORE = 0.55, 1.5
"""A ghost is pale; within an edge that has grown over it, only its core shows."""


class Ghost(NamedTuple):
    """The network as it was, and how far, 0 to 1, its edges have come from there."""

    document: Document
    progress: float


def updated(document: Document, trace: Trace, frame: Frame) -> Floats:
    """Return all parameters with those that the step updates as it leaves them."""
    after: Floats = document.parameters.copy()
    for layer, traced in enumerate(trace.layers, 1):
        if traced.new is None:
            continue
        part = document.layer_slices[layer - 1]
        new = traced.new().ravel()
        told = _told(frame, layer, traced.kernel_old.shape, len(new))
        own = slice(part.kernel.start, part.stop)
        after[own] = np.where(told, new, after[own])
    return after


def on_the_way(edges: Edges, ghost: Ghost) -> Edges:
    """Return the edges as wide as they are by now; only their widths are between, no number is."""
    way = 1 - (1 - ghost.progress) ** 3
    old = _as_they_were(edges, ghost).values
    return replace(edges, values=old + way * (edges.values - old))


def paint_ghosts(scene: Scene, now: Edges, ghost: Ghost, painter: QPainter, over: bool) -> None:
    """Paint the old widths of edges that change, pale: under those that shrink, over the others."""
    old = _as_they_were(now, ghost)
    grows = np.abs(now.values) > np.abs(old.values)
    changed = old.only((old.values != now.values) & (grows == over))
    largest = scene.edge_scales[now.layer - 1]
    for lines, level in batches(changed, largest):
        pen = edge_pen(scene, level, 1.0)
        pen.setColor(mix(pen.color(), scene.surface, _PALE))
        if over:
            pen.setWidthF(min(pen.widthF(), _CORE))
        painter.setPen(pen)
        draw_lines(painter, lines)


def _as_they_were(edges: Edges, ghost: Ghost) -> Edges:
    before = ghost.document.kernel(edges.layer)
    return replace(edges, values=before[edges.sources, edges.units])


def _told(
    frame: Frame, layer: int, shape: tuple[int, ...], count: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return for each parameter of a layer whether the step updates it."""
    told = np.zeros(count, bool)
    size = shape[0] * shape[1]
    told[:size] = layer in frame.lit.edges
    told[size:] = layer in frame.lit.biases
    for spot in frame.lit.spots:
        element = spot.element
        if isinstance(element, Edge) and element.layer == layer:
            told[element.source * shape[1] + element.unit] = True
        if isinstance(element, Bias) and element.layer == layer and count > size:
            told[size + element.unit] = True
    return told
