"""Axes as the look draws them: few ticks, no frame, true minus signs."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPen

from nnviz.diagram.fonts import interface_font
from nnviz.explain.numbers import MINUS, format_number
from nnviz.gui.theme import current_theme

_LEFT_WIDTH, _BOTTOM_HEIGHT = 48, 22
_ENDS, _OFFSET, _APART = 14, 8, 16.0
_FACTORS = (0.1, 0.2, 0.4, 0.5, 1.0, 2.0, 5.0)


class Axis(pg.AxisItem):  # type: ignore[misc]
    """Ticks without an axis line; the left axis draws the grid.

    Parameters
    ----------
    side : str
        'left' or 'bottom'.
    whole : bool
        Only whole numbers are ticks (epochs).
    percent : bool
        1 is written as 100 %.
    name : str
        What stands at the end of the axis, where no tick may touch it.
    """

    def __init__(
        self, side: str, *, whole: bool = False, percent: bool = False, name: str = ""
    ) -> None:
        super().__init__(side, maxTickLength=0)
        self._whole, self._percent, self._name = whole, percent, name
        self.enableAutoSIPrefix(False)
        self.setStyle(
            tickFont=interface_font(11), tickTextOffset=_OFFSET, autoExpandTextSpace=False
        )
        self.setStyle(hideOverlappingLabels=False)
        if side == "left":
            self.setWidth(_LEFT_WIDTH)
            self.setGrid(255)
        else:
            self.setHeight(_BOTTOM_HEIGHT)
        self.restyle()

    def boundingRect(self) -> QRectF:
        """Leave room for the labels at the very ends, which a grid would otherwise cut off."""
        return QRectF(super().boundingRect()).adjusted(-_ENDS, -_ENDS, _ENDS, _ENDS)

    def restyle(self) -> None:
        """Take the colours of the present theme."""
        theme = current_theme()
        self.setPen(QPen(QColor(0, 0, 0, 0)))
        self.setTickPen(QPen(QColor(theme.hair), 1))
        self.setTextPen(QColor(theme.ink3))

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the spacing and the places of three to five ticks."""
        step = tick_step(low, high, whole=self._whole)
        ticks = ticks_between(low, high, step)
        if self._name:
            scale = max(size, 1.0) / (high - low)
            taken = size - _width(self._name) - _APART
            labels = self.tickStrings(ticks, 1.0, step)
            ticks = [
                tick
                for tick, label in zip(ticks, labels, strict=True)
                if (tick - low) * scale + _width(label) / 2 <= taken
            ]
        return [(step, ticks)]

    def make_room(self, low: float, high: float) -> None:
        """Make a left axis as wide as its labels between `low` and `high` need."""
        step = tick_step(low, high, whole=self._whole)
        labels = self.tickStrings(ticks_between(low, high, step), 1.0, step)
        widest = max((_width(label) for label in labels), default=0.0)
        self.setWidth(max(_LEFT_WIDTH, widest + _OFFSET + 4))

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the numbers, all with the same decimals."""
        del scale
        if self._percent:
            return [f"{100 * value:.0f} %" for value in values]
        decimals = max(0, -math.floor(math.log10(spacing) + 1e-9))
        return [_written(value, decimals) for value in values]


def tick_step(low: float, high: float, whole: bool = False) -> float:
    """Return the round step of at most four intervals, if possible one that ends at `high`."""
    span = max(high - low, 1e-300)
    power = 10.0 ** math.floor(math.log10(span))
    steps = [factor * power for factor in _FACTORS if span / (factor * power) <= 4.001]
    steps = [step for step in steps if step >= 1 or not whole] or [max(power, 1.0)]
    exact = [step for step in steps if abs(span / step - round(span / step)) < 1e-6]
    return next((step for step in exact if step < 2.001 * steps[0]), steps[0])


def ticks_between(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of `step` from `low` to `high`, both included."""
    first = math.ceil(low / step - 1e-6)
    last = math.floor(high / step + 1e-6)
    return [k * step for k in range(first, last + 1)]


def nice_top(value: float) -> float:
    """Return the tick at or above `value`, where an axis from 0 may end."""
    if value <= 0:
        return 1.0
    step = tick_step(0.0, value)
    return step * math.ceil(value / step - 1e-9)


def _written(value: float, decimals: int) -> str:
    if abs(value) >= 1e6 or decimals > 6:
        return format_number(value, 3) if value else "0"
    return f"{value:.{decimals}f}".replace("-", MINUS) if value else f"{0:.{decimals}f}"


def _width(label: str) -> float:
    return QFontMetricsF(interface_font(11)).horizontalAdvance(label)
