"""Biases of small discs as beads, and the capsules that stand for folded units."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor

from nnviz.diagram.numbers import writes_biases
from nnviz.diagram.pencil import Pencil, flat_pen, rect_of
from nnviz.diagram.places import Column
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.document.elements import Bias

_AT = 0.72
_LEAST_RADIUS = 11.0
_CAPSULE_WIDE, _CAPSULE_HIGH = 34.0, 56.0
_HANDLE_AWAY = 8.0


def has_beads(scene: Scene, column: Column) -> bool:
    """Return whether the biases of a column are beads: not in figures nor on crowded discs."""
    crowded = scene.layout.folded or column.radius < _LEAST_RADIUS
    elsewhere = scene.layout.zoomed or (scene.options.figure and writes_biases(scene, column))
    bare = column.layer == 0 or crowded or elsewhere
    return not bare and scene.readings.biases(column.layer) is not None


Bead = tuple[Bias, float, float, float]
"""A bias, its bead's centre and radius."""


def bead_places(scene: Scene) -> list[Bead]:
    """Return all beads."""
    return [bead for column in scene.layout.columns for bead in _beads(scene, column)]


def _beads(scene: Scene, column: Column) -> Iterator[Bead]:
    values = scene.readings.biases(column.layer) if has_beads(scene, column) else None
    if values is None:
        return
    largest = scene.readings.largest_bias(column.layer)
    aside = _AT * column.radius
    for (x, y), unit in zip(column.centres, column.units, strict=True):
        radius = _radius(float(values[unit]), largest)
        yield Bias(column.layer, int(unit)), float(x) - aside, float(y) + aside, radius


def _radius(value: float, largest: float) -> float:
    return 2.2 + (2.6 * abs(value) / largest if largest > 0 else 0.0)


def paint_beads(scene: Scene, pencil: Pencil) -> None:
    """Paint a bead lower left of each disc, its size by |b|, its colour by the sign."""
    for _ in painting_beads(scene, pencil):
        pass


def painting_beads(scene: Scene, pencil: Pencil) -> Iterator[None]:
    """Paint them, with a pause after each layer."""
    for column in scene.layout.columns:
        for bias, x, y, radius in _beads(scene, column):
            value = scene.readings.of_bias(bias) or 0.0
            colour = scene.dim_fill(scene.theme.sign(value), scene.focus.lit(bias))
            pencil.disc((x, y), radius + 1.5, fill=scene.surface)
            pencil.disc((x, y), radius, fill=colour)
        yield


def capsule_box(column: Column) -> Box | None:
    """Return the capsule of a folded layer."""
    if column.capsule is None:
        return None
    high = min(_CAPSULE_HIGH, 3.2 * column.pitch)
    wide = min(_CAPSULE_WIDE, 0.61 * high)
    if column.vertical:
        wide, high = _CAPSULE_HIGH, _CAPSULE_WIDE
    x, y = column.point(column.capsule)
    return Box(x - wide / 2, y - high / 2, wide, high)


def handle_box(column: Column) -> Box | None:
    """Return the handle that folds a layer again which was unfolded; it stands at its end."""
    if not column.opened:
        return None
    x, y = column.point(float(column.y[-1]) + column.radius + _HANDLE_AWAY)
    wide, high = (12.0, 26.0) if column.vertical else (26.0, 12.0)
    return Box(x - wide / 2, y - high / 2, wide, high)


def fold_at(scene: Scene, x: float, y: float) -> int | None:
    """Return the layer whose capsule, or handle, is at a point."""
    for column in scene.layout.columns:
        box = capsule_box(column) or handle_box(column)
        if box is not None and box.contains(x, y, 2.0):
            return column.layer
    return None


def paint_handles(scene: Scene, pencil: Pencil) -> None:
    """Paint at the end of each layer that was unfolded a pill with − that folds it again."""
    for column in scene.layout.columns:
        box = handle_box(column)
        if box is not None:
            painter = pencil.shape(scene.surface, QColor(scene.theme.border), 1)
            painter.drawRoundedRect(rect_of(box), 6, 6)
            x, y = box.left + box.width / 2, box.top + box.height / 2
            pencil.painter.setPen(flat_pen(QColor(scene.theme.ink2), 1.5))
            pencil.painter.drawLine(QLineF(x - 4, y, x + 4, y))


def paint_capsules(scene: Scene, pencil: Pencil) -> None:
    """Paint ⋮ and the number of folded units."""
    for column in scene.layout.columns:
        box = capsule_box(column)
        if box is None:
            continue
        outline, ink2 = QColor(scene.theme.hair), QColor(scene.theme.ink2)
        painter = pencil.shape(scene.surface, outline, 1)
        round_ = min(box.width, box.height) / 2
        painter.drawRoundedRect(rect_of(box), round_, round_)
        middle = (box.left + box.width / 2, box.top + box.height / 2)
        for k in (-1, 0, 1):
            pencil.disc(_dot(column, box, middle, k), 2, fill=ink2)
        text = f"+{column.hidden_units:,}"
        px = 11 if len(text) < 5 else 10
        pencil.text(text, middle[0], middle[1] + 0.22 * box.height, scene.font(px), ink2)


def _dot(column: Column, box: Box, middle: tuple[float, float], k: int) -> tuple[float, float]:
    """Return the k-th of the three dots, −1 to 1, in the direction of the units."""
    x, y = middle
    if column.vertical:
        return x + 7.0 * k, y - 0.2 * box.height
    return x, y + 0.125 * box.height * (k - 1.15)
