"""Edges painted in batches: one `drawLines` on NumPy memory per sign and level, weak ones first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen
from shiboken6 import Shiboken

from nnviz.diagram.curves import overlapped, pieces
from nnviz.diagram.edges import Edges
from nnviz.diagram.places import Ints
from nnviz.diagram.scene import Scene
from nnviz.diagram.strokes import Stroke, plain_strokes, strokes
from nnviz.diagram.style import Floats, edge_colour, edge_strength, edge_widths, mix

_LEVELS, _FINE_LEVELS = 16, 256
"""Of strength, and where so many edges are drawn that one sign would lie over the other."""
_MANY, _VERY_MANY = 1000, 2000
"""Parameters from which on edges are thin; edges from which on levels are fine."""
_DASH, _SPACE, _THINNEST_ON_PAPER = 10.0, 4.5, 0.9
_FAINTEST = 0.45
"""On paper and glass even the weakest edge keeps so much of its sign's colour."""
_AT_ONCE, _JAGGED_AT_ONCE = 96, 512
"""Lines painted in one go, smooth or jagged: one to two milliseconds, if they are long."""
_THIN, _PALE, _PALEST = 0.3, 0.62, 0.85
"""The width of edges under the strongest beside theirs; how near to the ground they are, and how
near where something is lit."""
_SMOOTH = QPainter.RenderHint.Antialiasing
_STRENGTHS = np.repeat(np.arange(_FINE_LEVELS + 1), 2) / _FINE_LEVELS


def paint_edges(scene: Scene, edges: Edges, painter: QPainter) -> None:
    """Paint the edges of one pair of layers, dimmed ones below lit ones."""
    for _ in painting_edges(scene, edges, painter):
        pass


def painting_edges(scene: Scene, edges: Edges, painter: QPainter) -> Iterator[None]:
    """Paint the edges of one pair of layers, and pause after every few."""
    lit = scene.focus.lit_edges(edges.layer, edges.sources, edges.units)
    for group, is_lit in ((edges.only(~lit), False), (edges.only(lit), True)):
        lines, ranks = _ranked(group, scene.edge_scales[edges.layer - 1])
        for stroke in _strokes(scene, painter, lines, ranks):
            pen = edge_pen(scene, _value(stroke.batch), 1.0, is_lit)
            yield from _painting_stroke(painter, stroke, pen)


def painting_ground(scene: Scene, edges: Edges, painter: QPainter) -> Iterator[None]:
    """Paint edges thin and pale, under the strongest of them, and pause after every few."""
    pale = _PALEST if scene.focus.dims else _PALE
    lines, ranks = _ranked(edges, scene.edge_scales[edges.layer - 1])
    for stroke in _strokes(scene, painter, lines, ranks, _THIN):
        pen = edge_pen(scene, _value(stroke.batch), 1.0)
        pen.setColor(mix(pen.color(), scene.surface, pale))
        yield from _painting_stroke(painter, stroke, pen)


def _painting_stroke(painter: QPainter, stroke: Stroke, pen: QPen) -> Iterator[None]:
    pen.setWidthF(stroke.width)
    count = _AT_ONCE if stroke.smooth else _JAGGED_AT_ONCE
    for first in range(0, len(stroke.lines), count):
        painter.setRenderHint(_SMOOTH, stroke.smooth)
        painter.setPen(pen)
        draw_lines(painter, stroke.lines[first : first + count])
        painter.setRenderHint(_SMOOTH, True)
        yield


def batches(edges: Edges, largest: float) -> Iterator[tuple[Floats, float]]:
    """Yield lines with their signed level, −1 … 1, weak levels first; never an empty batch."""
    lines, ranks = _ranked(edges, largest)
    for stroke in plain_strokes(lines, ranks, np.ones(len(_STRENGTHS)), True):
        yield stroke.lines, _value(stroke.batch)


def _ranked(edges: Edges, largest: float) -> tuple[Floats, Ints]:
    """Return the straight pieces of edges and the rank of each in its batch's order.

    Ranks ascend by level and sign. In a batch neighbours follow one another: their pixels are
    still in the processor's cache.
    """
    finite = np.nan_to_num(np.abs(edges.values), nan=largest, posinf=largest)
    shares = finite / largest if largest > 0 else np.zeros(len(edges))
    step = 1 if len(edges) > _VERY_MANY else _FINE_LEVELS // _LEVELS
    levels = np.rint(np.minimum(shares, 1.0) * _FINE_LEVELS / step).astype(np.intp)
    ranks = 2 * step * levels + (edges.values < 0)
    order = np.lexsort((edges.units, edges.sources, ranks))
    parts = overlapped(pieces(edges.lines[order], edges.bend))
    return parts.reshape(-1, 4), np.repeat(ranks[order], parts.shape[1])


def _value(rank: int) -> float:
    """Return the signed level that a rank stands for."""
    level, negative = divmod(rank, 2)
    return (-level if negative else level) / _FINE_LEVELS


def _strokes(
    scene: Scene, painter: QPainter, lines: Floats, ranks: Ints, thin: float = 1.0
) -> Iterator[Stroke]:
    """Return how lines are painted: many of them on a screen so that it is quick."""
    options, many = scene.options, scene.document.n_parameters > _MANY
    widths = thin * _widths(scene, _STRENGTHS)
    exact = not many or options.figure or options.transparent
    scale = _pixels(painter)
    if options.antialias and scale > 0 and not exact:
        return strokes(lines, ranks, widths, scale)
    return plain_strokes(lines, ranks, widths, options.antialias, scale or 1.0)


def _pixels(painter: QPainter) -> float:
    """Return the pixels to one of the painter's own; 0 where it paints none, as in a file."""
    engine = painter.paintEngine()
    raster = engine is not None and engine.type() == QPaintEngine.Type.Raster
    return painter.deviceTransform().m11() if raster else 0.0


def _widths(scene: Scene, shares: Floats) -> Floats:
    """Return the widths of edges whose |values| are these shares of the largest."""
    widths = edge_widths(shares, 1.0, scene.document.n_parameters > _MANY) * scene.fineness
    return np.maximum(widths, _THINNEST_ON_PAPER if scene.options.figure else 0.0)


def edge_pen(scene: Scene, value: float, largest: float, lit: bool = True) -> QPen:
    """Return the pen of an edge: width and colour by |value|/largest, dashes on paper if < 0."""
    width = float(_widths(scene, np.array(abs(value) / largest if largest > 0 else 0.0)))
    pen = QPen(_colour(scene, value, largest, lit), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if scene.options.figure and value < 0:
        pen.setDashPattern([_DASH / width, _SPACE / width])
    return pen


def _colour(scene: Scene, value: float, largest: float, lit: bool) -> QColor:
    """Return an edge's colour: opaque and blended beforehand, or with true alpha."""
    strength = edge_strength(value, largest)
    colour = scene.theme.sign(value)
    if scene.options.transparent:
        alpha = _FAINTEST + (1 - _FAINTEST) * strength
        colour.setAlphaF(alpha if lit else 0.38 * alpha)
        return colour
    if scene.options.figure:
        blended = mix(scene.surface, colour, _FAINTEST + (1 - _FAINTEST) * strength)
        return scene.dim_fill(blended, lit)
    return scene.dim_fill(edge_colour(scene.theme, value, largest), lit)


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw rows of (x0, y0, x1, y1) straight from NumPy's memory, which is QLineF's."""
    first = cast(QLineF, Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))
