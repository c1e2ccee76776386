"""Discs with their values, the small ones here, and their rings."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont

from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column
from nnviz.diagram.scene import Scene
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.style import fill, mix, text_on
from nnviz.diagram.zoomed_nodes import paint_halves, paint_input, paint_loss
from nnviz.document.elements import Element, Neuron
from nnviz.document.naming import is_named

_INSIDE = 1.75
"""A value stands inside a disc if it is no wider than this many radii."""
_SMALLEST, _TIGHT = 10, 1.85
"""The smallest figures may fill a little more of the disc before they are left out."""


def paint_nodes(scene: Scene, pencil: Pencil) -> None:
    """Paint all discs and the loss."""
    for column in scene.layout.columns:
        paint_column(scene, pencil, column)
    if scene.layout.loss is not None:
        paint_loss(scene, pencil)


def paint_column(scene: Scene, pencil: Pencil, column: Column) -> None:
    """Paint the discs of one layer."""
    font = None if scene.layout.zoomed else _column_font(scene, column)
    for (x, y), unit in zip(column.centres, column.units, strict=True):
        neuron, centre = Neuron(column.layer, int(unit)), (float(x), float(y))
        if not scene.layout.zoomed:
            _paint_disc(scene, pencil, column, neuron, centre, font)
        elif column.layer == 0:
            paint_input(scene, pencil, column, neuron, centre)
        else:
            paint_halves(scene, pencil, column, neuron, centre)


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
    known = scene.readings.telling.disc(neuron.layer, neuron.unit) is not None
    largest = scene.node_scales[neuron.layer]
    colour = fill(scene.theme, value, largest) if known else scene.hollow
    if scene.options.figure:
        outline, width = QColor(scene.theme.ink), 1.5
    else:
        outline, width = mix(colour, scene.theme.ink, 0.3), 1.25
    filled = scene.dim_fill(colour, lit)
    width = min(width, column.radius / 3)
    pencil.disc(centre, column.radius, filled, scene.dim_fill(outline, lit), width)
    if font is not None and (known or classes_told(scene, neuron.layer)):
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
    if classes_told(scene, neuron.layer):
        return scene.document.output_names[neuron.unit]
    return node_text(value)


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
