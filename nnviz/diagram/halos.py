"""The marks of what is selected, of one element or of a million: bands, halos, rings, pills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtGui import QColor, QPainter

from nnviz.diagram.edge_painting import draw_lines
from nnviz.diagram.edges import Edges
from nnviz.diagram.overlay import edge_path, paint_edge, paint_halo
from nnviz.diagram.pencil import Pencil, flat_pen
from nnviz.diagram.scene import Scene
from nnviz.diagram.tags import Tag
from nnviz.document.elements import Bias, Edge, Element
from nnviz.document.group import Group, others

MOST_ALONE = 48
"""Up to so many weights are marked one by one, each with rounded ends and above all others."""
_MOST_PILLS = 16
"""Of more of them the numbers would hide what they are."""
_MOST_WIDE, _BAND = 6, 9.0
"""Wide bands of more of them would run into one; so all have narrower ones."""


def marked(scene: Scene) -> list[Element]:
    """Return what is marked by itself: what the step is about, nodes, and weights if few."""
    frame = scene.frame
    told = frame.target if frame is not None else None
    chosen = scene.focus.selected
    alone = chosen if len(chosen) <= MOST_ALONE else others(chosen)
    return [one for one in dict.fromkeys((*alone, told)) if one is not None]


def paint_bands(scene: Scene, pencil: Pencil, drawn: Sequence[Edges]) -> None:
    """Paint the bands under selected edges, before any edge is."""
    chosen, edges = scene.focus.selected, _edges(marked(scene))
    if isinstance(chosen, Group) and (len(edges) > _MOST_WIDE or len(chosen) > MOST_ALONE):
        _paint_many(scene, pencil, drawn, chosen)
        edges = [edge for edge in edges if edge not in chosen]
    for edge in edges:
        path = edge_path(scene, edge)
        if path is not None:
            paint_halo(scene, pencil, path)


def _paint_many(scene: Scene, pencil: Pencil, drawn: Sequence[Edges], chosen: Group) -> None:
    """Paint the bands of all chosen edges at once, narrower and with plain ends."""
    painter = pencil.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, scene.options.antialias)
    painter.setPen(flat_pen(QColor(scene.theme.halo), _BAND))
    for edges in drawn:
        which = chosen.kernel(edges.layer)[edges.sources, edges.units]
        if which.any():
            lines = edges.only(which).pieces().reshape(-1, 4)
            draw_lines(painter, np.ascontiguousarray(lines))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_over(scene: Scene, pencil: Pencil, held: Edge | None = None) -> None:
    """Paint the selected edges again, over all others; not the one in hand."""
    for edge in _edges(marked(scene)):
        if edge != held:
            paint_edge(scene, pencil, edge)


def first_apart(tags: Iterable[Tag | None]) -> list[Tag]:
    """Return tags but those that lie over earlier ones."""
    apart: list[Tag] = []
    for tag in tags:
        if tag is not None and not any(tag.box.overlaps(other.box) for other in apart):
            apart.append(tag)
    return apart


def with_pills(scene: Scene) -> list[Element]:
    """Return the selected weights and biases if they are few, the last one first."""
    last, chosen = scene.focus.selection, scene.focus.selected
    if last is None or len(chosen) - len(others(chosen)) > _MOST_PILLS:
        return []
    return [one for one in dict.fromkeys((last, *chosen)) if isinstance(one, Edge | Bias)]


def _edges(elements: Iterable[Element]) -> list[Edge]:
    return [one for one in elements if isinstance(one, Edge)]
