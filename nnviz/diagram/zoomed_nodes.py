"""Discs seen close: inputs, neurons split in weighted sum and activation, and the loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPen

from nnviz.diagram.maths import Typeset
from nnviz.diagram.naming import set_letter, set_symbol
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import mix, text_on
from nnviz.diagram.telling import Letter
from nnviz.document.elements import Loss, Neuron
from nnviz.explain.numbers import format_given, format_number

_SYMBOL_PX, _NUMBER_PX, _LEAST_PX = 17, 14, 10
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
    symbol = set_symbol(scene, neuron, "", _SYMBOL_PX, ink)
    px = _number_px(scene, [number], 1.75 * column.radius)
    _write(scene, pencil, symbol, number, centre, px, ink)


@dataclass(frozen=True)
class _Part:
    """One half of a neuron's disc; without a letter it is not worked out yet."""

    half: Half
    side: int
    letter: Letter | None
    value: float
    number: str


def paint_halves(
    scene: Scene, pencil: Pencil, column: Column, neuron: Neuron, centre: tuple[float, float]
) -> None:
    """Paint a neuron: its weighted sum pale at the left, its activation at the right."""
    telling = scene.readings.telling
    parts = (
        _part(scene, neuron, "z", -1, telling.sum(neuron.layer)),
        _part(scene, neuron, "a", 1, telling.output(neuron.layer)),
    )
    px = _number_px(scene, [part.number for part in parts], 0.82 * column.radius)
    for part in parts:
        lit = scene.focus.lit(neuron, part.half)
        filled, outline = _colours(scene, neuron, part)
        filled, outline = scene.dim_fill(filled, lit), scene.dim_fill(outline, lit)
        _paint_half(pencil, centre, column.radius, part.side, filled, outline)
        place, ink = (centre[0] + part.side * 0.48 * column.radius, centre[1]), _ink(filled, lit)
        symbol = set_letter(scene, neuron, part.letter or part.half, _SYMBOL_PX, ink)
        _write(scene, pencil, symbol, part.number, place, px, ink)


def _part(scene: Scene, neuron: Neuron, half: Half, side: int, letter: Letter | None) -> _Part:
    if letter is None:
        return _Part(half, side, None, 0.0, "")
    value = float(scene.readings.values(neuron.layer, letter)[neuron.unit])
    return _Part(half, side, letter, value, format_number(value, scene.options.digits))


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
    pencil.shape(fill=filled).drawRoundedRect(box, 14, 14)
    known = scene.readings.telling.loss
    number = format_number(float(losses[0]), scene.options.digits) if known else ""
    symbol = set_symbol(scene, Loss(), "", _SYMBOL_PX, _ink(filled, lit))
    px = _number_px(scene, [number], 1.8 * half, 600)
    _write(scene, pencil, symbol, number, (place.x, place.y), px, _ink(filled, lit), 600)


def _ink(ground: QColor, lit: bool) -> QColor:
    ink = text_on(ground)
    return ink if lit else mix(ink, ground, _FADED)


def _number_px(scene: Scene, numbers: list[str], room: float, weight: int = 500) -> int:
    """Return the largest size in which each of `numbers` is no wider than `room`."""
    px = _NUMBER_PX
    while px > _LEAST_PX and max(text_width(n, scene.font(px, weight)) for n in numbers) > room:
        px -= 1
    return px


def _write(
    scene: Scene,
    pencil: Pencil,
    symbol: Typeset,
    number: str,
    centre: tuple[float, float],
    px: int,
    colour: QColor,
    weight: int = 500,
) -> None:
    """Write a symbol and under it its number."""
    x, y = centre
    pencil.typeset(symbol, x - symbol.width / 2, y - 6)
    pencil.text(number, x, y + 10.5, scene.font(px, weight), colour)
