"""Symbols with their numbers: biases and targets in pills on stems, weights beside edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QFont

from nnviz.diagram.edges import Edges
from nnviz.diagram.labelling import BESIDE
from nnviz.diagram.maths import Typeset, side_by_side
from nnviz.diagram.naming import equation_symbol
from nnviz.diagram.pencil import Pencil, flat_pen, rect_of
from nnviz.diagram.places import Column, LossPlace, spread
from nnviz.diagram.scene import Scene
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats, mix
from nnviz.diagram.tag_widths import TAG_GAP, TAG_PADDING, TAG_PX, TAG_SYMBOL, tag_number
from nnviz.diagram.typesetting import run, typeset
from nnviz.diagram.zoom import PILL, STEM_AT
from nnviz.diagram.zoomed_rows import pill_end
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.explain.equation import Symbol
from nnviz.explain.numbers import format_given

Kind = Literal["pill", "picked", "plain"]
_PLAIN, _PICKED = 24.0, 26.0
_ABOVE, _PICKED_ABOVE = 20.0, 28.0


@dataclass(frozen=True)
class Tag:
    """A symbol and its number in a box.

    Attributes
    ----------
    kind : {'pill', 'picked', 'plain'}
        'pill' is outlined, 'picked' is the selected one's, 'plain' lies over an edge.
    stem : tuple or None
        x0, y0, x1, y1 of the line that joins a pill with what it belongs to.
    """

    element: Element
    box: Box
    content: Typeset
    kind: Kind
    lit: bool
    stem: tuple[float, float, float, float] | None = None


def tag_content(
    scene: Scene, element: Element, value: float, lit: bool = True, px: float = TAG_PX
) -> Typeset:
    """Return an element's symbol and its value; the value alone where it is not the parameter."""
    figure = scene.options.figure
    font = scene.font(px, 500)
    text = _number(scene, value, font)
    colour = scene.dim_text(scene.theme.sign_text(value, text), lit)
    number = run(text, font, colour)
    if isinstance(element, Edge | Bias) and scene.readings.telling.of(element) != "values":
        return number
    # On paper the place says which node it is: b alone suffices, and neighbours have room.
    letter = Symbol("b") if figure else equation_symbol(scene, element)
    symbol = typeset(letter, scene.setting(px * (1.0 if figure else TAG_SYMBOL), lit))
    return side_by_side((symbol, number.spaced(TAG_GAP)))


def _number(scene: Scene, value: float, font: QFont) -> str:
    if scene.options.figure:
        return short_number(value)
    if scene.layout.digits is not None:
        return tag_number(value, scene.layout.digits, font)
    return format_given(value, scene.options.digits, least=2)


def pill_box(content: Typeset, x: float, y: float, height: float = PILL) -> Box:
    """Return the pill around `content` with its middle at (x, y)."""
    width = content.width + 2 * TAG_PADDING
    return Box(x - width / 2, y - height / 2, width, height)


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
    box = pill_box(content, float(x), float(y) - lift, _PICKED if picked else _PLAIN)
    if alone and scene.layout.vertical:
        box = replace(box, left=float(x) - BESIDE - box.width)
    return Tag(edge, box, content, "picked" if picked else "plain", lit)


def value_tag(
    scene: Scene, element: Element, kind: Kind, at: tuple[float, float] | None = None
) -> Tag | None:
    """Return the value pill of an edge or bias of an ordinary network, None for anything else.

    Parameters
    ----------
    at : tuple or None
        Where an edge's pill stands; by default half way.
    """
    if isinstance(element, Edge):
        centre = at or _half_way(scene, element)
        value: float | None = scene.readings.of_edge(element)
    elif isinstance(element, Bias):
        centre, value = _under_disc(scene, element), scene.readings.of_bias(element)
    else:
        return None
    if value is None or centre is None:
        return None
    content = tag_content(scene, element, value)
    return Tag(element, pill_box(content, *centre, _PICKED), content, kind, True)


def _half_way(scene: Scene, edge: Edge) -> tuple[float, float] | None:
    a = scene.layout.centre(Neuron(edge.layer - 1, edge.source))
    b = scene.layout.centre(Neuron(edge.layer, edge.unit))
    return None if a is None or b is None else ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _under_disc(scene: Scene, bias: Bias) -> tuple[float, float] | None:
    centre = scene.layout.centre(Neuron(bias.layer, bias.unit))
    if centre is None:
        return None
    radius = scene.layout.columns[bias.layer].radius
    return centre[0] - radius - 30, centre[1] + 0.72 * radius


def paint_stems(scene: Scene, pencil: Pencil, tags: Sequence[Tag]) -> None:
    """Paint the lines from pills to what they belong to; under the discs."""
    colour = mix(scene.theme.ink3, scene.surface, 0.15)
    for tag in tags:
        if tag.stem is not None:
            pencil.painter.setPen(flat_pen(scene.dim_fill(colour, True), 1.5))
            pencil.painter.drawLine(QLineF(*tag.stem))


def paint_tag(scene: Scene, pencil: Pencil, tag: Tag) -> None:
    """Paint one tag: its ground, its outline, its symbol and number."""
    rect, round_ = rect_of(tag.box), tag.box.height / 2
    if tag.kind == "plain":
        if not scene.options.transparent:
            pencil.shape(fill=scene.surface).drawRoundedRect(rect.adjusted(4, 2, -4, -2), 8, 8)
    else:
        picked = tag.kind == "picked"
        outline = QColor(scene.theme.accent if picked else scene.theme.border)
        painter = pencil.shape(scene.surface, outline, 1.25 if picked else 1)
        painter.drawRoundedRect(rect, round_, round_)
    middle = tag.box.top + tag.box.height / 2
    pencil.typeset(tag.content, tag.box.left + TAG_PADDING, middle + 0.36 * TAG_PX)
