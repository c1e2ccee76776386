"""A plot: pyqtgraph's axes, ticks and zoom under a layer of our own painting."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.gui.plots.axes import Axis
from nnviz.gui.plots.plot_view import PlotView
from nnviz.gui.widgets.restyled import is_restyled


class Chart(PlotView):
    """Axes with room for what a subclass paints in `paint`.

    The wheel zooms, dragging moves, a double click shows everything again.
    """

    def __init__(
        self,
        left: Axis,
        bottom: Axis,
        *,
        margin: float = 8.0,
        top: float = 10.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._top_margin = top
        self._axes = (left, bottom)
        self._wanted = (0.0, 1.0, 0.0, 1.0)
        self._zoomed = False
        self.view = pg.PlotWidget(axisItems={"left": left, "bottom": bottom}, background=None)
        self.view.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.view.setMinimumSize(60, 40)
        # A picture to look at: it knows no keys, so the keyboard passes it by.
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setStyleSheet("background: transparent")
        item = self.view.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        self._layout = item.layout
        self.set_margin(margin)
        self._box = item.getViewBox()
        self._box.setDefaultPadding(0.0)
        self._box.sigRangeChangedManually.connect(self._zoom_by_hand)
        self.layer = _Layer(self, self.view.viewport())
        self._box.sigRangeChanged.connect(self._follow_range)
        self._follow_range()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.viewport().installEventFilter(self)

    def paint(self, painter: QPainter) -> None:
        """Paint the curves and points; the painter is antialiased."""
        raise NotImplementedError

    def hover_text(self, x: float, y: float) -> str:
        """Return what to say about the place (x, y) of the plot, '' for nothing."""
        del x, y
        return ""

    def show_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Span these values, unless a person zoomed; then when they go back."""
        wanted = (x0, x1, y0, y1)
        if wanted != self._wanted:
            self._wanted = wanted
            if not self._zoomed:
                self._apply_range()
        self.layer.update()

    def set_margin(self, margin: float) -> None:
        """Leave so many pixels free at the right."""
        self._layout.setContentsMargins(0, self._top_margin, margin, 0)

    def show_all(self) -> None:
        """Go back from a zoom."""
        self._zoomed = False
        self._apply_range()

    def plot_rect(self) -> QRectF:
        """Return where the values are painted, in pixels of the layer."""
        return QRectF(self._box.sceneBoundingRect())

    def x_range(self) -> tuple[float, float]:
        """Return the part of x in view."""
        x0, x1 = self._box.viewRange()[0]
        return float(x0), float(x1)

    def pixels(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where values stand in the layer."""
        rect, ((x0, x1), (y0, y1)) = self.plot_rect(), self._box.viewRange()
        across = rect.left() + (x - x0) * (rect.width() / (x1 - x0))
        return across, rect.bottom() - (y - y0) * (rect.height() / (y1 - y0))

    def pixel(self, x: float, y: float) -> QPointF:
        """Return where one value stands in the layer."""
        across, down = self.pixels(np.array(x), np.array(y))
        return QPointF(float(across), float(down))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            for axis in self._axes:
                axis.restyle()
            self.layer.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the layer over the whole plot."""
        super().resizeEvent(event)
        self.layer.resize(self.view.viewport().size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the double click and the pointer from the plot below."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.show_all()
            return True
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._tell(event.position())
        if event.type() == QEvent.Type.Resize:
            self.layer.resize(self.view.viewport().size())
        return super().eventFilter(watched, event)

    def _tell(self, place: QPointF) -> None:
        point = self._box.mapSceneToView(place)
        inside = self.plot_rect().contains(place)
        text = self.hover_text(point.x(), point.y()) if inside else ""
        if text != self.view.toolTip():
            self.view.setToolTip(text)

    def _apply_range(self) -> None:
        x0, x1, y0, y1 = self._wanted
        self._box.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0, disableAutoRange=True)

    def _zoom_by_hand(self) -> None:
        self._zoomed = True

    def _follow_range(self) -> None:
        self._axes[0].make_room(*self._box.viewRange()[1])
        self.layer.update()


class _Layer(QWidget):
    """The transparent sheet over the axes on which the chart paints."""

    def __init__(self, chart: Chart, parent: QWidget) -> None:
        super().__init__(parent)
        self._paint: Callable[[QPainter], None] = chart.paint
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)
