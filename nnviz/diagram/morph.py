"""An update as motion: weights on their way from old to new, with the old ones as ghosts."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from nnviz.diagram.edges import Edges, edge_pen
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats, mix
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.engine.trace import Trace
from nnviz.explain.frames import Frame

MOST = 2_000
"""Parameters up to which weights morph; more change at once."""
_PALE, _AROUND = 0.6, 4.0
"""A ghost is pale and wider than the edge was, so that it shows beside one that grows, too."""


def updated(document: Document, trace: Trace, frame: Frame) -> Floats:
    """Return all parameters with those that the step updates as it leaves them."""
    after: Floats = document.parameters.copy()
    for layer, traced in enumerate(trace.layers, 1):
        if traced.kernel_new is None:
            continue
        part = document.layer_slices[layer - 1]
        new = traced.kernel_new.ravel()
        if traced.bias_new is not None:
            new = np.concatenate([new, traced.bias_new])
        told = _told(frame, layer, traced.kernel_new.shape, len(new))
        own = slice(part.kernel.start, part.stop)
        after[own] = np.where(told, new, after[own])
    return after


def between(before: Document, after: Floats, progress: float) -> Document:
    """Return the document whose parameters are that far, 0 to 1, from `before` to `after`."""
    way = 1 - (1 - progress) ** 3
    return before.replaced(parameters=before.parameters + way * (after - before.parameters))


def paint_ghosts(scene: Scene, edges: Edges, before: Document, painter: QPainter) -> None:
    """Paint the old widths of those edges that change, pale."""
    old = before.kernel(edges.layer)[edges.sources, edges.units]
    changed = np.flatnonzero(old != edges.values)
    largest = scene.edge_scales[edges.layer - 1]
    for k in changed:
        pen = edge_pen(scene, float(old[k]), largest)
        pen = edge_pen(scene, float(old[k]), largest)
        pen.setColor(mix(pen.color(), scene.surface, _PALE))
        pen.setWidthF(pen.widthF() + _AROUND)
        painter.setPen(pen)
        x0, y0, x1, y1 = (float(value) for value in edges.lines[k])
        painter.drawLine(QLineF(x0, y0, x1, y1))


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
