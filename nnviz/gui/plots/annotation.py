"""A few words beside a point, in as many lines as leave the curve free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from nnviz.diagram.maths import Typeset
from nnviz.gui.plots.placing import free_place
from nnviz.gui.theme import current_theme

_ROOMY, _TIGHT = 19.0, 17.0
_BASELINE = 13.0

Lines = Sequence[Typeset]


def paint_annotation(
    painter: QPainter,
    wordings: Iterable[Lines],
    point: QPointF,
    rect: QRectF,
    drawn: NDArray[np.float64],
) -> QRectF:
    """Write the first of `wordings` that covers the least of `drawn`; return where it stands.

    The words have a ground of their own, over the grid and where no place is free.
    """
    lines, place = _best(wordings, point, rect, drawn)
    painter.fillRect(place.adjusted(-3, 1, 3, 0), QColor(current_theme().surface))
    for k, line in enumerate(lines):
        line.draw(painter, place.x(), place.y() + _BASELINE + k * _leading(lines))
    return place


def _best(
    wordings: Iterable[Lines], point: QPointF, rect: QRectF, drawn: NDArray[np.float64]
) -> tuple[Lines, QRectF]:
    tried = []
    for lines in wordings:
        size = _size(lines)
        corner, cost = free_place(point, size, rect, drawn)
        tried.append((cost, lines, QRectF(corner, QSizeF(*size))))
        if cost == 0:
            break
    _, lines, place = min(tried, key=itemgetter(0))
    return lines, place


def _size(lines: Lines) -> tuple[float, float]:
    return max(line.width for line in lines), len(lines) * _leading(lines)


def _leading(lines: Lines) -> float:
    return _ROOMY if len(lines) <= 2 else _TIGHT
