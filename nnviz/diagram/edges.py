"""Edges in batches: one `drawLines` on NumPy memory per sign and level, weak ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from shiboken6 import Shiboken

from nnviz.diagram.curves import Bend, along, overlapped, pieces
from nnviz.diagram.focus import Mask
from nnviz.diagram.places import Ints
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats, edge_colour, edge_strength, edge_widths, mix
from nnviz.document.elements import Edge

_LEVELS = 16
_MANY = 1000
_FOLDED_SHARE, _LEAST_DRAWN = 0.36, 50
"""Of the edges beside a folded layer, and at least so many of each pair of layers."""
_DASH, _SPACE = 10.0, 4.5
_FAINTEST = 0.45
"""On paper and glass even the weakest edge keeps so much of its sign's colour."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges into one layer that are drawn, weakest first.

    Attributes
    ----------
    sources, units : ndarray of int, shape (n,)
        Where each comes from and goes to.
    values : ndarray, shape (n,)
    lines : ndarray, shape (n, 4)
        x0, y0, x1, y1 from rim to rim.
    bend : {'', 'x', 'y'}
        Along which axis they leave if they are bent.
    """

    layer: int
    sources: Ints
    units: Ints
    values: Floats
    lines: Floats
    bend: Bend = ""

    def __len__(self) -> int:
        return len(self.values)

    def only(self, which: Mask | Ints | slice) -> Edges:
        """Return those edges for which `which` is true, or those at its indices."""
        return replace(
            self,
            sources=self.sources[which],
            units=self.units[which],
            values=self.values[which],
            lines=np.ascontiguousarray(self.lines[which]),
        )

    def at(self, shares: Floats | float) -> Floats:
        """Return the point at its share, 0 to 1, of the way along each; shape (n, 2)."""
        return along(self.lines, shares, self.bend)

    def pieces(self) -> Floats:
        """Return the straight pieces of which they are drawn; shape (n, n_pieces, 4)."""
        return pieces(self.lines, self.bend)

    def element(self, k: int) -> Edge:
        """Return the element that the k-th line stands for."""
        return Edge(self.layer, int(self.sources[k]), int(self.units[k]))


def drawn_edges(scene: Scene) -> tuple[Edges, ...]:
    """Return the edges of each pair of layers that are drawn, at most the strongest."""
    layers = range(1, len(scene.layout.columns))
    visible = [_visible(scene, layer) for layer in layers]
    budgets = _budgets([len(edges) for edges in visible], scene)
    return tuple(
        edges.only(np.argsort(np.abs(edges.values), kind="stable")[-budget:])
        for edges, budget in zip(visible, budgets, strict=True)
    )


def _visible(scene: Scene, layer: int) -> Edges:
    """Return all edges into `layer` between units that are not folded away."""
    before, column = scene.layout.columns[layer - 1], scene.layout.columns[layer]
    values = scene.readings.edges(layer)[np.ix_(before.units, column.units)]
    sources, units = np.meshgrid(before.units, column.units, indexing="ij")
    lines = scene.layout.segments(layer).reshape(-1, 4)
    bend = scene.layout.bend
    return Edges(layer, sources.ravel(), units.ravel(), values.ravel(), lines, bend)


def _budgets(counts: list[int], scene: Scene) -> list[int]:
    """Return how many edges of each pair of layers are drawn; never none."""
    share = min(1.0, scene.options.strongest / max(sum(counts), 1))
    if not scene.layout.folded:
        return [max(1, int(count * share)) for count in counts]
    share = min(share, _FOLDED_SHARE)
    return [max(min(count, _LEAST_DRAWN), int(count * share)) for count in counts]


def paint_edges(scene: Scene, edges: Edges, painter: QPainter) -> None:
    """Paint the edges of one pair of layers, dimmed ones below lit ones."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, scene.options.antialias)
    lit = scene.focus.lit_edges(edges.layer, edges.sources, edges.units)
    for group, is_lit in ((edges.only(~lit), False), (edges.only(lit), True)):
        for lines, level, negative in batches(group, scene.edge_scales[edges.layer - 1]):
            painter.setPen(edge_pen(scene, -level if negative else level, 1.0, is_lit))
            draw_lines(painter, lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def batches(edges: Edges, largest: float) -> Iterator[tuple[Floats, float, bool]]:
    """Yield lines with their level in 0…1 and sign, weak levels first; never an empty batch."""
    finite = np.nan_to_num(np.abs(edges.values), nan=largest, posinf=largest)
    shares = finite / largest if largest > 0 else np.zeros(len(edges))
    levels = np.rint(np.minimum(shares, 1.0) * _LEVELS).astype(int)
    negative = edges.values < 0
    for level in np.unique(levels):
        for sign in (False, True):
            chosen = (levels == level) & (negative == sign)
            if chosen.any():
                lines = overlapped(pieces(edges.lines[chosen], edges.bend)).reshape(-1, 4)
                yield np.ascontiguousarray(lines), level / _LEVELS, sign


def edge_pen(scene: Scene, value: float, largest: float, lit: bool = True) -> QPen:
    """Return the pen of an edge: width and colour by |value|/largest, dashes on paper if < 0."""
    many = scene.document.n_parameters > _MANY
    width = float(edge_widths(np.array(abs(value)), largest, many))
    if scene.options.figure:
        width = max(width, 0.9)
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
        return scene.dim_fill(
            mix(scene.surface, colour, _FAINTEST + (1 - _FAINTEST) * strength), lit
        )
    return scene.dim_fill(edge_colour(scene.theme, value, largest), lit)


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw rows of (x0, y0, x1, y1) straight from NumPy's memory, which is QLineF's."""
    first = cast(QLineF, Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))
