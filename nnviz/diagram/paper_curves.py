"""Bent edges on paper: each is one line, so that its dashes run on, and it stops where text is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from nnviz.diagram.curves import polylines
from nnviz.diagram.edge_painting import edge_pen
from nnviz.diagram.edges import Edges
from nnviz.diagram.holes import Hole, Holes, outside
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats

_AT_ONCE, _AMID_TEXT = 50, 5
_MEET = 1e-6


def painting_curves(scene: Scene, edges: Edges, holes: Holes, painter: QPainter) -> Iterator[None]:
    """Paint bent edges of one pair of layers, weak ones first, and pause after every few."""
    largest = scene.edge_scales[edges.layer - 1]
    sizes = np.nan_to_num(np.abs(edges.values), nan=largest, posinf=largest)
    lit = scene.focus.lit_edges(edges.layer, edges.sources, edges.units)
    corners = polylines(edges.lines, edges.bend)
    holes = holes.within(edges.lines)
    often = _AT_ONCE if not len(holes) else _AMID_TEXT
    for count, k in enumerate(np.lexsort((sizes, lit)), 1):
        value = float(-sizes[k] if edges.values[k] < 0 else sizes[k])
        pen = edge_pen(scene, value, largest, bool(lit[k]))
        pieces = np.concatenate([corners[k, :-1], corners[k, 1:]], axis=1)
        painter.strokePath(_path(corners[k], pieces, holes.near(pieces)), pen)
        if count % often == 0:
            yield


def _path(corners: Floats, pieces: Floats, near: Sequence[Sequence[Hole]]) -> QPainterPath:
    """Return the line through corners, without what lies in holes."""
    path, end = QPainterPath(), np.full(2, np.nan)
    if not any(near):
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners.tolist()]))
        return path
    for piece, holes in zip(pieces, near, strict=True):
        for part in outside(piece, holes):
            if not np.abs(part[:2] - end).max() < _MEET:
                path.moveTo(*part[:2].tolist())
            path.lineTo(*part[2:].tolist())
            end = part[2:]
    return path
