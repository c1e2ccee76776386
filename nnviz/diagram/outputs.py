"""The labels of the outputs: names with values and targets, or bars of the classes' shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from nnviz.diagram.glyphs import MOST_MARKERS, paint_class_marker, paint_tick
from nnviz.diagram.inputs import paint_brace
from nnviz.diagram.nodes import classes_inside
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.row_labels import output_boxes_below, paint_outputs_below
from nnviz.diagram.rows import elided, percentages, sides, target_text, widest_name
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.diagram.typesetting import typeset
from nnviz.document.elements import Element, Neuron, Target
from nnviz.document.naming import is_named
from nnviz.explain.equation import Symbol
from nnviz.explain.numbers import format_number

_PERCENT, _BAR = 62.0, 6.0


@dataclass(frozen=True)
class OutputRow:
    """One output's label.

    Attributes
    ----------
    x, right : float
        Its left and right ends.
    first : bool
        Whether it is the network's answer, i.e. the largest share.
    """

    unit: int
    x: float
    y: float
    right: float
    pitch: float
    first: bool
    share: float
    percent: str


def output_rows(scene: Scene) -> list[OutputRow]:
    """Return the labels of the outputs that are drawn; none where the network is zoomed."""
    column = scene.layout.columns[-1]
    if scene.layout.zoomed or column.pitch < 13:
        return []
    shares = scene.readings.trace.layers[-1].a[0]
    texts = percentages(shares, column.units)
    largest = int(np.argmax(shares))
    whole = scene.frame is None or all(_is_known(scene, unit) for unit in range(len(shares)))
    x = column.x + column.radius + (8 if scene.options.figure else 19)
    if column.capsule is not None:
        x += 52
    return [
        OutputRow(
            int(unit),
            x,
            float(y),
            scene.layout.box.right,
            column.pitch,
            whole and int(unit) == largest,
            float(shares[unit]) if whole or _is_known(scene, int(unit)) else 0.0,
            text if whole or _is_known(scene, int(unit)) else "",
        )
        for y, unit, text in zip(column.y, column.units, texts, strict=True)
    ]


def _is_known(scene: Scene, unit: int) -> bool:
    """Return whether the pass that is told has come to an output."""
    return scene.readings.telling.output(len(scene.document.layers), unit) is not None


def paint_outputs(scene: Scene, pencil: Pencil) -> None:
    """Paint the label of each output."""
    style = sides(scene.document, scene.options, scene.layout.box.height).outputs
    column = scene.layout.columns[-1]
    if column.capsule is not None:
        paint_brace(scene, pencil, column, 1)
    if column.vertical:
        if not scene.layout.zoomed:
            paint_outputs_below(scene, pencil)
        return
    for row in output_rows(scene):
        if style == "stacked":
            _paint_stacked(scene, pencil, row)
        elif style == "inline":
            _paint_inline(scene, pencil, row)
        else:
            _paint_named(scene, pencil, row)


def output_boxes(scene: Scene) -> list[tuple[Element, Box]]:
    """Return the rectangles of the outputs' labels and of their targets."""
    style = sides(scene.document, scene.options, scene.layout.box.height).outputs
    if scene.layout.vertical:
        return [] if scene.layout.zoomed else output_boxes_below(scene)
    has_target = scene.document.target is not None and not scene.options.figure
    boxes: list[tuple[Element, Box]] = []
    for row in output_rows(scene):
        output = Neuron(len(scene.document.layers), row.unit)
        width = row.right - row.x
        if style in ("symbol", "name"):
            boxes.append((output, Box(row.x, row.y - 17, width, 34)))
            if has_target and _has_target_line(row):
                boxes.append((Target(row.unit), Box(row.x, row.y + 18, width, 17)))
        else:
            high = min(row.pitch - 1, 34.0)
            boxes.append((output, Box(row.x, row.y - high / 2, width, high)))
    return boxes


def _has_target_line(row: OutputRow) -> bool:
    return row.pitch >= 56


def _is_target(scene: Scene, unit: int) -> bool:
    target = scene.document.target
    return target is not None and int(np.argmax(target)) == unit


