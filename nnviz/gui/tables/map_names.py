"""The names beside a map: its sources before the rows, its neurons under the columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnviz.diagram.fonts import text_font
from nnviz.diagram.maps import map_place
from nnviz.diagram.style import Theme
from nnviz.document.document import Document
from nnviz.document.naming import unit_label

_GAP = 6.0
_MOST = 64
"""Names at most: of more there is never room for all."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class MapNames:
    """Names of rows and columns, shown where all of them can be read.

    Parameters
    ----------
    rows, columns : sequence of str
        Empty for none.
    """

    @classmethod
    def of(cls, document: Document, layer: int) -> MapNames:
        """Return the names beside the map of the weights into a layer."""
        return cls(_labels(document, layer - 1), _labels(document, layer))

    def __init__(self, rows: Sequence[str] = (), columns: Sequence[str] = ()) -> None:
        self._rows, self._columns = rows, columns
        self._font = text_font(11)
        metrics = QFontMetricsF(self._font)
        self._line = metrics.height()
        self._before = max(map(metrics.horizontalAdvance, self._rows), default=0.0) + _GAP
        self._widest = max(map(metrics.horizontalAdvance, self._columns), default=0.0) + _GAP

    def place(self, shape: tuple[int, ...], room: QRectF) -> QRectF:
        """Return where the map lies, so that its names fit beside it."""
        place = map_place(shape, room)
        rows, columns = self._fit(shape, place)
        before = self._before if rows and place.left() - room.left() < self._before else 0.0
        below = self._line if columns and room.bottom() - place.bottom() < self._line else 0.0
        return map_place(shape, room.adjusted(before, 0, 0, -below))

    def paint(self, painter: QPainter, theme: Theme, shape: tuple[int, ...], place: QRectF) -> None:
        """Paint the names that can be read beside the map at `place`."""
        painter.setFont(self._font)
        painter.setPen(QColor(theme.ink2))
        rows, columns = self._fit(shape, place)
        high, wide = place.height() / shape[0], place.width() / shape[1]
        for row, name in enumerate(self._rows if rows else ()):
            top, width = place.top() + row * high, self._before
            painter.drawText(QRectF(place.left() - width, top, width - _GAP, high), _RIGHT, name)
        for column, name in enumerate(self._columns if columns else ()):
            left = place.left() + column * wide
            painter.drawText(QRectF(left, place.bottom() + 1, wide, self._line), _MIDDLE, name)

    def _fit(self, shape: tuple[int, ...], place: QRectF) -> tuple[bool, bool]:
        """Return whether rows are high enough for their names, and columns wide enough."""
        rows, columns = shape[0], shape[1]
        return (
            len(self._rows) == rows and place.height() / rows >= self._line,
            len(self._columns) == columns and place.width() / columns >= self._widest,
        )


def _labels(document: Document, layer: int) -> list[str]:
    """Return the labels of a layer's units; none of more than there could be room for."""
    size = document.sizes[layer]
    return [unit_label(document, layer, unit) for unit in range(size if size <= _MOST else 0)]
