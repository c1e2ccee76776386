"""Discs seen close: inputs, neurons split in weighted sum and activation, and the loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainterPath, QPen

from nnviz.diagram.maths import Typeset
from nnviz.diagram.naming import set_letter, set_symbol
from nnviz.diagram.pencil import Pencil, rect_of, text_width
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
_FLAT_PX, _TIGHT_PX, _ROOMY, _FLAT_GAP = 15.0, 13.0, 38.0, 5.0
"""In rows symbol and number stand on one line, smaller in discs that are not roomy."""

Half = Literal["z", "a"]
_HALVES: tuple[Half, Half] = ("z", "a")


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
    if column.vertical:
        beside = set_symbol(scene, neuron, "", _SYMBOL_PX, scene.dim_text(scene.theme.ink, lit))
        pencil.typeset(beside, centre[0] - column.radius - 8 - beside.width, centre[1] - 1)
        pencil.text(number, *centre, font, ink)
        return
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
    """Paint a neuron: its weighted sum pale at the left, in rows above, its activation beside."""
    telling = scene.readings.telling
    parts = (
        _part(scene, neuron, "z", -1, telling.sum(neuron.layer, neuron.unit)),
        _part(scene, neuron, "a", 1, telling.output(neuron.layer, neuron.unit)),
    )
    grown = max(1.0, column.radius / _USUAL_RADIUS)
    px, room = _SYMBOL_PX * grown, 0.82 * column.radius
    if column.vertical:
        px = _FLAT_PX if column.radius >= _ROOMY else _TIGHT_PX
        widest = max(set_letter(scene, neuron, half, px, scene.surface).width for half in _HALVES)
        room = 1.6 * column.radius - widest - _FLAT_GAP
    numbers = _numbers(scene, [part.value for part in parts if part.letter], room)
    font = _number_font(scene, numbers, room, grown)
    for part in parts:
        lit = scene.focus.lit(neuron, part.half)
        filled, outline = _colours(scene, neuron, part)
        filled, outline = scene.dim_fill(filled, lit), scene.dim_fill(outline, lit)
        _paint_half(pencil, (column, centre), part.side, filled, outline)
        ink = _ink(filled, lit)
        symbol = set_letter(scene, neuron, part.letter or part.half, px, ink)
        number = numbers.pop(0) if part.letter else ""
        if column.vertical:
            place = (centre[0], centre[1] + part.side * 0.42 * column.radius)
            _write_line(pencil, symbol, number, place, font, ink)
        else:
            place = (centre[0] + part.side * 0.48 * column.radius, centre[1])
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
    disc: tuple[Column, tuple[float, float]],
    side: int,
    filled: QColor,
    outline: QColor,
) -> None:
    """Paint the first (−1) or second half of a disc, left to right or in rows top to bottom."""
    (column, (x, y)), radius = disc, disc[0].radius
    box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
    start = -90 * side if not column.vertical else 0 if side < 0 else 180
    pencil.shape(fill=filled).drawChord(box, start * 16, 180 * 16)
    arc = QPainterPath()
    arc.arcMoveTo(box, start)
    arc.arcTo(box, start, 180)
    pencil.shape(outline=outline, width=1.25).drawPath(arc)
    if side > 0:
        painter = pencil.shape(outline=mix(outline, filled, 0.6), width=1)
        along = x if column.vertical else y
        ends = (QPointF(*column.point(along + aside)) for aside in (-radius, radius))
        painter.drawLine(*ends)


def paint_loss(scene: Scene, pencil: Pencil) -> None:
    """Paint the loss of the sample shown, joined to every output by a line."""
    place, last = scene.layout.loss, scene.layout.columns[-1]
    losses = scene.readings.trace.losses
    if place is None or losses is None:
        return
    lit = scene.focus.lit(Loss())
    painter = pencil.shape(outline=scene.dim_fill(mix(scene.theme.ink3, scene.surface, 0.35), lit))
    painter.setPen(QPen(painter.pen().color(), 1.5))
    middle = (place.x, place.y - place.half_height)
    end = QPointF(*middle) if last.vertical else QPointF(place.x - place.half, place.y)
    for along in last.y:
        painter.drawLine(QPointF(*last.point(float(along), last.radius + 1)), end)
    half, filled, box = place.half, scene.dim_fill(scene.hollow, lit), rect_of(place.box)
    if scene.focus.picked(Loss()) and not scene.options.figure:
        _paint_loss_ring(scene, pencil, box)
    pencil.shape(fill=filled).drawRoundedRect(box, 14, 14)
    known = scene.readings.telling.loss
    number = format_number(float(losses[0]), scene.options.digits) if known else ""
    if place.flat is not None:
        ink = _ink(filled, lit)
        symbol = set_symbol(scene, Loss(), "", _FLAT_PX, ink)
        font = _number_font(scene, [number], 1.3 * half, 1.0, 600)
        _write_line(pencil, symbol, number, (place.x, place.y), font, ink)
        return
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


def _write_line(
    pencil: Pencil,
    symbol: Typeset,
    number: str,
    centre: tuple[float, float],
    font: QFont,
    colour: QColor,
) -> None:
    """Write a symbol and beside it its number."""
    wide = text_width(number, font) + _FLAT_GAP if number else 0.0
    left = centre[0] - (symbol.width + wide) / 2
    pencil.typeset(symbol, left, centre[1] + 0.32 * _FLAT_PX)
    pencil.text(number, left + symbol.width + _FLAT_GAP, centre[1], font, colour, "left")
