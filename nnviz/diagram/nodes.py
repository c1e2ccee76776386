"""Discs with their values: small ones, and zoomed ones split in weighted sum and activation."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainterPath, QPen

from nnviz.diagram.naming import set_symbol
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import mix, text_on
from nnviz.document.elements import Element, Loss, Neuron
from nnviz.document.naming import Quantity, is_named
from nnviz.explain.frames import Half
from nnviz.explain.numbers import format_fixed, format_given, format_number

_INSIDE = 1.75
"""A value stands inside a disc if it is no wider than this many radii."""
_SMALLEST, _TIGHT = 10, 1.85
"""The smallest figures may fill a little more of the disc before they are left out."""
_SYMBOL_PX, _NUMBER_PX = 17, 14


def paint_nodes(scene: Scene, pencil: Pencil) -> None:
    """Paint all discs and the loss."""
    for column in scene.layout.columns:
        font = None if scene.layout.zoomed else _column_font(scene, column)
        for y, unit in zip(column.y, column.units, strict=True):
            neuron, centre = Neuron(column.layer, int(unit)), (column.x, float(y))
            if not scene.layout.zoomed:
                _paint_disc(scene, pencil, column, neuron, centre, font)
            elif column.layer == 0:
                _paint_input(scene, pencil, column, neuron, centre)
            else:
                _paint_halves(scene, pencil, column, neuron, centre)
    if scene.layout.loss is not None:
        _paint_loss(scene, pencil)


def paint_node_halo(scene: Scene, pencil: Pencil, element: Element) -> None:
    """Paint the halo of the selected node; under all discs."""
    outline = node_outline(scene, element)
    if outline is not None:
        x, y, radius = outline
        pencil.disc((x, y), radius + 9, fill=QColor(scene.theme.halo))
        pencil.disc((x, y), radius + 4, fill=scene.surface)


def paint_ring(scene: Scene, pencil: Pencil, element: Element) -> None:
    """Paint the accent ring of the selected node; over its neighbours, which may stand close."""
    outline = node_outline(scene, element)
    if outline is not None:
        x, y, radius = outline
        pencil.disc((x, y), radius + 4, outline=QColor(scene.theme.accent), width=2)


def node_outline(scene: Scene, element: Element) -> tuple[float, float, float] | None:
    """Return centre and radius of a neuron that is drawn."""
    centre = scene.layout.centre(element) if isinstance(element, Neuron) else None
    if centre is None or not isinstance(element, Neuron):
        return None
    return (*centre, scene.layout.columns[element.layer].radius)


def node_text(value: float) -> str:
    """Return a value as it is written inside a small disc: about three figures."""
    digits = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return format_fixed(value, digits)


def _paint_disc(
    scene: Scene,
    pencil: Pencil,
    column: Column,
    neuron: Neuron,
    centre: tuple[float, float],
    font: QFont | None,
) -> None:
    value = float(scene.readings.nodes[neuron.layer][neuron.unit])
    lit = scene.focus.lit(neuron)
    colour = scene.value_fill(neuron.layer, value)
    if scene.options.figure:
        outline, width = QColor(scene.theme.ink), 1.5
    else:
        outline, width = mix(colour, scene.theme.ink, 0.3), 1.25
    filled = scene.dim_fill(colour, lit)
    width = min(width, column.radius / 3)
    pencil.disc(centre, column.radius, filled, scene.dim_fill(outline, lit), width)
    if font is not None:
        ink = text_on(filled)
        text = inside_text(scene, neuron, value)
        pencil.text(text, *centre, font, ink if lit else mix(ink, filled, 0.36))


def _column_font(scene: Scene, column: Column) -> QFont | None:
    """Return the largest font in which every value of a layer fits its disc, or None."""
    values = scene.readings.nodes[column.layer]
    most, weight = (14, 600) if scene.options.figure else (13, 500)
    texts = [
        inside_text(scene, Neuron(column.layer, int(unit)), float(values[unit]))
        for unit in column.units
    ]
    for px in range(most, _SMALLEST - 1, -1):
        font = scene.font(px, weight)
        widest = max(text_width(text, font) for text in texts)
        room = (_INSIDE if px > _SMALLEST else _TIGHT) * column.radius
        if widest <= room and px <= 1.4 * column.radius:
            return font
    return None


def inside_text(scene: Scene, neuron: Neuron, value: float) -> str:
    """Return what is written in a disc: its value, or its class where there is no room beside."""
    column = scene.layout.columns[neuron.layer]
    last = neuron.layer == len(scene.layout.columns) - 1
    if last and classes_inside(scene, column):
        return scene.document.output_names[neuron.unit]
    return node_text(value)


def classes_inside(scene: Scene, column: Column) -> bool:
    """Return whether short class names stand in the output discs, as the ten digits do."""
    names = scene.document.output_names
    softmax = scene.document.layers[-1].activation == "softmax"
    short = max(map(len, names)) <= 2 and all(map(is_named, names))
    return softmax and short and column.pitch < 40


def _paint_input(
    scene: Scene, pencil: Pencil, column: Column, neuron: Neuron, centre: tuple[float, float]
) -> None:
    value = float(scene.readings.trace.x[0, neuron.unit])
    lit = scene.focus.lit(neuron)
    filled = scene.dim_fill(scene.value_fill(0, value), lit)
    outline = scene.dim_fill(scene.theme.sign(value), lit)
    pencil.disc(centre, column.radius, filled, outline, 1.25)
    number = format_given(value, scene.options.digits, least=2)
    _write(scene, pencil, (neuron, ""), number, centre, filled, lit, 1.75 * column.radius)


def _paint_halves(
    scene: Scene, pencil: Pencil, column: Column, neuron: Neuron, centre: tuple[float, float]
) -> None:
    """Paint a zoomed disc: its weighted sum pale at the left, its activation at the right."""
    layer, unit = neuron.layer, neuron.unit
    z = float(scene.readings.sums(layer)[unit])
    a = float(scene.readings.trace.layers[layer - 1].a[0, unit])
    fills = {"z": scene.pale_fill(layer, z), "a": scene.value_fill(layer, a)}
    halves: tuple[tuple[Quantity, Half, float, int], ...] = (("z", "z", z, -1), ("a", "a", a, 1))
    for quantity, half, value, side in halves:
        lit = scene.focus.lit(neuron, half)
        filled = scene.dim_fill(fills[half], lit)
        outline = scene.dim_fill(scene.theme.sign(value), lit)
        _paint_half(pencil, centre, column.radius, side, filled, outline)
        number = format_number(value, scene.options.digits)
        place = (centre[0] + side * 0.48 * column.radius, centre[1])
        room = 0.82 * column.radius
        _write(scene, pencil, (neuron, quantity), number, place, filled, lit, room)


def _paint_half(
    pencil: Pencil,
    centre: tuple[float, float],
    radius: float,
    side: int,
    filled: QColor,
    outline: QColor,
) -> None:
    box = QRectF(centre[0] - radius, centre[1] - radius, 2 * radius, 2 * radius)
    start = 90 * 16 if side < 0 else -90 * 16
    pencil.shape(fill=filled).drawChord(box, start, 180 * 16)
    arc = QPainterPath(QPointF(centre[0], centre[1] + side * radius))
    arc.arcTo(box, -90 * side, 180)
    pencil.shape(outline=outline, width=1.25).drawPath(arc)
    if side > 0:
        painter = pencil.shape(outline=mix(outline, filled, 0.6), width=1)
        top, bottom = QPointF(centre[0], box.top()), QPointF(centre[0], box.bottom())
        painter.drawLine(top, bottom)


def _paint_loss(scene: Scene, pencil: Pencil) -> None:
    """Paint the loss of the sample shown, joined to every output by a line."""
    place, last = scene.layout.loss, scene.layout.columns[-1]
    losses = scene.readings.trace.losses
    if place is None or losses is None:
        return
    lit = scene.focus.lit(Loss())
    painter = pencil.shape(outline=scene.dim_fill(mix(scene.theme.ink3, scene.surface, 0.35), lit))
    painter.setPen(QPen(painter.pen().color(), 1.5))
    for y in last.y:
        start = QPointF(last.x + last.radius + 1, float(y))
        painter.drawLine(start, QPointF(place.x - place.half, place.y))
    half = place.half
    filled = scene.dim_fill(scene.hollow, lit)
    box = QRectF(place.x - half, place.y - half, 2 * half, 2 * half)
    pencil.shape(fill=filled).drawRoundedRect(box, 14, 14)
    number = format_number(float(losses[0]), scene.options.digits)
    _write(scene, pencil, (Loss(), ""), number, (place.x, place.y), filled, lit, 1.8 * half, 600)


def _write(
    scene: Scene,
    pencil: Pencil,
    what: tuple[Element, Quantity],
    number: str,
    centre: tuple[float, float],
    ground: QColor,
    lit: bool,
    room: float,
    weight: int = 500,
) -> None:
    """Write a symbol and under it its number, as large as `room` allows."""
    x, y = centre
    ink = text_on(ground)
    colour = ink if lit else mix(ink, ground, 0.45)
    symbol = set_symbol(scene, *what, _SYMBOL_PX, colour)
    pencil.typeset(symbol, x - symbol.width / 2, y - 6)
    px = _NUMBER_PX
    while px > 10 and text_width(number, scene.font(px, weight)) > room:
        px -= 1
    pencil.text(number, x, y + 10.5, scene.font(px, weight), colour)
