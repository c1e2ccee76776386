"""A few words beside a point, in as many lines as leave the curve free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.diagram.maths import Typeset
from nnviz.gui.plots.placing import covered, free_place
from nnviz.gui.theme import current_theme

_ROOMY, _TIGHT = 19.0, 17.0
_BASELINE = 13.0

Lines = Sequence[Typeset]


def paint_annotation(
    painter: QPainter,
    wordings: Sequence[Lines],
    point: QPointF,
    rect: QRectF,
    drawn: NDArray[np.float64],
) -> QRectF:
    """Write the first of `wordings` that covers the least of `drawn`; return where it stands.

    The words have a ground of their own, over the grid and where no place is free.
    """
    places = [_place(lines, point, rect, drawn) for lines in wordings]
    costs = [covered(place, point, drawn) for place in places]
    best = int(np.argmin(costs))
    lines, place = wordings[best], places[best]
    painter.fillRect(place.adjusted(-3, 1, 3, 0), QColor(current_theme().surface))
    for k, line in enumerate(lines):
        line.draw(painter, place.x(), place.y() + _BASELINE + k * _leading(lines))
    return place


def _place(lines: Lines, point: QPointF, rect: QRectF, drawn: NDArray[np.float64]) -> QRectF:
    size = (max(line.width for line in lines), len(lines) * _leading(lines))
    corner = free_place(point, size, rect, drawn)
    return QRectF(corner.x(), corner.y(), *size)


def _leading(lines: Lines) -> float:
    return _ROOMY if len(lines) <= 2 else _TIGHT
