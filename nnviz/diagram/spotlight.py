"""What hovers dims what is not involved: a veil over the baked picture, and on it what is lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath

from nnviz.diagram.clearing import number_path
from nnviz.diagram.edge_painting import paint_edges
from nnviz.diagram.edges import Edges
from nnviz.diagram.focus import Focus, Mask
from nnviz.diagram.numbers import EdgeNumber
from nnviz.diagram.pencil import Pencil, rect_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.tags import Tag
from nnviz.document.elements import Element, Loss, Neuron, Target

_VEIL = 0.55
_MOST_LIT = 500
"""Edges that are painted again in each frame: ten milliseconds."""
_AROUND = 4.0


def dims(scene: Scene, hover: Element) -> bool:
    """Return whether hovering over `hover` dims the rest: not where something dims it already."""
    return not scene.focus.dims and not isinstance(hover, Loss | Target)


def paint_spotlight(
    scene: Scene,
    pencil: Pencil,
    hover: Element,
    drawn: Sequence[Edges],
    labels: tuple[Sequence[Tag], Sequence[EdgeNumber]],
    clear: QPainterPath,
) -> None:
    """Dim all that `hover` does not touch, unless it touches so much that it would take long.

    Parameters
    ----------
    labels : tuple of sequences
        The tags and the numbers along edges that the picture has.
    clear : QPainterPath
        Where there is no label: edges run under labels.
    """
    focus, painter = Focus(scene.document, None, (hover,)), pencil.painter
    touched = [edges.only(_lit(focus, edges)) for edges in drawn]
    if sum(map(len, touched)) > _MOST_LIT:
        return
    veil = QColor(scene.surface)
    veil.setAlphaF(_VEIL)
    painter.fillPath(_veil(scene, focus, *labels), veil)
    painter.save()
    painter.setClipPath(clear, Qt.ClipOperation.IntersectClip)
    alone = replace(scene, focus=focus)
    for edges in touched:
        paint_edges(alone, edges, painter)
    painter.restore()


def _lit(focus: Focus, edges: Edges) -> Mask:
    return focus.lit_edges(edges.layer, edges.sources, edges.units)


def _veil(
    scene: Scene, focus: Focus, tags: Sequence[Tag], numbers: Sequence[EdgeNumber]
) -> QPainterPath:
    """Return the place between first and last layer without what is lit."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    path.addRect(_ground(scene))
    for column in scene.layout.columns:
        radius = min(column.radius + _AROUND, max(column.pitch / 2, column.radius))
        for (x, y), unit in zip(column.centres, column.units, strict=True):
            if focus.lit(Neuron(column.layer, int(unit))):
                path.addEllipse(QPointF(float(x), float(y)), radius, radius)
    for tag in tags:
        if focus.lit(tag.element):
            path.addRect(rect_of(tag.box))
    for number in numbers:
        if focus.lit(number.edge):
            path.addPath(number_path(number))
    return path


def _ground(scene: Scene) -> QRectF:
    box, columns = scene.layout.box, scene.layout.columns
    reach = max(column.radius for column in columns) + 2 * _AROUND
    first, last = columns[0].x - reach, columns[-1].x + reach
    if scene.layout.vertical:
        return QRectF(box.left, first, box.width, last - first)
    top = box.top + scene.layout.spacing.heads - 2
    return QRectF(first, top, last - first, box.bottom - top)
