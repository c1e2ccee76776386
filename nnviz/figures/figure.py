"""A figure: the picture of a document in its own size, cropped to the network."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.diagram.options import Options
from nnviz.diagram.picture import Picture
from nnviz.diagram.rows import shape_of
from nnviz.diagram.spacing import FIGURE, Box
from nnviz.diagram.style import THEMES, ThemeName
from nnviz.diagram.underlay import covers_at_once
from nnviz.document.document import Document

UNITS_PER_INCH = 150.0
"""A figure's own units: a network with two gaps is about 89 mm wide, a column of a journal."""

_MARGIN = 8.0
_GAP, _WIDEST_GAP, _WIDEST = 204.0, 420.0, 2600.0
_LEAST_WIDTH = 340.0
_PITCHES = ((5, 84.0), (10, 64.0))
_SMALL_PITCH = 40.0
_UNFOLDED, _FOLDED_SLOTS = 16, 14


class Figure:
    """The picture of a document as it stands on paper.

    Parameters
    ----------
    outlines : bool
        Text becomes filled outlines, for formats that do not carry their fonts.

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
    ) -> None:
        options = Options(figure=True, transparent=transparent, outlines=outlines)
        self._ground = None if transparent else QColor(THEMES[theme].surface)
        inner = _size(document, options)
        self.width, self.height = inner.width + 2 * _MARGIN, inner.height + 2 * _MARGIN
        rect = QRectF(_MARGIN, _MARGIN, inner.width, inner.height)
        trace = document.model().trace(document.x, document.y)
        self.picture = Picture(document, trace, rect, THEMES[theme], options, covers=covers_at_once)

    def paint(self, painter: QPainter) -> None:
        """Paint the figure with its upper left corner at the origin."""
        if self._ground is not None:
            painter.fillRect(QRectF(0, 0, self.width, self.height), self._ground)
        self.picture.paint(painter)


def _size(document: Document, options: Options) -> Box:
    """Return the box that the network needs by its numbers of units and layers."""
    height = FIGURE.heads + FIGURE.below + _highest(document.sizes)
    shape = shape_of(document, options, Box(0, 0, _WIDEST, height), False)
    n_gaps = len(document.sizes) - 1
    gap = min(max(_GAP, 0.4 * _highest(document.sizes)), _WIDEST_GAP, _WIDEST / n_gaps)
    width = shape.left + shape.right + gap * n_gaps
    return replace(Box(0, 0, 0, height), width=max(width, _LEAST_WIDTH))


def _highest(sizes: tuple[int, ...]) -> float:
    """Return the height of the highest column."""
    slots = max(size if size <= _UNFOLDED else _FOLDED_SLOTS for size in sizes)
    return slots * next((pitch for most, pitch in _PITCHES if slots <= most), _SMALL_PITCH)
