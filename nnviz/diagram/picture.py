"""A network as a picture: the one painting that canvas, player and exported figures show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.diagram.activation_curve import Inset, inset_of, paint_inset, paint_way
from nnviz.diagram.base import Base
from nnviz.diagram.beads import fold_at
from nnviz.diagram.chips import Chip, chip_at, chips
from nnviz.diagram.edges import Edges, drawn_edges
from nnviz.diagram.focus import Focus
from nnviz.diagram.halos import marked
from nnviz.diagram.hit import box_at, edge_at, node_at
from nnviz.diagram.labels import Labels
from nnviz.diagram.layout import Layout, arrange
from nnviz.diagram.legend import Legend, legend_of, paint_figure_legend
from nnviz.diagram.morph import Ghost
from nnviz.diagram.motion import paint_motion
from nnviz.diagram.nodes import paint_ring
from nnviz.diagram.numbers import (
    EdgeNumber,
)
from nnviz.diagram.options import Options
from nnviz.diagram.overlay import (
    edge_path,
    paint_focus,
    paint_hover,
    paint_outline,
)
from nnviz.diagram.pencil import Pencil, rect_of
from nnviz.diagram.readings import Readings
from nnviz.diagram.rows import shape_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.diagram.spotlight import dims, paint_spotlight
from nnviz.diagram.style import LIGHT, Theme
from nnviz.diagram.tags import Tag, paint_tag
from nnviz.diagram.telling import Telling
from nnviz.diagram.underlay import CoverSource
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Loss, Neuron, Target
from nnviz.engine.trace import Trace
from nnviz.explain.frames import Frame


class Picture:
    """One immutable picture of a document; make a new one for every change, it is cheap.

    Layouts are cached by sizes, rectangle and label widths, so that a picture per dragged pixel
    costs only its painting. All coordinates are those of `rect`.

    Parameters
    ----------
    document : Document
    trace : Trace
        Of the document's current sample; values are read from it and the document only.
    rect : QRectF
        Where heads and network go; legend and caption are not part of it, except in a figure.
    frame : Frame or None
        The step of a pass: dims what it does not use, adds arrows and factor chips.
    selected : sequence of Element
        They get halo or ring and value pill; without a frame all that they do not touch is dimmed.
    covers : callable, optional
        Gives what lies under the strongest edges where not all are drawn, from what is wanted.
    ghost : Ghost or None
        While weights are on their way to the document's: the network as it was.
    held : Edge or None
        The edge in hand: it is part of the overlay, and the base lacks it.

    Attributes
    ----------
    layout : Layout
        Centres, radii, segments of the edges from rim to rim, whether the network is zoomed.
    legend : Legend
        The colour scale's end and the sentence about widths, for the legend above the picture.
    """

    def __init__(
        self,
        document: Document,
        trace: Trace,
        rect: QRectF,
        theme: Theme = LIGHT,
        options: Options | None = None,
        frame: Frame | None = None,
        selected: Sequence[Element] = (),
        covers: CoverSource | None = None,
        ghost: Ghost | None = None,
        held: Edge | None = None,
    ) -> None:
        options = options or Options()
        self._covers, self._ghost, self._held = covers, ghost, held
        box = Box(rect.x(), rect.y(), max(rect.width(), 1.0), max(rect.height(), 1.0))
        shape = shape_of(document, options, box, trace.losses is not None)
        self.layout: Layout = arrange(shape, box, options.spacing)
        told = self.layout.zoomed and self.layout.tells_chips
        chips_tell = told and frame is not None and frame.result is not None
        telling = Telling(frame, options.quantity, chips_tell or ghost is not None)
        readings = Readings(document, trace, telling)
        focus = Focus(document, frame, selected, frozen=options.frozen)
        self.scene = Scene(document, readings, self.layout, theme, options, focus, frame)

    @cached_property
    def drawn(self) -> tuple[Edges, ...]:
        """The edges that are drawn, by layer from 1, weakest first."""
        return drawn_edges(self.scene)

    @cached_property
    def labels(self) -> Labels:
        """What is written beside the network's parts."""
        return Labels(self.scene, self.drawn)

    @cached_property
    def legend(self) -> Legend:
        """The legend of this picture, in words."""
        return legend_of(self.scene, self.drawn, self._covers is not None)

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        """The factor chips of the step that is told."""
        return tuple(chips(self.scene))

    def paint(self, painter: QPainter) -> None:
        """Paint everything at rest: base and overlay, the background too unless transparent."""
        self.paint_base(painter)
        self.paint_overlay(painter)

    def paint_base(self, painter: QPainter) -> None:
        """Paint what is worth baking: background, edges, nodes, labels, arrows, chips."""
        for _ in self.painting_base(painter):
            pass

    def painting_base(self, painter: QPainter) -> Iterator[float | None]:
        """Paint what is worth baking, and pause after each few milliseconds.

        Now and then the pause is the share of the edges that are painted.
        """
        pencil = self._pencil(painter)
        parts = (self.scene, self.drawn, self.labels, self.chips)
        yield from Base(*parts, self._covers, self._ghost, self._held).painting(pencil)
        if self.inset is not None:
            paint_inset(self.scene, pencil, self.inset)
        if self.scene.options.figure:
            paint_figure_legend(self.scene, self.legend, pencil, self.layout.box.bottom - 10)

    def paint_overlay(
        self,
        painter: QPainter,
        hover: Element | None = None,
        focus: Element | None = None,
        progress: float | None = None,
    ) -> None:
        """Paint what moves, over the base.

        Parameters
        ----------
        hover, focus : Element or None
            Under the pointer; with the keyboard's focus.
        progress : float or None
            How far what moves in the frame's step has come, 0 to 1; None: all at rest.
        """
        pencil = self._pencil(painter)
        frame = self.scene.frame
        if progress is not None and frame is not None:
            paint_motion(self.scene, pencil, self.drawn, frame, progress, self.labels.clear)
            if self.inset is not None:
                paint_way(self.scene, pencil, self.inset, progress)
            for element in marked(self.scene):
                paint_ring(self.scene, pencil, element)
        if hover is not None and dims(self.scene, hover):
            labels = (self.tags, self.edge_numbers)
            paint_spotlight(self.scene, pencil, hover, self.drawn, labels, self.labels.clear)
        if self._held is not None and hover != self._held:
            self._paint_hover(pencil, self._held)
        if hover is not None:
            self._paint_hover(pencil, hover)
            self._paint_value(pencil, hover)
        if focus is not None:
            paint_focus(self.scene, pencil, focus)

    def element_at(self, x: float, y: float) -> Element | None:
        """Return what is at a point: labels, pills and nodes before edges (hit width 8)."""
        chip = chip_at(self.chips, x, y)
        if chip is not None:
            return chip.element_at(x, y)
        return (
            box_at(self.labels.front, x, y)
            or node_at(self.layout, x, y)
            or box_at(self.labels.back, x, y)
            or edge_at(self.drawn, x, y)
        )

    def fold_at(self, x: float, y: float) -> int | None:
        """Return the layer that a click at a point unfolds or folds again."""
        return fold_at(self.scene, x, y)

    def rect_of(self, element: Element) -> QRectF | None:
        """Return where an element's value stands, for an editor; None if it is folded away."""
        for labelled, box in self.label_boxes():
            if labelled == element:
                return rect_of(box)
        if isinstance(element, Edge):
            path = edge_path(self.scene, element)
            middle = None if path is None else path.pointAtPercent(0.5)
            return None if middle is None else _around(middle.x(), middle.y(), 34)
        if isinstance(element, Neuron):
            centre = self.layout.centre(element)
            column = self.layout.columns[min(element.layer, len(self.layout.columns) - 1)]
            return None if centre is None else _around(*centre, column.radius)
        place = self.layout.loss if isinstance(element, Loss) else None
        return None if place is None else _around(place.x, place.y, place.half)

    def label_boxes(self) -> tuple[tuple[Element, Box], ...]:
        """Return the rectangles of all labels of elements; they do not overlap."""
        return self.labels.boxes()

    @cached_property
    def inset(self) -> Inset | None:
        """The curve beside the neuron whose activation is told."""
        if self.scene.frame is None:
            return None
        labels = [*(box for _, box in self.label_boxes()), *(chip.box for chip in self.chips)]
        return inset_of(self.scene, self.drawn, labels)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Symbols with numbers beside the network's parts."""
        return self.labels.tags

    @property
    def edge_numbers(self) -> tuple[EdgeNumber, ...]:
        """Numbers along the edges."""
        return self.labels.numbers

    def _pencil(self, painter: QPainter) -> Pencil:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
        return Pencil(painter, self.scene.options.outlines)

    def _paint_hover(self, pencil: Pencil, hover: Element) -> None:
        """Mark what is in hand; an edge may run under the numbers, which are baked already."""
        pencil.painter.save()
        if isinstance(hover, Edge):
            pencil.painter.setClipPath(self.labels.clear, Qt.ClipOperation.IntersectClip)
        paint_hover(self.scene, pencil, hover)
        pencil.painter.restore()
        for box in self._marked(hover):
            paint_outline(self.scene, pencil, box)

    def _marked(self, element: Element) -> list[Box]:
        """Return what shows an element besides discs and edges: its label, its chips."""
        labels = self.label_boxes() if isinstance(element, Bias | Target) else ()
        boxes = [box for labelled, box in labels if labelled == element]
        if isinstance(element, Loss) and self.layout.loss is not None:
            boxes.append(self.layout.loss.box)
        return boxes + [chip.box for chip in self.chips if chip.element == element]

    def _paint_value(self, pencil: Pencil, element: Element) -> None:
        """Paint the pill of an element that has no label of its own in this picture."""
        if any(element == tag.element for tag in self.tags):
            return
        tag = self.labels.value_tag(element, "pill")
        if tag is not None:
            paint_tag(self.scene, pencil, tag)


def _around(x: float, y: float, half: float) -> QRectF:
    high = min(half, 14.0)
    return QRectF(x - half, y - high, 2 * half, 2 * high)
