"""Discs with their values, the small ones here, and their rings."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QColor, QFont

from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.scene import Scene
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.style import fill, mix, text_on
from nnviz.diagram.zoomed_nodes import paint_halves, paint_input, paint_loss
from nnviz.document.elements import Element, Neuron
from nnviz.document.naming import is_named

_AT_ONCE = 24
"""Discs painted in one go: a millisecond."""
_INSIDE = 1.75
"""A value stands inside a disc if it is no wider than this many radii."""
_SMALLEST, _TIGHT = 10, 1.85
"""The smallest figures may fill a little more of the disc before they are left out."""


def painting_nodes(scene: Scene, pencil: Pencil) -> Iterator[None]:
    """Paint all discs and the loss, and pause after every few."""
    for column in scene.layout.columns:
        yield from _painting_column(scene, pencil, column)
        yield
    if scene.layout.loss is not None:
        paint_loss(scene, pencil)


def paint_column(scene: Scene, pencil: Pencil, column: Column) -> None:
    """Paint the discs of one layer."""
    for _ in _painting_column(scene, pencil, column):
        pass


def _painting_column(scene: Scene, pencil: Pencil, column: Column) -> Iterator[None]:
    if not scene.layout.zoomed:
        yield from _painting_discs(scene, pencil, column)
        return
    paint = paint_halves if column.layer else paint_input
    for (x, y), unit in zip(column.centres, column.units, strict=True):
        paint(scene, pencil, column, Neuron(column.layer, int(unit)), (float(x), float(y)))


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
    return short_number(value, digits)


def _painting_discs(scene: Scene, pencil: Pencil, column: Column) -> Iterator[None]:
    """Paint small discs, with their values if those of the whole layer fit."""
    texts, classes = _inside_texts(scene, column), classes_told(scene, column.layer)
    font = _largest_font(scene, column, texts)
    for k, text in enumerate(texts):
        neuron = Neuron(column.layer, int(column.units[k]))
        known = scene.readings.telling.disc(neuron.layer, neuron.unit) is not None
        ground = _paint_disc(scene, pencil, column, k, known)
        if font is not None and (known or classes):
            ink, lit = text_on(ground), scene.focus.lit(neuron)
            x, y = column.centres[k].tolist()
            pencil.text(text, x, y, font, ink if lit else mix(ink, ground, 0.36))
        if k % _AT_ONCE == _AT_ONCE - 1:
            yield


def _paint_disc(scene: Scene, pencil: Pencil, column: Column, k: int, known: bool) -> QColor:
    """Paint the k-th disc of a column; return its colour."""
    neuron = Neuron(column.layer, int(column.units[k]))
    lit = scene.focus.lit(neuron)
    value, largest = float(scene.readings.nodes[neuron.layer][neuron.unit]), scene.node_scales
    colour = fill(scene.theme, value, largest[neuron.layer]) if known else scene.hollow
    if scene.options.figure:
        outline, width = QColor(scene.theme.ink), 1.5
    else:
        outline, width = mix(colour, scene.theme.ink, 0.3), 1.25
    filled = scene.dim_fill(colour, lit)
    width = min(width, column.radius / 3)
    x, y = column.centres[k].tolist()
    pencil.disc((x, y), column.radius, filled, scene.dim_fill(outline, lit), width)
    return filled


def _largest_font(scene: Scene, column: Column, texts: list[str]) -> QFont | None:
    """Return the largest font in which every text of a layer fits its disc, or None."""
    most, weight = (14, 600) if scene.options.figure else (13, 500)
    for px in range(most, _SMALLEST - 1, -1):
        font = scene.font(px, weight)
        widest = max(text_width(text, font) for text in texts)
        room = (_INSIDE if px > _SMALLEST else _TIGHT) * column.radius
        if widest <= room and px <= 1.4 * column.radius:
            return font
    return None


def _inside_texts(scene: Scene, column: Column) -> list[str]:
    """Return what is written in the discs: values, or classes where there is no room beside."""
    if classes_told(scene, column.layer):
        return [scene.document.output_names[unit] for unit in column.units]
    return [node_text(value) for value in scene.readings.nodes[column.layer][column.units].tolist()]


def classes_told(scene: Scene, layer: int) -> bool:
    """Return whether the discs of `layer` hold the names of classes."""
    columns = scene.layout.columns
    return layer == len(columns) - 1 and classes_inside(scene, columns[-1])


def classes_inside(scene: Scene, column: Column) -> bool:
    """Return whether short class names stand in the output discs, as the ten digits do."""
    names = scene.document.output_names
    softmax = scene.document.layers[-1].activation == "softmax"
    short = max(map(len, names)) <= 2 and all(map(is_named, names))
    return softmax and short and column.pitch < 40
