"""All labels of one picture: which there are, where they stand, and what they leave clear."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from PySide6.QtGui import QPainterPath

from nnviz.diagram.beads import bead_places
from nnviz.diagram.clearing import clear_of_labels
from nnviz.diagram.edges import Edges
from nnviz.diagram.halos import first_apart, with_pills
from nnviz.diagram.heads import head_box, headed_columns
from nnviz.diagram.holes import Hole, Holes
from nnviz.diagram.inputs import input_boxes
from nnviz.diagram.numbers import EdgeNumber, figure_biases, finding_numbers
from nnviz.diagram.outputs import output_boxes
from nnviz.diagram.pencil import rect_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.diagram.tags import Kind, Tag, value_tag
from nnviz.diagram.zoomed_tags import zoomed_tags
from nnviz.document.elements import Element, Layer

_HOLE = 13
"""The height that a number along an edge needs where edges are interrupted."""


class Labels:
    """What is written beside the parts of a network, found when it is first asked for.

    Parameters
    ----------
    drawn : tuple of Edges
        The edges that are drawn: only they are labelled.
    """

    def __init__(self, scene: Scene, drawn: tuple[Edges, ...]) -> None:
        self._scene, self._drawn = scene, drawn
        self._finding = finding_numbers(scene, drawn) if not scene.layout.zoomed else iter(())
        self._found: tuple[EdgeNumber, ...] = ()
        self._found_all = False

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Symbols with numbers beside the network's parts."""
        scene = self._scene
        if scene.layout.zoomed:
            return tuple(zoomed_tags(scene, self._drawn))
        if scene.options.figure:
            return tuple(figure_biases(scene))
        if scene.options.numbers == "none":
            return ()
        pills = (self.value_tag(picked, "picked") for picked in with_pills(scene))
        return tuple(first_apart(pills))

    @cached_property
    def numbers(self) -> tuple[EdgeNumber, ...]:
        """Numbers along the edges, where there is room for all of a pair of layers.

        Those that the pill of the selected one would half cover are left out.
        """
        if self._scene.options.figure:
            return self._all_numbers
        boxes = [tag.box for tag in self.tags]
        return tuple(
            number
            for number in self._all_numbers
            if not any(number.box.overlaps(box) for box in boxes)
        )

    def finding(self) -> Iterator[None]:
        """Find all numbers along edges, which may take long, with a pause after a few."""
        while not self._found_all:
            self._find_more()
            yield

    @property
    def _all_numbers(self) -> tuple[EdgeNumber, ...]:
        while not self._found_all:
            self._find_more()
        return self._found

    def _find_more(self) -> None:
        some = next(self._finding, None)
        self._found_all = some is None
        self._found += tuple(some or ())

    def value_tag(self, element: Element, kind: Kind) -> Tag | None:
        """Return an element's value pill, over its number along the edge if it has one."""
        own = next((number for number in self._all_numbers if number.edge == element), None)
        return value_tag(self._scene, element, kind, None if own is None else (own.x, own.y))

    def boxes(self) -> tuple[tuple[Element, Box], ...]:
        """Return the rectangles of all labels of elements; they do not overlap."""
        return (*self.front, *self.back)

    @cached_property
    def front(self) -> tuple[tuple[Element, Box], ...]:
        """Labels that lie over the network."""
        tags = [(tag.element, tag.box) for tag in self.tags]
        numbers = [(number.edge, number.box) for number in self.numbers]
        beads = [
            (bias, Box(x - r - 2, y - r - 2, 2 * r + 4, 2 * r + 4))
            for bias, x, y, r in bead_places(self._scene)
        ]
        return (*tags, *numbers, *beads)

    @cached_property
    def back(self) -> tuple[tuple[Element, Box], ...]:
        """Labels at the network's sides."""
        columns = headed_columns(self._scene)
        heads = [(Layer(column.layer), head_box(self._scene, column)) for column in columns]
        return (*input_boxes(self._scene), *output_boxes(self._scene), *heads)

    def holes(self) -> Holes:
        """Return where text stands over edges."""
        numbers = [Hole(n.x, n.y, n.angle, n.width, _HOLE) for n in self.numbers]
        middles = [(tag.box.left + tag.box.width / 2, tag.box) for tag in self.tags]
        tags = [
            Hole(x, box.top + box.height / 2, 0, box.width - 8, box.height - 4)
            for x, box in middles
        ]
        return Holes([*numbers, *tags])

    @cached_property
    def clear(self) -> QPainterPath:
        """Where there is no label."""
        return clear_of_labels(rect_of(self._scene.layout.box), self.tags, self.numbers)
