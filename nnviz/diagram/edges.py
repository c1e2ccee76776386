"""The edges that are drawn: at most the strongest of each pair of layers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from nnviz.diagram.curves import Bend, along, pieces
from nnviz.diagram.focus import Mask
from nnviz.diagram.places import Column, Ints, edge_lines, heights
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats
from nnviz.document.elements import Edge

_FOLDED_SHARE, _LEAST_DRAWN = 0.36, 50
"""Of the edges beside a folded layer, and at least so many of each pair of layers."""


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
    values = scene.readings.edges(layer)[before.units[:, None], column.units]
    sources = np.repeat(before.units, len(column.units))
    units = np.tile(column.units, len(before.units))
    lines = scene.layout.segments(layer).reshape(-1, 4)
    return Edges(layer, sources, units, values.ravel(), lines, scene.layout.bend)


def all_edges(scene: Scene, layer: int) -> Edges:
    """Return all edges into `layer`; those of folded units run behind their capsule."""
    before, column = scene.layout.columns[layer - 1], scene.layout.columns[layer]
    values = scene.readings.edges(layer)
    sources, units = (ends.ravel() for ends in np.indices(values.shape))
    bend = scene.layout.bend
    lines = edge_lines(_unfolded(before), _unfolded(column), bend).reshape(-1, 4)
    return Edges(layer, sources, units, values.ravel(), lines, bend)


def _unfolded(column: Column) -> Column:
    return replace(column, y=heights(column), units=np.arange(column.size))


def all_shown(scene: Scene) -> bool:
    """Return whether all edges are drawn: on the screen at rest, if they are not too many.

    Those that are not among the strongest are thin and pale then, behind a folded layer's capsule
    too.
    """
    options, sizes = scene.options, scene.document.sizes
    total = sum(before * after for before, after in pairwise(sizes))
    plain = options.figure or options.transparent or not options.antialias
    return not plain and total <= options.strongest


def _budgets(counts: list[int], scene: Scene) -> list[int]:
    """Return how many edges of each pair of layers are drawn; never none."""
    share = min(1.0, scene.options.strongest / max(sum(counts), 1))
    if not scene.layout.folded:
        return [max(1, int(count * share)) for count in counts]
    share = min(share, _FOLDED_SHARE)
    return [max(min(count, _LEAST_DRAWN), int(count * share)) for count in counts]
