"""Numbers along the edges and, on paper, biases under the nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from nnviz.diagram.edges import Edges
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.placing import place_numbers
from nnviz.diagram.scene import Scene
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats
from nnviz.diagram.tag_widths import TAG_PADDING
from nnviz.diagram.tags import Tag, pill_box, tag_content
from nnviz.document.elements import Bias, Edge
from nnviz.explain.numbers import format_number

_MOST, _MOST_WANTED = 40, 100
"""Of a pair of layers: numbers that appear by themselves, and where all are wanted."""
_LEAST_GAP = 130.0
_BIAS_PITCH, _BIAS_ROW_PITCH, _BIAS_GAP = 52.0, 108.0, 60.0
"""Distance of nodes from which there is room for a bias under each, or at the right of each."""
_BIAS_BELOW = 10.0


@dataclass(frozen=True)
class EdgeNumber:
    """A number along its edge.

    Attributes
    ----------
    angle : float
        In degrees, clockwise, between −90 and 90 so that it is read from the left.
    length : float
        Of the edge, from rim to rim.
    share : float
        Where on the edge it stands, from 0 to 1.
    """

    edge: Edge
    value: float
    text: str
    x: float
    y: float
    angle: float
    width: float
    lit: bool
    line: Floats = field(repr=False)

    @property
    def box(self) -> Box:
        """The upright rectangle around the turned number."""
        turn = np.radians(self.angle)
        wide = abs(np.cos(turn)) * self.width + abs(np.sin(turn)) * 14
        high = abs(np.sin(turn)) * self.width + abs(np.cos(turn)) * 14
        return Box(self.x - wide / 2, self.y - high / 2, wide, high)


def number_font(scene: Scene) -> QFont:
    """Return the font of numbers along edges."""
    return scene.font(13 if scene.options.figure else 12, 500 if scene.options.figure else 400)


def finding_numbers(scene: Scene, drawn: tuple[Edges, ...]) -> Iterator[list[EdgeNumber]]:
    """Find the numbers that stand along edges, one pair of layers at a time.

    By themselves they appear for pairs of layers that have room for every one of theirs; where
    all are wanted, for as many edges as have room, the strongest of a pair of layers.
    """
    wanted = scene.options.numbers
    if wanted == "all":
        yield from (_of(scene, edges.only(slice(-_MOST_WANTED, None))) for edges in drawn)
    elif wanted == "selected" and scene.options.figure:
        yield from (_of(scene, _selected(scene, edges)) for edges in drawn)
    elif wanted == "auto" and scene.layout.gap >= _LEAST_GAP:
        yield from (_of(scene, edges) for edges in drawn if _complete(scene, edges))


def _selected(scene: Scene, edges: Edges) -> Edges:
    """Return those whose numbers are wanted on paper."""
    chosen = scene.options.selected
    return edges.only(np.array([edges.element(k) in chosen for k in range(len(edges))], bool))


def _complete(scene: Scene, edges: Edges) -> bool:
    before, column = scene.layout.columns[edges.layer - 1], scene.layout.columns[edges.layer]
    return len(edges) == before.size * column.size and len(edges) <= _MOST


def _of(scene: Scene, edges: Edges) -> list[EdgeNumber]:
    font = number_font(scene)
    texts = [_text(scene, edges.layer, float(value)) for value in edges.values]
    widths = np.array([text_width(text, font) + 6 for text in texts])
    # Places must not jump while a number is dragged past 0: each keeps room for a sign.
    room = np.maximum(widths, text_width("−0.00", font) + 6)
    ends = scene.layout.columns[edges.layer - 1 : edges.layer + 1]
    places = place_numbers(edges, np.stack([room, np.full(len(edges), 14.0)], axis=1), ends)
    found, middles = np.isfinite(places[:, 0]), [(float(x), float(y)) for x, y, _ in places]
    if scene.options.numbers == "auto" and not found.all():
        return []
    lit = scene.focus.lit_edges(edges.layer, edges.sources, edges.units)
    return [
        EdgeNumber(
            edges.element(k),
            float(edges.values[k]),
            texts[k],
            *middles[k],
            float(places[k, 2]),
            float(widths[k]),
            bool(lit[k]),
            edges.lines[k],
        )
        for k in range(len(edges))
        if texts[k] and found[k]
    ]


def _text(scene: Scene, layer: int, value: float) -> str:
    """Return an edge's number; none where nothing moves, which is no news on any edge."""
    changes = scene.readings.telling.edges(layer) != "values"
    if not changes:
        return short_number(value)
    # Slopes and changes are often small, and 0.00 of each would tell nothing.
    return "" if value == 0 else format_number(value, 2)


def paint_edge_numbers(scene: Scene, pencil: Pencil, numbers: Sequence[EdgeNumber]) -> None:
    """Paint numbers along their edges, on the ground's colour so that they are read."""
    font, painter = number_font(scene), pencil.painter
    for number in numbers:
        painter.save()
        painter.translate(QPointF(number.x, number.y))
        painter.rotate(number.angle)
        if not scene.options.transparent:
            ground = number_ground(number)
            pencil.shape(fill=scene.surface).drawRoundedRect(ground, 3, 3)
        colour = scene.dim_text(scene.theme.sign_text(number.value, number.text), number.lit)
        pencil.text(number.text, 0, 0, font, colour)
        painter.restore()


def number_ground(number: EdgeNumber) -> QRectF:
    """Return what a number covers, in a frame that is turned with it around its middle."""
    return QRectF(-number.width / 2, -6.5, number.width, 13)


def writes_biases(scene: Scene, column: Column) -> bool:
    """Return whether a figure has room for the biases of a layer."""
    if column.vertical:
        return column.pitch >= _BIAS_ROW_PITCH
    gap = column.x - scene.layout.columns[column.layer - 1].x
    return column.pitch >= _BIAS_PITCH and gap >= _BIAS_GAP


def figure_biases(scene: Scene) -> list[Tag]:
    """Return the biases written under the nodes of a figure, in rows at their right."""
    tags = []
    for column in scene.layout.columns[1:]:
        values = scene.readings.biases(column.layer)
        if values is None or not writes_biases(scene, column):
            continue
        for (x, y), unit in zip(column.centres, column.units, strict=True):
            bias, at = Bias(column.layer, int(unit)), (float(x), float(y))
            tags.append(_bias_tag(scene, bias, float(values[unit]), at, column))
    return tags


def _bias_tag(
    scene: Scene, bias: Bias, value: float, disc: tuple[float, float], column: Column
) -> Tag:
    content = tag_content(scene, bias, value, px=13)
    centre = (disc[0], disc[1] + column.radius + _BIAS_BELOW)
    if column.vertical:
        centre = (disc[0] + column.radius + content.width / 2 + TAG_PADDING, disc[1])
    return Tag(bias, pill_box(content, *centre, 18), content, "plain", scene.focus.lit(bias))
