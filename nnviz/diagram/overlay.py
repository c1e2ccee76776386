"""What lies over a baked picture: the mark under the pointer, the edge in hand, the focus."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from nnviz.diagram.edge_painting import edge_pen
from nnviz.diagram.nodes import node_outline
from nnviz.diagram.paths import part_of, path_of
from nnviz.diagram.pencil import Pencil, flat_pen, rect_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import mix
from nnviz.document.elements import Edge, Element

_HALO = 18.0


def paint_halo(scene: Scene, pencil: Pencil, path: QPainterPath) -> None:
    """Paint the band under a selected edge, with rounded ends inside its own length."""
    length = max(path.length(), 1.0)
    inset = min(9.0, length / 3) / length
    short = part_of(path, inset, 1 - inset)
    pen = QPen(QColor(scene.theme.halo), _HALO)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    _stroke(pencil, pen, short)


def edge_path(scene: Scene, edge: Edge) -> QPainterPath | None:
    """Return an edge from rim to rim, or None where an end is folded away."""
    columns = scene.layout.columns
    if not 1 <= edge.layer < len(columns):
        return None
    before, column = columns[edge.layer - 1], columns[edge.layer]
    if before.place(edge.source) is None or column.place(edge.unit) is None:
        return None
    i = int(np.searchsorted(before.units, edge.source))
    j = int(np.searchsorted(column.units, edge.unit))
    return path_of(scene.layout.segments(edge.layer)[i, j], scene.layout.bend)


def paint_edge(scene: Scene, pencil: Pencil, edge: Edge) -> None:
    """Paint one edge by itself, undimmed: the selected one, or the one in hand."""
    path = edge_path(scene, edge)
    if path is not None:
        value = scene.readings.of_edge(edge)
        _stroke(pencil, edge_pen(scene, value, scene.edge_scales[edge.layer - 1]), path)


def paint_hover(scene: Scene, pencil: Pencil, element: Element) -> None:
    """Paint a grey ring round a node, or a soft band along an edge."""
    grey = mix(scene.theme.ink3, scene.surface, 0.5)
    outline = node_outline(scene, element)
    if outline is not None:
        x, y, radius = outline
        pencil.disc((x, y), radius + 2.5, outline=grey, width=5)
    elif isinstance(element, Edge):
        path = edge_path(scene, element)
        if path is not None:
            band = QColor(grey)
            band.setAlphaF(0.3)
            _stroke(pencil, flat_pen(band, _HALO - 4), path)
            paint_edge(scene, pencil, element)


def _stroke(pencil: Pencil, pen: QPen, path: QPainterPath) -> None:
    painter = pencil.shape()
    painter.setPen(pen)
    painter.drawPath(path)


def paint_outline(scene: Scene, pencil: Pencil, box: Box) -> None:
    """Paint a grey line round a label or a chip."""
    grey = mix(scene.theme.ink3, scene.surface, 0.5)
    around, radius = rect_of(box).adjusted(-2, -2, 2, 2), min(12.0, box.height / 2 + 2)
    pencil.shape(None, grey, 3).drawRoundedRect(around, radius, radius)


def paint_focus(scene: Scene, pencil: Pencil, element: Element) -> None:
    """Paint the dashed ring of the keyboard's focus."""
    outline = node_outline(scene, element)
    if outline is not None:
        x, y, radius = outline
        painter = pencil.shape()
        painter.setPen(QPen(QColor(scene.theme.accent), 2, Qt.PenStyle.DashLine))
        pencil.painter.drawEllipse(
            int(x - radius - 5), int(y - radius - 5), int(2 * radius + 10), int(2 * radius + 10)
        )
