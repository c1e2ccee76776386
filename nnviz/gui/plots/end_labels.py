"""Direct labels at the right end of curves: a number and under it the curve's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnviz.diagram.fonts import interface_font, text_font
from nnviz.gui.theme import current_theme

APART = 30.0
WIDTH = 84
_NUMBER, _NAME = 13, 11


@dataclass(frozen=True)
class EndLabel:
    """A curve's last value, where it stands and what it is called."""

    y: float
    number: str
    name: str
    colour: QColor


def spread(places: Sequence[float], top: float, bottom: float, apart: float = APART) -> list[float]:
    """Return `places` moved as little as needed to stand `apart` within `top` and `bottom`.

    The order is kept; what does not fit is pushed to the top.
    """
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = [min(max(places[k], top), bottom) for k in order]
    for k in range(1, len(moved)):
        moved[k] = max(moved[k], moved[k - 1] + apart)
    limit = bottom
    for k in reversed(range(len(moved))):
        moved[k] = min(moved[k], limit)
        limit = moved[k] - apart
    result = [0.0] * len(moved)
    for place, k in zip(moved, order, strict=True):
        result[k] = place
    return result


def paint_end_labels(
    painter: QPainter, labels: Sequence[EndLabel], x: float, top: float, bottom: float
) -> None:
    """Paint `labels` from `x` on, at their heights as far as there is room."""
    places = spread([label.y for label in labels], top + 10, bottom - 16)
    for label, y in zip(labels, places, strict=True):
        painter.fillRect(_ground(label, x, y), QColor(current_theme().surface))
        painter.setFont(interface_font(_NUMBER, 600))
        painter.setPen(label.colour)
        painter.drawText(QPointF(x, y + 4), label.number)
        painter.setFont(interface_font(_NAME))
        painter.setPen(QColor(current_theme().ink2))
        painter.drawText(QPointF(x, y + 17), label.name)


def _ground(label: EndLabel, x: float, y: float) -> QRectF:
    """Return what a label covers, so that no grid line strikes it through."""
    number = QFontMetricsF(interface_font(_NUMBER, 600)).horizontalAdvance(label.number)
    name = QFontMetricsF(interface_font(_NAME)).horizontalAdvance(label.name)
    return QRectF(x - 3, y - 8, max(number, name) + 6, 29)


def paint_axis_name(painter: QPainter, name: str, right: float, baseline: float) -> None:
    """Write the name of an axis so that it ends at `right`."""
    font = text_font(11)
    painter.setFont(font)
    painter.setPen(QColor(current_theme().ink3))
    width = QFontMetricsF(font).horizontalAdvance(name)
    painter.drawText(QPointF(right - width, baseline), name)
