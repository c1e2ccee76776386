"""The labels of the inputs, and the brace of a folded first layer."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainterPath, QPen, QTransform

from nnviz.diagram.naming import set_symbol
from nnviz.diagram.pencil import Align, Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.row_labels import input_boxes_above, paint_inputs_above
from nnviz.diagram.rows import Place, elided, raw_input_text, raw_place, raw_room
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.document.elements import Neuron
from nnviz.document.naming import is_named


def paint_inputs(scene: Scene, pencil: Pencil) -> None:
    """Paint a label left of each input, or a brace where they are too many."""
    column = scene.layout.columns[0]
    if column.capsule is not None:
        paint_brace(scene, pencil, column, -1)
        return
    if column.vertical:
        if not _silent(scene, column):
            paint_inputs_above(scene, pencil)
        return
    for k, unit in enumerate(column.units):
        _paint_label(scene, pencil, column, k, int(unit))


def input_boxes(scene: Scene) -> list[tuple[Neuron, Box]]:
    """Return the rectangles of the inputs' labels."""
    column = scene.layout.columns[0]
    if column.capsule is not None or _silent(scene, column):
        return []
    if column.vertical:
        return input_boxes_above(scene)
    right = column.x - column.radius - _distance(scene)
    place = _raw_place(scene)
    height = 36.0 if place == "under" else min(18.0, column.pitch - 1)
    boxes = []
    for y, unit in zip(column.y, column.units, strict=True):
        width = _label_width(scene, int(unit)) + _aside(scene)
        box = Box(right - width, float(y) - height / 2, width, height)
        boxes.append((Neuron(0, int(unit)), box))
    return boxes


def input_name_boxes(scene: Scene) -> list[tuple[Neuron, Box]]:
    """Return the rectangles of the inputs' names alone, without their raw values."""
    upright = scene.layout.vertical
    place, aside = ("nowhere", 0.0) if upright else (_raw_place(scene), _aside(scene))
    half = 0.5 if place == "under" else 1.0
    return [
        (element, Box(box.left, box.top, box.width - aside, box.height * half))
        for element, box in input_boxes(scene)
        if is_named(scene.document.input_names[element.unit])
    ]


def _silent(scene: Scene, column: Column) -> bool:
    """Return whether the discs say it all (zoomed) or are too small for names."""
    named = any(map(is_named, scene.document.input_names))
    return (scene.layout.zoomed and not named) or column.pitch < 13


def _distance(scene: Scene) -> float:
    return 8.0 if scene.options.figure else 15.0


def _label_width(scene: Scene, unit: int) -> float:
    name = scene.document.input_names[unit]
    if not is_named(name):
        return 22.0
    return text_width(elided(name, _room(scene)), scene.font(13, 500))


def _room(scene: Scene) -> float:
    """Return how wide a name may be: what is left of the first column."""
    column = scene.layout.columns[0]
    right = column.x - column.radius - _distance(scene) - _aside(scene)
    return right - scene.layout.box.left


def _aside(scene: Scene) -> float:
    """Return how far names stand left of their raw values."""
    return raw_room(scene.document) if _raw_place(scene) == "beside" else 0.0


def _raw_place(scene: Scene) -> Place:
    return raw_place(scene.document, scene.options, scene.layout.columns[0].pitch)


def _paint_label(scene: Scene, pencil: Pencil, column: Column, k: int, unit: int) -> None:
    if _silent(scene, column):
        return
    lit = scene.focus.lit(Neuron(0, unit))
    x, y = column.x - column.radius - _distance(scene), float(column.y[k])
    name = scene.document.input_names[unit]
    ink = scene.dim_text(scene.theme.ink, lit)
    if not is_named(name):
        symbol = set_symbol(scene, Neuron(0, unit), "", 17 if scene.options.figure else 15, ink)
        pencil.typeset(symbol, x - symbol.width, y + 5)
        return
    place, raw = _raw_place(scene), raw_input_text(scene.document, unit)
    font = scene.font(13 if column.pitch >= 18 else 11, 500)
    up = 6 if place == "under" else 0
    pencil.text(elided(name, _room(scene)), x - _aside(scene), y - up, font, ink, "right")
    if place != "nowhere":
        colour, down = scene.dim_text(scene.theme.ink2, lit), 11.5 if place == "under" else 0
        pencil.text(raw, x, y + down, scene.font(12), colour, "right")


def paint_brace(scene: Scene, pencil: Pencil, column: Column, side: int) -> None:
    """Paint a brace beside a folded layer, with its true size; `side` is −1 before, +1 behind."""
    top, bottom = float(column.y[0]) - 8, float(column.y[-1]) + 8
    x, middle = column.x + side * (column.radius + 8), (top + bottom) / 2
    path = QPainterPath(QPointF(x, top))
    path.quadTo(x + side * 7, top, x + side * 7, top + 9)
    path.lineTo(x + side * 7, middle - 9)
    path.quadTo(x + side * 7, middle, x + side * 14, middle)
    path.quadTo(x + side * 7, middle, x + side * 7, middle + 9)
    path.lineTo(x + side * 7, bottom - 9)
    path.quadTo(x + side * 7, bottom, x, bottom)
    colour = QColor(scene.theme.ink2)
    painter = pencil.shape()
    painter.setPen(QPen(colour, 1.5))
    turned = QTransform(0, 1, 1, 0, 0, 0) if column.vertical else QTransform()
    painter.drawPath(turned.map(path))
    align: Align = "centre" if column.vertical else "right" if side < 0 else "left"
    font = scene.font(14, 600)
    ink = QColor(scene.theme.ink)
    at = (middle, x + side * 24) if column.vertical else (x + side * 22, middle)
    pencil.text(f"{column.size:,}", *at, font, ink, align)
