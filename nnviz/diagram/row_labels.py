"""The labels of a network whose layers are rows: of inputs over them, of outputs under them."""

from __future__ import annotations

from PySide6.QtGui import QColor

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.naming import set_symbol
from nnviz.diagram.nodes import classes_inside
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.rows import elided, percentages, raw_input_text, target_text
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.diagram.typesetting import typeset
from nnviz.document.elements import Element, Neuron, Target
from nnviz.document.naming import is_named
from nnviz.explain.equation import Symbol
from nnviz.explain.numbers import format_number

_NAME, _LINE, _APART = 16.0, 17.0, 8.0
"""From a disc's rim to the middle of the nearest line, between lines, and between neighbours."""
_SYMBOL_PITCH, _NUMBER_PITCH = 20.0, 58.0
"""Distances of discs from which there is room for a symbol, and for numbers."""


def paint_inputs_above(scene: Scene, pencil: Pencil) -> None:
    """Paint each input's name over its disc, and over that its raw value, if it has one."""
    column = scene.layout.columns[0]
    for (x, y), unit in zip(column.centres, column.units, strict=True):
        lit, line = scene.focus.lit(Neuron(0, int(unit))), float(y) - column.radius - _NAME
        ink = scene.dim_text(scene.theme.ink, lit)
        name = scene.document.input_names[unit]
        if not is_named(name):
            if column.pitch >= _SYMBOL_PITCH:
                symbol = set_symbol(scene, Neuron(0, int(unit)), "", 15, ink)
                pencil.typeset(symbol, float(x) - symbol.width / 2, line + 5)
            continue
        pencil.text(_fitted(name, column), float(x), line, scene.font(13, 500), ink)
        if column.pitch >= _NUMBER_PITCH and not scene.options.figure:
            raw, faint = raw_input_text(scene.document, int(unit)), QColor(scene.theme.ink2)
            colour = scene.dim_text(faint, lit)
            pencil.text(raw, float(x), line - _LINE, scene.font(12), colour)


def input_boxes_above(scene: Scene) -> list[tuple[Neuron, Box]]:
    """Return the rectangles of the inputs' names."""
    column = scene.layout.columns[0]
    if column.pitch < _SYMBOL_PITCH:
        return []
    return [
        (Neuron(0, int(unit)), _line_box(column, float(x), float(y) - column.radius - _NAME))
        for (x, y), unit in zip(column.centres, column.units, strict=True)
    ]


def paint_outputs_below(scene: Scene, pencil: Pencil) -> None:
    """Paint under each output its name, its value or share, and its target."""
    column, document = scene.layout.columns[-1], scene.document
    values = _values(scene)
    for (x, y), unit in zip(column.centres, column.units, strict=True):
        lit = scene.focus.lit(Neuron(column.layer, int(unit)))
        line = float(y) + column.radius + _NAME
        ink = scene.dim_text(scene.theme.ink, lit)
        if not classes_inside(scene, column):
            _paint_name(scene, pencil, column, int(unit), (float(x), line), ink)
            line += _LINE
        if column.pitch < _NUMBER_PITCH or scene.options.figure:
            continue
        font, ink2 = scene.font(12, 500), scene.dim_text(scene.theme.ink2, lit)
        pencil.text(values[unit], float(x), line, font, ink)
        told, colour = _target(scene, int(unit)), ink2
        if document.layers[-1].activation == "softmax":
            colour = scene.dim_text(scene.theme.ok, lit)
        pencil.text(told, float(x), line + _LINE, scene.font(12), colour)


def output_boxes_below(scene: Scene) -> list[tuple[Element, Box]]:
    """Return the rectangles of the outputs' names and of their targets, where those are numbers."""
    column = scene.layout.columns[-1]
    if column.pitch < _SYMBOL_PITCH:
        return []
    settable = scene.document.layers[-1].activation != "softmax"
    boxes: list[tuple[Element, Box]] = []
    for (x, y), unit in zip(column.centres, column.units, strict=True):
        line = float(y) + column.radius + _NAME
        boxes.append((Neuron(column.layer, int(unit)), _line_box(column, float(x), line)))
        if settable and _target(scene, int(unit)) and column.pitch >= _NUMBER_PITCH:
            target = _line_box(column, float(x), line + 2 * _LINE)
            boxes.append((Target(int(unit)), target))
    return boxes


def _paint_name(
    scene: Scene,
    pencil: Pencil,
    column: Column,
    unit: int,
    middle: tuple[float, float],
    ink: QColor,
) -> None:
    name, (x, y) = scene.document.output_names[unit], middle
    if is_named(name):
        pencil.text(_fitted(name, column), x, y, scene.font(13, 500), ink)
    elif column.pitch >= _SYMBOL_PITCH:
        number = str(unit + 1) if column.size > 1 else ""
        symbol = typeset(Symbol("y", number, hat=True), scene.setting(15))
        pencil.typeset(symbol, x - symbol.width / 2, y + 5)


def _values(scene: Scene) -> list[str]:
    """Return what is written of each output: its share of a softmax, else its raw value."""
    output = scene.readings.trace.output
    if scene.document.layers[-1].activation == "softmax":
        texts = percentages(output[0])
    else:
        raw, digits = scene.document.raw_output(output)[0], scene.options.digits
        texts = [format_number(float(value), digits) for value in raw]
    layer = len(scene.document.layers)
    told = (scene.readings.telling.output(layer, unit) for unit in range(len(texts)))
    return [text if known is not None else "" for text, known in zip(texts, told, strict=True)]


def _target(scene: Scene, unit: int) -> str:
    """Return what is said of an output's target."""
    document = scene.document
    if document.target is None:
        return ""
    if document.layers[-1].activation == "softmax":
        return "target" if unit == int(document.target.argmax()) else ""
    return f"target {target_text(document, unit)}"


def _fitted(name: str, column: Column) -> str:
    return elided(name, column.pitch - _APART)


def _line_box(column: Column, x: float, y: float) -> Box:
    """Return the rectangle of one line of a label, as wide as there is room."""
    wide = min(column.pitch - _APART / 2, max(text_width("target −0.0000", interface_font(12)), 40))
    return Box(x - wide / 2, y - _LINE / 2, wide, _LINE)
