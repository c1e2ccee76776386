"""The part of a picture that is worth baking, painted with pauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QPainter

from nnviz.diagram.arrows import paint_arrows
from nnviz.diagram.beads import paint_capsules, paint_handles, painting_beads
from nnviz.diagram.chips import Chip, paint_chips
from nnviz.diagram.edge_painting import painting_edges, painting_ground
from nnviz.diagram.edges import Edges, all_edges, all_shown
from nnviz.diagram.frost import paint_frost
from nnviz.diagram.halos import marked, paint_bands, paint_over
from nnviz.diagram.heads import paint_heads
from nnviz.diagram.holes import Holes, interrupting
from nnviz.diagram.inputs import paint_inputs
from nnviz.diagram.labels import Labels
from nnviz.diagram.morph import Ghost, on_the_way, paint_ghosts
from nnviz.diagram.nodes import paint_node_halo, paint_ring, painting_nodes
from nnviz.diagram.numbers import paint_edge_numbers
from nnviz.diagram.outputs import paint_outputs
from nnviz.diagram.paper_curves import painting_curves
from nnviz.diagram.pencil import Pencil, rect_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.tags import paint_stems, paint_tag
from nnviz.diagram.underlay import CoverSource, paint_cover, wanted_covers
from nnviz.document.elements import Edge

_BESIDE_LIT = 0.35
"""How much of the covers stays while something is lit."""
_AT_ONCE = 40
"""Numbers along edges between two pauses."""


class Base(NamedTuple):
    """Background, edges, nodes, labels, arrows and chips of one picture.

    Attributes
    ----------
    covers, ghost
        As for the picture.
    held : Edge or None
        The edge in hand, which is left out: it is painted alone, over this.
    """

    scene: Scene
    drawn: tuple[Edges, ...]
    labels: Labels
    chips: tuple[Chip, ...]
    covers: CoverSource | None
    ghost: Ghost | None
    held: Edge | None

    def painting(self, pencil: Pencil) -> Iterator[float | None]:
        """Paint all of it, and pause after each few milliseconds.

        After the edges of each pair of layers the pause is the share of those that are painted.
        """
        if not self.scene.options.transparent:
            pencil.painter.fillRect(rect_of(self.scene.layout.box), self.scene.surface)
        paint_heads(self.scene, pencil)
        yield None
        yield from self._painting_edges(pencil)
        yield from self._painting_nodes(pencil)
        yield from self._painting_labels(pencil)

    def _painting_edges(self, pencil: Pencil) -> Iterator[float | None]:
        paint_bands(self.scene, pencil, self.drawn)
        yield from self._painting_ground(pencil.painter)
        options = self.scene.options
        yield from self.labels.finding()
        holes = self.labels.holes() if options.transparent else Holes(())
        for count, edges in enumerate(self.drawn, 1):
            if edges.bend and (options.figure or options.transparent):
                yield from painting_curves(self.scene, edges, holes, pencil.painter)
            else:
                whole = yield from interrupting(edges, holes)
                yield from self._painting_layer(self._without_held(whole), pencil.painter)
            yield count / len(self.drawn)
        paint_over(self.scene, pencil, self.held)
        yield None

    def _painting_ground(self, painter: QPainter) -> Iterator[None]:
        """Paint what stands for all edges, under the strongest: themselves, or their density."""
        if self.covers is None:
            return
        wanted = wanted_covers(self.scene, self.drawn)
        made = self.covers(wanted)  # asked for even where it is not painted, so that it is new
        if all_shown(self.scene):
            for one in wanted:
                yield from painting_ground(self.scene, all_edges(self.scene, one.layer), painter)
            return
        for cover in made:
            paint_cover(painter, cover, _BESIDE_LIT if self.scene.focus.dims else 1.0)
            yield

    def _painting_layer(self, edges: Edges, painter: QPainter) -> Iterator[None]:
        if self.ghost is None:
            yield from painting_edges(self.scene, edges, painter)
            return
        between = on_the_way(edges, self.ghost)
        paint_ghosts(self.scene, between, self.ghost, painter, over=False)
        yield from painting_edges(self.scene, between, painter)
        paint_ghosts(self.scene, between, self.ghost, painter, over=True)

    def _without_held(self, edges: Edges) -> Edges:
        held = self.held
        if held is None or held.layer != edges.layer:
            return edges
        return edges.only((edges.sources != held.source) | (edges.units != held.unit))

    def _painting_nodes(self, pencil: Pencil) -> Iterator[None]:
        for element in marked(self.scene):
            paint_node_halo(self.scene, pencil, element)
        paint_stems(self.scene, pencil, self.labels.tags)
        yield
        yield from painting_nodes(self.scene, pencil)
        for element in marked(self.scene):
            paint_ring(self.scene, pencil, element)
        yield from painting_beads(self.scene, pencil)
        paint_capsules(self.scene, pencil)
        paint_frost(self.scene, pencil, self.drawn)
        paint_handles(self.scene, pencil)
        yield

    def _painting_labels(self, pencil: Pencil) -> Iterator[None]:
        paint_inputs(self.scene, pencil)
        yield
        paint_outputs(self.scene, pencil)
        yield
        numbers = self.labels.numbers
        for first in range(0, len(numbers), _AT_ONCE):
            paint_edge_numbers(self.scene, pencil, numbers[first : first + _AT_ONCE])
            yield
        paint_arrows(self.scene, pencil)
        for tag in self.labels.tags:
            paint_tag(self.scene, pencil, tag)
        paint_chips(self.scene, self.chips, pencil)
