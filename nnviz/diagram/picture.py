"""A network as a picture: the one painting that canvas, player and exported figures show."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.diagram.layout import Layout
from nnviz.diagram.legend import Legend
from nnviz.diagram.options import Options
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import LIGHT, Theme
from nnviz.document.document import Document
from nnviz.document.elements import Element
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
    selection : Element or None
        Gets halo or ring and its value pill; without a frame all that it does not touch is dimmed.

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
        selection: Element | None = None,
    ) -> None: ...

    def paint(self, painter: QPainter) -> None:
        """Paint everything at rest: base and overlay, the background too unless transparent."""

    def paint_base(self, painter: QPainter) -> None:
        """Paint what is worth baking: background, edges, nodes, labels, arrows, chips."""

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
            Where on their edges the frame's pulses are, 0 to 1; None: no pulses.
        """

    def element_at(self, x: float, y: float) -> Element | None:
        """Return what is at a point: labels, pills and nodes before edges (hit width 8)."""

    def rect_of(self, element: Element) -> QRectF | None:
        """Return where an element's value stands, for an editor; None if it is folded away."""

    def label_boxes(self) -> tuple[tuple[Element, Box], ...]:
        """Return the rectangles of all labels of elements; they do not overlap."""
