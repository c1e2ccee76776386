"""A figure: the picture of a document in its own size, cropped to the network."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.data.progress import Tell
from nnviz.diagram.layout import MOST_UNFOLDED
from nnviz.diagram.options import Options
from nnviz.diagram.picture import Picture
from nnviz.diagram.rows import shape_of
from nnviz.diagram.spacing import FIGURE, ROWS, Box
from nnviz.diagram.style import THEMES, ThemeName
from nnviz.diagram.underlay import Cover, Wanted, cover, wanted_covers
from nnviz.document.document import Document
from nnviz.engine.trace import Trace
from nnviz.figures.steps import Beside, Steps, at_once
from nnviz.figures.view import AS_IT_IS, View

UNITS_PER_INCH = 150.0
"""A figure's own units: a network with two gaps is about 89 mm wide, a column of a journal."""

_MARGIN = 8.0
_GAP, _WIDEST_GAP, _WIDEST = 204.0, 420.0, 2600.0
_LEAST_WIDTH = 340.0
_ROW_GAP = 150.0
_PITCHES, _ROW_PITCHES = ((5, 84.0), (10, 64.0)), ((5, 130.0), (10, 112.0), (16, 64.0))
_SMALL_PITCH, _MOST_ACROSS = 40.0, 1600.0
"""Distance of the nodes of a large layer; one that is unfolded is no longer than a page."""
_UNFOLDED, _FOLDED_SLOTS = 16, 14


class Figure:
    """The picture of a document as it stands on paper.

    Parameters
    ----------
    outlines : bool
        Text becomes filled outlines, for formats that do not carry their fonts.
    view : View
        What is shown, and in which form.
    trace : Trace, optional
        Of the document's sample, if it is worked out already.

    Attributes
    ----------
    width, height : float
        In units of 1/150 inch, so that 89 mm hold an ordinary network.
    """

    def __init__(
        self,
        document: Document,
        theme: ThemeName = "light",
        transparent: bool = False,
        outlines: bool = False,
        view: View = AS_IT_IS,
        trace: Trace | None = None,
    ) -> None:
        view.check(document)
        options = view.options(transparent, outlines)
        self._ground = None if transparent else QColor(THEMES[theme].surface)
        inner = _size(document, options)
        self.width, self.height = inner.width + 2 * _MARGIN, inner.height + 2 * _MARGIN
        rect = QRectF(_MARGIN, _MARGIN, inner.width, inner.height)
        self._covers: list[Cover] = []
        self.picture = Picture(
            document,
            trace or _trace(document),
            rect,
            THEMES[theme],
            options,
            covers=lambda _: self._covers,
        )

    def paint(self, painter: QPainter) -> None:
        """Paint the figure with its upper left corner at the origin."""
        at_once(self.painting(painter))

    def painting(self, painter: QPainter) -> Steps[None]:
        """Paint it in steps."""
        if self._ground is not None:
            painter.fillRect(QRectF(0, 0, self.width, self.height), self._ground)
        picture = self.picture
        drawn = yield Beside(lambda _: picture.drawn)
        self._covers = yield Beside(partial(_made, wanted_covers(picture.scene, drawn)))
        yield from picture.painting_base(painter)


def making(
    document: Document, theme: ThemeName, transparent: bool, outlines: bool, view: View
) -> Steps[Figure]:
    """Make a figure in steps."""
    view.check(document)
    trace = yield Beside(lambda _: _trace(document))
    return Figure(document, theme, transparent, outlines, view, trace)


def _trace(document: Document) -> Trace:
    return document.model(learns=False).trace(document.x, document.y)


def _made(wanted: tuple[Wanted, ...], tell: Tell) -> list[Cover]:
    """Make what lies under the strongest edges; a figure may take its time."""
    made = []
    for k, one in enumerate(wanted):
        tell(k / len(wanted))
        made.append(cover(one, fine=True))
    return made


def _size(document: Document, options: Options) -> Box:
    """Return the box that the network needs by its numbers of units and layers."""
    n_gaps = len(document.sizes) - 1
    if options.vertical:
        gap = min(_ROW_GAP, _WIDEST / n_gaps)
        across = _across(document, options, _ROW_PITCHES)
        width = max(ROWS.heads + across + ROWS.right, _LEAST_WIDTH)
        return Box(0, 0, width, ROWS.above + gap * n_gaps + ROWS.below)
    across = _across(document, options, _PITCHES)
    height = FIGURE.heads + FIGURE.below + across
    shape = shape_of(document, options, Box(0, 0, _WIDEST, height), False)
    gap = min(max(_GAP, 0.4 * across), _WIDEST_GAP, _WIDEST / n_gaps)
    width = shape.left + shape.right + gap * n_gaps
    return replace(Box(0, 0, 0, height), width=max(width, _LEAST_WIDTH))


def _across(document: Document, options: Options, pitches: tuple[tuple[int, float], ...]) -> float:
    """Return the height of the highest column, or the width of the widest row."""
    slots = max(_slots(document, options, layer) for layer in range(len(document.sizes)))
    pitch = next((pitch for most, pitch in pitches if slots <= most), _SMALL_PITCH)
    return min(slots * pitch, max(_MOST_ACROSS, _UNFOLDED * _SMALL_PITCH))


def _slots(document: Document, options: Options, layer: int) -> int:
    size = document.sizes[layer]
    whole = size <= _UNFOLDED or (layer in options.unfolded and size <= MOST_UNFOLDED)
    return size if whole else _FOLDED_SLOTS
