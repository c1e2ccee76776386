"""The curves of what was trained otherwise from an earlier moment on, and their names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.style import mix
from nnviz.gui.plots.chart import Chart
from nnviz.gui.plots.placing import along, counted, free_place
from nnviz.gui.recorder import Curve
from nnviz.gui.theme import current_theme

Floats = NDArray[np.float64]
# More names than this are read by nobody; hovering tells the rest.
_MOST_NAMES = 3
_HIGH, _BASELINE, _BEFORE_LABELS = 15.0, 11.5, 18.0


@dataclass(frozen=True, eq=False)
class Branch:
    """One quantity of another branch from where it leaves the present one.

    Attributes
    ----------
    values : ndarray, shape (n,)
        Value k is that of epoch `first` + k.
    """

    name: str
    values: Floats
    first: float

    @property
    def points(self) -> tuple[Floats, Floats]:
        """The epochs and the values, for words to keep off."""
        return np.arange(self.first, self.last_epoch + 1), np.nan_to_num(self.values)

    @property
    def last_epoch(self) -> float:
        """The epoch of its last value."""
        return self.first + len(self.values) - 1

    def value_at(self, epoch: int) -> float | None:
        """Return the value of an epoch, None where there is none."""
        k = epoch - int(self.first)
        return float(self.values[k]) if 0 <= k < len(self.values) else None


def branches(curves: Sequence[Curve], key: str) -> list[Branch]:
    """Return the curves that have a quantity `key`, each from its fork on."""
    found = []
    for curve in curves:
        values = curve.history.values.get(key)
        shared = max(math.floor(curve.start), 1)
        if values is not None and len(values) >= shared:
            found.append(Branch(curve.name, values[shared - 1 :], float(shared)))
    return found


def branch_colour() -> QColor:
    """Return the grey of what is not the present branch."""
    theme = current_theme()
    return mix(theme.ink3, theme.surface, 0.4)


def paint_branch_names(
    painter: QPainter,
    chart: Chart,
    shown: Sequence[Branch],
    curves: Sequence[tuple[Floats, Floats]],
    words: QRectF,
) -> None:
    """Write the names of the newest branches near their ends, clear of `curves` and `words`."""
    if not shown:
        return
    # Words may reach a little beyond; here stand the labels of the ends.
    rect, font = chart.plot_rect().adjusted(0, 0, -_BEFORE_LABELS, 0), interface_font(11)
    taken = [along(*chart.pixels(x, y)) for x, y in curves if len(x)]
    taken.append(_filled(words))
    painter.setFont(font)
    for branch in shown[-_MOST_NAMES:]:
        size = (QFontMetricsF(font).horizontalAdvance(branch.name), _HIGH)
        place = _beside(chart, branch, size, rect, np.concatenate(taken))
        painter.fillRect(place.adjusted(-2, 0, 2, 0), QColor(current_theme().surface))
        painter.setPen(QColor(current_theme().ink2))
        painter.drawText(QPointF(place.x(), place.y() + _BASELINE), branch.name)
        taken.append(_filled(place))


def _beside(
    chart: Chart, branch: Branch, size: tuple[float, float], rect: QRectF, taken: Floats
) -> QRectF:
    known = np.flatnonzero(np.isfinite(branch.values))
    k = int(known[-1]) if len(known) else 0
    end = chart.pixel(branch.first + k, float(np.nan_to_num(branch.values[k])))
    corner, _ = free_place(end, size, rect, taken)
    return QRectF(corner.x(), corner.y(), *size)


def _filled(box: QRectF) -> Floats:
    """Return points all over a name, so that the next one stands elsewhere."""
    across, down = np.meshgrid(
        np.linspace(box.left(), box.right(), 12), np.linspace(box.top(), box.bottom(), 4)
    )
    return counted(np.stack([across.ravel(), down.ravel()], axis=1))
