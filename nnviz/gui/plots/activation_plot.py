"""The activation curve of the selected neuron with the point at which it works now."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.diagram.motion import slid
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Element, Layer, Neuron
from nnviz.document.naming import Quantity, symbol
from nnviz.explain.equation import Number, Symbol, Text, row
from nnviz.gui.player import Player
from nnviz.gui.plots.annotation import Lines, paint_annotation
from nnviz.gui.plots.axes import Axis, nice_top
from nnviz.gui.plots.chart import Chart
from nnviz.gui.plots.curve import (
    OperatingPoint,
    chosen_neuron,
    curve,
    operating_point,
    other_sums,
)
from nnviz.gui.plots.placing import counted
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.slider_scale import nice_ceiling

_REACH = 4.0
_POINTS = 241
_TANGENT = 78.0
# Neurons from which on those of one spot of so many pixels are one.
_MANY, _SPOT = 60, 2.0
_CURVE_WEIGHT, _DOT_WEIGHT = 3, 20
_BOUNDS = {
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "binary_step": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "softsign": (-1.0, 1.0),
}


class ActivationPlot(Chart):
    """Curve, operating point (z, a), tangent with its slope, and the neurons on the same curve."""

    def __init__(
        self, session: Session, selection: Selection, player: Player, settings: Settings
    ) -> None:
        self._session, self._selection = session, selection
        self._player, self._settings = player, settings
        self._point: OperatingPoint | None = None
        self._z = self._a = np.empty(0)
        self.words = QRectF()
        super().__init__(Axis("left"), Axis("bottom", name="z"), margin=20)
        self.setAccessibleName("Activation of the selected neuron")
        self._shown_way = 1.0
        player.changed.connect(self._follow_motion)

    @property
    def point(self) -> OperatingPoint | None:
        """The neuron shown and where it stands."""
        return self._point

    def refresh(self, change: Change) -> None:
        """Take the neuron's values from the trace; what overflowed has no place on a curve."""
        del change
        document, trace = self._session.document, self._session.trace
        neuron = chosen_neuron(document, self._selection.element or self._asked())
        self._point = point = operating_point(document, trace, neuron)
        if not np.isfinite([point.z, point.a, point.slope]).all():
            self._point = None
            self.layer.update()
            return
        reach = _reach(point)
        self._z = _sampled(point, reach)
        self._a = curve(point, other_sums(trace, neuron), self._z)
        low, high = _heights(self._a, point)
        self.show_range(-reach, reach, low, high)

    def _place_now(self) -> QPointF:
        """Return where the point is: while its step is played it slides along from z = 0."""
        assert self._point is not None
        point, way = self._point, self._way()
        if way == 1.0:
            return self.pixel(point.z, point.a)
        others = other_sums(self._session.trace, point.neuron)
        z = way * point.z
        return self.pixel(z, float(curve(point, others, np.array([z]))[0]))

    def _way(self) -> float:
        """Return how far from 0 to its z the neuron is; 1 but in the step of its activation."""
        player = self._player
        if (
            not player.playing
            or player.progress >= 1.0
            or player.index is None
            or not player.frames
        ):
            return 1.0
        return slid(player.frames[player.index], player.progress)

    def _follow_motion(self) -> None:
        way = self._way()
        if way != self._shown_way:
            self._shown_way = way
            self.layer.update()

    def _asked(self) -> Element | None:
        """Return what the step shown is about; of a whole layer its first neuron."""
        frames, index = self._player.frames, self._player.index
        if frames is None or index is None:
            return None
        target = frames[index].target
        return Neuron(target.layer, 0) if isinstance(target, Layer) else target

    def paint(self, painter: QPainter) -> None:
        """Paint the curve, then what stands on it."""
        if self._point is None:
            return
        rect = self.plot_rect()
        painter.save()
        painter.setClipRect(rect.adjusted(-1, -8, 1, 8))
        across, down = self.pixels(self._z, self._a)
        self._paint_axis(painter, rect)
        self._paint_leaders(painter, rect)
        self._paint_curve(painter, across, down)
        self._paint_tangent(painter)
        self._paint_points(painter)
        painter.restore()
        self._paint_words(painter, rect, across, down)
        self._paint_axis_name(painter, rect)

    def hover_text(self, x: float, y: float) -> str:
        """Return what the neuron would give at the pointer's z."""
        del y
        if self._point is None:
            return ""
        others = other_sums(self._session.trace, self._point.neuron)
        a = float(curve(self._point, others, np.array([x]))[0])
        digits = self._settings.digits
        return f"z {Number(x).text(digits)}\na {Number(a).text(digits)}"

    def _paint_axis(self, painter: QPainter, rect: QRectF) -> None:
        x = self.pixel(0.0, 0.0).x()
        painter.setPen(QPen(QColor(current_theme().border), 1))
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))

    def _paint_leaders(self, painter: QPainter, rect: QRectF) -> None:
        assert self._point is not None
        place = self.pixel(self._point.z, self._point.a)
        pen = QPen(QColor(current_theme().ink3), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QLineF(place.x(), place.y(), place.x(), rect.bottom()))
        painter.drawLine(QLineF(place.x(), place.y(), rect.left(), place.y()))

    def _paint_curve(
        self, painter: QPainter, across: NDArray[np.float64], down: NDArray[np.float64]
    ) -> None:
        painter.setPen(QPen(QColor(current_theme().ink2), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(pg.arrayToQPath(across, down, connect="finite"))

    def _tangent(self) -> QLineF:
        assert self._point is not None
        place, beside = (
            self.pixel(self._point.z + dz, self._point.a + dz * self._point.slope)
            for dz in (0.0, 1.0)
        )
        dx, dy = beside.x() - place.x(), beside.y() - place.y()
        scale = _TANGENT / max(math.hypot(dx, dy), 1e-9)
        away = QPointF(dx * scale, dy * scale)
        return QLineF(place - away, place + away)

    def _paint_tangent(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(current_theme().accent), 2))
        painter.drawLine(self._tangent())

    def _paint_points(self, painter: QPainter) -> None:
        assert self._point is not None
        theme = current_theme()
        painter.setPen(QPen(QColor(theme.surface), 1.75))
        painter.setBrush(QColor(theme.ink3))
        for place in self._peers():
            painter.drawEllipse(place, 4.5, 4.5)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(self._place_now(), 6.5, 6.5)

    def _peers(self) -> list[QPointF]:
        """Return where the layer's neurons stand; of many that lie on one another only one."""
        assert self._point is not None
        across, down = self.pixels(*self._point.peers.T)
        if len(across) <= _MANY:
            return [QPointF(x, y) for x, y in zip(across, down, strict=True)]
        spots = np.round(np.stack([across, down], axis=1) / _SPOT).tolist()
        apart = {tuple(spot): k for k, spot in enumerate(spots)}
        return [QPointF(across[k], down[k]) for k in apart.values()]

    def _paint_words(
        self,
        painter: QPainter,
        rect: QRectF,
        across: NDArray[np.float64],
        down: NDArray[np.float64],
    ) -> None:
        """Write the slope and the values where they cover neither curve nor point."""
        assert self._point is not None
        place = self.pixel(self._point.z, self._point.a)
        curve_points = np.stack([across, down], axis=1)
        peers = np.stack(self.pixels(*self._point.peers.T), axis=1)
        drawn = [
            counted(curve_points, _CURVE_WEIGHT),
            self._straight_lines(place, rect),
            counted(peers, _DOT_WEIGHT),
        ]
        self.words = paint_annotation(painter, self._wordings(), place, rect, np.concatenate(drawn))

    def _wordings(self) -> Iterator[Lines]:
        """Return the slope and the values in two lines, and in three shorter ones."""
        assert self._point is not None
        point, theme = self._point, current_theme()
        ink2 = QColor(theme.ink2)
        setting = Setting(theme, 12, self._settings.digits, 500, 400, ink2, ink2)
        slope = row(Text("slope "), Number(point.slope, tone="accent"), self._of_which())
        a = row(self._named(point.neuron, "a"), " ", Number(point.a))
        at = row("at ", self._named(point.neuron, "z"), " ", Number(point.z))
        for lines in ([slope, row(a, "  ", at)], [slope, a, at]):
            yield [typeset(line, setting) for line in lines]

    def _of_which(self) -> str:
        """Say which sample's point it is while the picture shows the means of a minibatch."""
        sample = self._session.document.sample
        among = len(self._player.subject.trace.x) > 1
        return f"  of sample {sample + 1:,}" if among and sample is not None else ""

    def _straight_lines(self, place: QPointF, rect: QRectF) -> NDArray[np.float64]:
        """Return points along the dashed lines, the axis z = 0 and, to count most, the tangent."""
        share = np.linspace(0.0, 1.0, _POINTS)[:, np.newaxis]
        axis, point = self.pixel(0.0, 0.0).x(), (place.x(), place.y())
        tangent = self._tangent()
        ends = (tangent.p1().toTuple(), tangent.p2().toTuple())
        lines = (
            (point, (place.x(), rect.bottom()), 1),
            (point, (rect.left(), place.y()), 1),
            ((axis, rect.top()), (axis, rect.bottom()), 1),
            (*ends, _CURVE_WEIGHT),
        )
        return np.concatenate([counted(a + share * np.subtract(b, a), w) for a, b, w in lines])

    def _named(self, neuron: Neuron, letter: Quantity) -> Symbol:
        name = symbol(self._session.document, neuron, letter)
        return Symbol(name.base, name.sub, name.sup)

    def _paint_axis_name(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        setting = Setting(theme, 11.5, colour=QColor(theme.ink3))
        name = typeset(Symbol("z"), setting)
        name.draw(painter, rect.right() - name.width, rect.bottom() + 18)


def _reach(point: OperatingPoint) -> float:
    """Return how far the z axis goes to either side: 4, or more to hold every neuron."""
    furthest = max(abs(point.z), float(np.abs(point.peers[:, 0]).max(initial=0.0)))
    furthest = min(furthest, 1e300) * 1.05
    return _REACH if furthest <= _REACH else nice_ceiling(furthest)


def _sampled(point: OperatingPoint, reach: float) -> NDArray[np.float64]:
    """Return z across the plot; a step's jump and a ReLU's corner at 0 are met exactly."""
    z = np.linspace(-reach, reach, _POINTS)
    return np.sort(np.append(z, [-reach * 1e-9, 0.0])) if point.activation.elementwise else z


def _heights(a: NDArray[np.float64], point: OperatingPoint) -> tuple[float, float]:
    """Return the lower and upper end of the a axis: the activation's own, else what is in view."""
    if point.activation.name in _BOUNDS:
        return _BOUNDS[point.activation.name]
    everything = np.concatenate([a, [point.a], point.peers[:, 1]])
    low, high = float(everything.min()), float(everything.max())
    bottom = -nice_top(-low) if low < -1e-3 else 0.0
    return bottom, max(nice_top(high * 0.999), bottom + 1e-9)
