"""Symbols with their numbers in boxes: what they say, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QFont

from nnviz.diagram.maths import Typeset, side_by_side
from nnviz.diagram.naming import equation_symbol
from nnviz.diagram.pencil import Pencil, flat_pen, rect_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import mix
from nnviz.diagram.tag_widths import TAG_GAP, TAG_PADDING, TAG_PX, TAG_SYMBOL, tag_number
from nnviz.diagram.typesetting import run, typeset
from nnviz.diagram.zoom import PILL
from nnviz.document.elements import Bias, Edge, Element, Neuron
from nnviz.explain.equation import Symbol
from nnviz.explain.numbers import format_given

Kind = Literal["pill", "picked", "plain"]
PICKED_HIGH = 26.0


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
    return Tag(element, pill_box(content, *centre, PICKED_HIGH), content, kind, True)


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
