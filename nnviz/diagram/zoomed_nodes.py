"""Discs seen close: inputs, neurons split in weighted sum and activation, and the loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainterPath, QPen

from nnviz.diagram.maths import Typeset
from nnviz.diagram.naming import set_letter, set_symbol
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.scene import Scene
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.style import mix, text_on
from nnviz.diagram.telling import Letter
from nnviz.document.elements import Loss, Neuron
from nnviz.explain.numbers import format_given, format_number

_SYMBOL_PX, _NUMBER_PX, _LEAST_PX = 17, 14, 10
_USUAL_RADIUS, _USUAL_HALF = 60.0, 44.0
"""Where discs and the loss are larger, so are their letters."""
_FADED = 0.45

Half = Literal["z", "a"]


def paint_input(
    scene: Scene, pencil: Pencil, column: Column, neuron: Neuron, centre: tuple[float, float]
) -> None:
    """Paint the disc of an input."""
    value = float(scene.readings.trace.x[0, neuron.unit])
    lit = scene.focus.lit(neuron)
    filled = scene.dim_fill(scene.value_fill(0, value), lit)
    outline = scene.dim_fill(scene.theme.sign(value), lit)
    pencil.disc(centre, column.radius, filled, outline, 1.25)
    number, ink = format_given(value, scene.options.digits, least=2), _ink(filled, lit)
    grown = max(1.0, scene.layout.columns[-1].radius / _USUAL_RADIUS)
    symbol = set_symbol(scene, neuron, "", _SYMBOL_PX * grown, ink)
    font = _number_font(scene, [number], 1.75 * column.radius, grown)
    _write(pencil, symbol, number, centre, font, ink, grown)


@dataclass(frozen=True)
class _Part:
    """One half of a neuron's disc; without a letter it is not worked out yet."""

    half: Half
    side: int
    letter: Letter | None
    value: float


def paint_halves(
    scene: Scene, pencil: Pencil, column: Column, neuron: Neuron, centre: tuple[float, float]
) -> None:
    """Paint a neuron: its weighted sum pale at the left, its activation at the right."""
    telling = scene.readings.telling
    parts = (
        _part(scene, neuron, "z", -1, telling.sum(neuron.layer, neuron.unit)),
        _part(scene, neuron, "a", 1, telling.output(neuron.layer, neuron.unit)),
    )
    grown = max(1.0, column.radius / _USUAL_RADIUS)
    room = 0.82 * column.radius
    numbers = _numbers(scene, [part.value for part in parts if part.letter], room)
    font = _number_font(scene, numbers, room, grown)
    for part in parts:
        lit = scene.focus.lit(neuron, part.half)
        filled, outline = _colours(scene, neuron, part)
        filled, outline = scene.dim_fill(filled, lit), scene.dim_fill(outline, lit)
        _paint_half(pencil, centre, column.radius, part.side, filled, outline)
        place, ink = (centre[0] + part.side * 0.48 * column.radius, centre[1]), _ink(filled, lit)
        symbol = set_letter(scene, neuron, part.letter or part.half, _SYMBOL_PX * grown, ink)
        number = numbers.pop(0) if part.letter else ""
        _write(pencil, symbol, number, place, font, ink, grown)


def _part(scene: Scene, neuron: Neuron, half: Half, side: int, letter: Letter | None) -> _Part:
    if letter is None:
        return _Part(half, side, None, 0.0)
    value = float(scene.readings.values(neuron.layer, letter)[neuron.unit])
    return _Part(half, side, letter, value)


def _colours(scene: Scene, neuron: Neuron, part: _Part) -> tuple[QColor, QColor]:
    """Return the fill and the rim of a half."""
    if part.letter is None:
        return scene.surface, QColor(scene.theme.border)
    paint = scene.pale_fill if part.half == "z" else scene.value_fill
    return paint(neuron.layer, part.value, part.letter), scene.theme.sign(part.value)


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


def paint_loss(scene: Scene, pencil: Pencil) -> None:
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
    if scene.focus.picked(Loss()) and not scene.options.figure:
        _paint_loss_ring(scene, pencil, box)
    pencil.shape(fill=filled).drawRoundedRect(box, 14, 14)
    known = scene.readings.telling.loss
    number = format_number(float(losses[0]), scene.options.digits) if known else ""
    grown, ink = max(1.0, half / _USUAL_HALF), _ink(filled, lit)
    symbol = set_symbol(scene, Loss(), "", _SYMBOL_PX * grown, ink)
    font = _number_font(scene, [number], 1.8 * half, grown, 600)
    _write(pencil, symbol, number, (place.x, place.y), font, ink, grown)


def _paint_loss_ring(scene: Scene, pencil: Pencil, box: QRectF) -> None:
    """Paint what rings a selected node around the loss: an accent line on a halo."""
    pencil.shape(fill=QColor(scene.theme.halo)).drawRoundedRect(box.adjusted(-9, -9, 9, 9), 22, 22)
    painter = pencil.shape(fill=scene.surface, outline=QColor(scene.theme.accent), width=2)
    painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 17, 17)


def _ink(ground: QColor, lit: bool) -> QColor:
    ink = text_on(ground)
    return ink if lit else mix(ink, ground, _FADED)


def _numbers(scene: Scene, values: list[float], room: float) -> list[str]:
    """Write `values` with the decimals for which there is room in the smallest size."""
    font = scene.font(_LEAST_PX, 500)
    for digits in range(scene.options.digits, 1, -1):
        texts = [format_number(value, digits) for value in values]
        if all(text_width(text, font) <= room for text in texts):
            return texts
    return [short_number(value) for value in values]


def _number_font(
    scene: Scene, numbers: list[str], room: float, grown: float, weight: int = 500
) -> QFont:
    """Return the largest font in which none of `numbers` is wider than `room`."""
    for px in range(round(_NUMBER_PX * grown), _LEAST_PX, -1):
        font = scene.font(px, weight)
        if all(text_width(number, font) <= room for number in numbers):
            return font
    return scene.font(_LEAST_PX, weight)


def _write(
    pencil: Pencil,
    symbol: Typeset,
    number: str,
    centre: tuple[float, float],
    font: QFont,
    colour: QColor,
    grown: float,
) -> None:
    """Write a symbol and under it its number."""
    x, y = centre
    pencil.typeset(symbol, x - symbol.width / 2, y - 6 * grown)
    pencil.text(number, x, y + 10.5 * grown, font, colour)