def _paint_stacked(scene: Scene, pencil: Pencil, row: OutputRow) -> None:
    """Paint marker, name and share over a bar, and under it whether this is the target."""
    y, x = row.y - 9, row.x
    lit = scene.focus.lit(Neuron(len(scene.document.layers), row.unit))
    if len(scene.document.output_names) <= MOST_MARKERS:
        colour = scene.dim_fill(scene.theme.class_colour(row.unit), lit)
        paint_class_marker(pencil.painter, row.unit, (x + 5, y), colour)
        x += 17
    ink = scene.dim_text(scene.theme.ink if row.first else scene.theme.ink2, lit)
    font = scene.font(13, 600 if row.first else 400)
    name = elided(scene.document.output_names[row.unit], row.right - x - _PERCENT)
    pencil.text(name, x, y, font, ink, "left")
    pencil.text(row.percent, row.right, y, font, ink, "right")
    _paint_bar(scene, pencil, row, QRectF(row.x, row.y + 8 - _BAR / 2, row.right - row.x, _BAR))
    if not _is_target(scene, row.unit):
        return
    ok = scene.dim_text(scene.theme.ok, lit)
    if row.pitch >= 64:
        pencil.text("target", row.x, row.y + 25.5, scene.font(11.5), ok, "left")
        paint_tick(pencil.painter, row.x + 38, row.y + 25.5, ok)
    else:
        paint_tick(pencil.painter, x + text_width(name, font) + 8, y, ok)


def _paint_inline(scene: Scene, pencil: Pencil, row: OutputRow) -> None:
    """Paint name, bar and share on one line; the name only if it is not inside the disc."""
    lit = scene.focus.lit(Neuron(len(scene.document.layers), row.unit))
    ink = scene.dim_text(scene.theme.ink if row.first else scene.theme.ink2, lit)
    px = 13 if row.pitch >= 18 else 11
    font = scene.font(px, 600 if row.first else 400)
    pencil.text(row.percent, row.right, row.y, font, ink, "right")
    x = row.x + 9
    if not classes_inside(scene, scene.layout.columns[-1]):
        names = scene.document.output_names
        room = min(widest_name(names, 1000) + 12, 0.5 * (row.right - row.x - _PERCENT))
        name = elided(scene.document.output_names[row.unit], room)
        pencil.text(name, x - 5, row.y, font, ink, "left")
        x += room
    _paint_bar(scene, pencil, row, QRectF(x, row.y - _BAR / 2, row.right - x - _PERCENT, _BAR))
    if _is_target(scene, row.unit):
        paint_tick(pencil.painter, x - 14, row.y, scene.dim_text(scene.theme.ok, lit))


def _paint_bar(scene: Scene, pencil: Pencil, row: OutputRow, groove: QRectF) -> None:
    pencil.shape(fill=scene.hollow).drawRoundedRect(groove, 3, 3)
    width = min(max(row.share, 0.0), 1.0) * groove.width()
    if width >= 1:
        filled = QRectF(groove.left(), groove.top(), width, groove.height())
        pencil.shape(fill=QColor(scene.theme.positive)).drawRoundedRect(filled, 3, 3)


def _paint_named(scene: Scene, pencil: Pencil, row: OutputRow) -> None:
    """Paint an output's name or ŷ, its value in raw units, and its target."""
    lit = scene.focus.lit(Neuron(len(scene.document.layers), row.unit))
    ink = scene.dim_text(scene.theme.ink, lit)
    name = scene.document.output_names[row.unit]
    if scene.options.figure:
        _paint_name(scene, pencil, row, row.y, ink)
        return
    colour, font = scene.dim_text(scene.theme.ink2, lit), scene.font(12)
    if is_named(name):
        _paint_name(scene, pencil, row, row.y - 8, ink)
        raw = scene.document.raw_output(scene.readings.trace.output)[0, row.unit]
        value = (
            format_number(float(raw), scene.options.digits) if _is_known(scene, row.unit) else ""
        )
        pencil.text(value, row.x, row.y + 9, scene.font(12, 500), ink, "left")
    else:
        _paint_name(scene, pencil, row, row.y, ink)
    target = target_text(scene.document, row.unit)
    if target is not None and _has_target_line(row):
        lit_target = scene.focus.lit(Target(row.unit))
        colour = scene.dim_text(scene.theme.ink2, lit_target)
        pencil.text(f"target {target}", row.x, row.y + 26, font, colour, "left")


def _paint_name(scene: Scene, pencil: Pencil, row: OutputRow, y: float, ink: QColor) -> None:
    name = scene.document.output_names[row.unit]
    if is_named(name):
        shown = elided(name, row.right - row.x)
        pencil.text(shown, row.x, y, scene.font(13, 500), ink, "left")
        return
    number = str(row.unit + 1) if scene.document.sizes[-1] > 1 else ""
    px = 17 if scene.options.figure else 15
    setting = scene.setting(px)
    symbol = typeset(Symbol("y", number, hat=True), setting)
    pencil.typeset(symbol, row.x, y + 5)
