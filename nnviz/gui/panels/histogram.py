"""A small histogram of weights, in the colours of their signs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.explain.numbers import format_given
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.slider_scale import nice_ceiling

_BARS = 32
_AXIS = 18


class WeightHistogram(QWidget):
    """How many weights lie where between minus and plus the largest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.intp] = np.zeros(_BARS, dtype=np.intp)
        self._reach = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(64)
        self.setMaximumHeight(120)

    def set_weights(self, weights: NDArray[np.float64]) -> None:
        """Show the distribution of `weights`."""
        largest = float(np.abs(weights).max(initial=0.0))
        self._reach = nice_ceiling(largest) if largest else 1.0
        self._counts = np.histogram(weights / self._reach, bins=_BARS, range=(-1.0, 1.0))[0]
        self.setAccessibleName(
            f"{weights.size} weights between {-self._reach:g} and {self._reach:g}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(240, 90)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, the axis and its three numbers."""
        with QPainter(self) as painter:
            base = self.height() - _AXIS
            self._paint_bars(painter, base)
            theme = current_theme()
            painter.setPen(QPen(QColor(theme.ink3), 1))
            painter.drawLine(QLineF(0, base + 0.5, self.width(), base + 0.5))
            painter.setFont(interface_font(11))
            strip = QRectF(0, base + 4, self.width(), _AXIS - 4)
            for value, side in zip((-self._reach, 0.0, self._reach), _SIDES, strict=True):
                painter.drawText(strip, side, format_given(value))

    def _paint_bars(self, painter: QPainter, base: float) -> None:
        tallest = max(int(self._counts.max()), 1)
        step = self.width() / _BARS
        for k, count in enumerate(self._counts):
            height = (base - 4) * int(count) / tallest
            bar = QRectF(k * step + 0.5, base - height, step - 1, height)
            painter.fillRect(bar, current_theme().sign(-1.0 if k < _BARS // 2 else 1.0))


_SIDES = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
