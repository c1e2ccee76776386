"""The tags of a zoomed network: biases and targets in pills on stems, weights by their edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnviz.diagram.edges import Edges
from nnviz.diagram.labelling import BESIDE
from nnviz.diagram.maths import Typeset
from nnviz.diagram.places import Column, LossPlace, spread
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats
from nnviz.diagram.tags import PICKED_HIGH, Kind, Tag, pill_box, tag_content
from nnviz.diagram.zoom import PILL, STEM_AT
from nnviz.diagram.zoomed_rows import pill_end
from nnviz.document.elements import Bias, Edge, Element, Target

_PLAIN = 24.0
_ABOVE, _PICKED_ABOVE = 20.0, 28.0


def zoomed_tags(scene: Scene, drawn: tuple[Edges, ...]) -> list[Tag]:
    """Return the tags of a zoomed network: biases and targets on stems, weights by their edges."""
    return [*_bias_tags(scene), *_target_tags(scene), *_weight_tags(scene, drawn)]


def _bias_tags(scene: Scene) -> list[Tag]:
    tags = []
    for column in scene.layout.columns[1:]:
        values = scene.readings.biases(column.layer)
        if values is None:
            continue
        for place, unit in zip(column.y, column.units, strict=True):
            bias, along = Bias(column.layer, int(unit)), float(place)
            rim = along - float(np.sqrt(1 - STEM_AT**2)) * column.radius
            at = _pill_place(column, along, scene.layout.stem)
            tags.append(_pill(scene, bias, float(values[unit]), at, rim))
    return tags


def _pill_place(column: Column, along: float, stem: float) -> tuple[float, float]:
    """Return the middle of a bias's pill over its disc, in rows of the pill's right end."""
    if column.vertical:
        return pill_end(column, along, stem)
    return column.x - STEM_AT * column.radius, along - column.radius - stem


def _target_tags(scene: Scene) -> list[Tag]:
    """Return a pill per target over the loss, in rows at its left, stacked if there are several."""
    place, target = scene.layout.loss, scene.readings.trace.target
    if place is None or target is None:
        return []
    if scene.layout.vertical:
        return _targets_beside(scene, place, target[0])
    tags = []
    top = scene.layout.columns[-1].y[0] - scene.layout.columns[-1].radius - scene.layout.stem
    for unit, value in enumerate(target[0]):
        y = min(float(top), place.y - place.half - 24) + unit * (PILL + 4)
        rim = place.y - place.half if unit == len(target[0]) - 1 else y + PILL / 2
        tags.append(_pill(scene, Target(unit), float(value), (place.x, y), rim))
    return tags


def _targets_beside(scene: Scene, place: LossPlace, target: Floats) -> list[Tag]:
    end, rim = place.x - place.half - PILL, place.x - place.half
    tops = spread(place.y, len(target), PILL + 4)
    return [
        _pill(scene, Target(unit), float(value), (end, float(y)), rim)
        for unit, (value, y) in enumerate(zip(target, tops, strict=True))
    ]


def _pill(scene: Scene, element: Element, value: float, at: tuple[float, float], rim: float) -> Tag:
    """Return a pill with its middle at a point, in rows its right end, and its stem to `rim`."""
    lit = scene.focus.lit(element)
    content = tag_content(scene, element, value, lit)
    box, (x, y) = pill_box(content, *at), at
    kind: Kind = "picked" if scene.focus.picked(element) else "pill"
    if scene.layout.vertical:
        box = replace(box, left=x - box.width)
        return Tag(element, box, content, kind, lit, (x, y, rim, y))
    return Tag(element, box, content, kind, lit, (x, box.bottom, x, rim))


def _weight_tags(scene: Scene, drawn: tuple[Edges, ...]) -> list[Tag]:
    tags = []
    for edges in drawn:
        lit = scene.focus.lit_edges(edges.layer, edges.sources, edges.units)
        points = scene.layout.label_points[edges.layer - 1]
        for k, value in enumerate(edges.values):
            edge = edges.element(k)
            if not _shows_number(scene, edge, float(value)):
                continue
            content = tag_content(scene, edge, float(value), bool(lit[k]))
            tags.append(_weight_tag(scene, edge, content, points, bool(lit[k])))
    return tags


def _shows_number(scene: Scene, edge: Edge, value: float) -> bool:
    wanted = scene.options.numbers
    if wanted == "none" or (wanted == "selected" and not scene.focus.picked(edge)):
        return False
    return value != 0 or scene.readings.telling.of(edge) == "values"


def _weight_tag(scene: Scene, edge: Edge, content: Typeset, points: Floats, lit: bool) -> Tag:
    """Return a weight's tag: above an edge alone in its gap or at its left, otherwise on it."""
    picked, alone = scene.focus.picked(edge), points.size == 2
    lift = (_PICKED_ABOVE if picked else _ABOVE) if alone and not scene.layout.vertical else 0
    x, y = points[edge.source, edge.unit]
    box = pill_box(content, float(x), float(y) - lift, PICKED_HIGH if picked else _PLAIN)
    if alone and scene.layout.vertical:
        box = replace(box, left=float(x) - BESIDE - box.width)
    return Tag(edge, box, content, "picked" if picked else "plain", lit)
