"""How steep the error is in each layer: one bar per layer, of the sample shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.engine.trace import LayerTrace
from nnviz.explain.numbers import format_number
from nnviz.gui.plots.plot_view import PlotView
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

_LINE, _BAR, _GAP = 26.0, 6.0, 12.0
_RIGHT = 20.0


class GradientBars(PlotView):
    """The root mean square of ∂E/∂w and ∂E/∂b of every layer, first layer first."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self.sizes: list[float] = []
        self.setAccessibleName("Size of the gradient in each layer")
        self.setToolTip("Root mean square of ∂E/∂w and ∂E/∂b of each layer, for the sample shown")

    def refresh(self, change: Change) -> None:
        """Take the gradients from the trace."""
        del change
        self.sizes = [root_mean_square(layer) for layer in self._session.trace.layers]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a name, a bar and a number per layer, as many as have room."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            room = max(int((self.height() - _LINE) / _LINE), 1)
            titles = [self._session.document.layer_title(k + 1) for k in range(len(self.sizes))]
            metrics = QFontMetricsF(interface_font(12))
            names = min(max(map(metrics.horizontalAdvance, titles), default=0.0), self.width() / 3)
            shown = list(zip(titles, self.sizes, strict=True))[:room]
            for k, (title, size) in enumerate(shown):
                self._paint_line(painter, title, size, names, 4 + k * _LINE)
            self._paint_caption(painter, len(shown))

    def _paint_line(
        self, painter: QPainter, title: str, size: float, names: float, top: float
    ) -> None:
        theme = current_theme()
        number = format_number(size, self._settings.digits)
        painter.setFont(interface_font(12))
        painter.setPen(QColor(theme.ink2))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, names, _LINE), middle, title)
        right = QRectF(self.width() - _RIGHT - 80, top, 80, _LINE)
        painter.setPen(QColor(theme.ink))
        painter.setFont(interface_font(12, 500))
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, number)
        left = names + _GAP
        groove = QRectF(left, top + (_LINE - _BAR) / 2, right.left() - left, _BAR)
        self._paint_bar(painter, groove, size)

    def _paint_bar(self, painter: QPainter, groove: QRectF, size: float) -> None:
        theme = current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(groove, 3, 3)
        largest = max(self.sizes)
        if largest > 0 and np.isfinite(self.sizes).all():
            groove.setWidth(max(groove.width() * size / largest, _BAR))
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(groove, 3, 3)

    def _paint_caption(self, painter: QPainter, shown: int) -> None:
        rest = len(self.sizes) - shown
        more = f", {rest:,} more layers" if rest else ""
        painter.setPen(QColor(current_theme().ink3))
        painter.setFont(interface_font(11))
        strip = QRectF(0, self.height() - 22, self.width() - _RIGHT, 18)
        text = f"root mean square of the gradient, this sample{more}"
        painter.drawText(strip, Qt.AlignmentFlag.AlignVCenter, text)


def root_mean_square(layer: LayerTrace) -> float:
    """Return √(mean of the squared derivatives) over a layer's weights and biases."""
    parts: list[NDArray[np.float64]] = [
        part.ravel() for part in (layer.dE_dkernel, layer.dE_dbias) if part is not None
    ]
    values = np.concatenate(parts)
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sqrt(np.mean(values**2)))
