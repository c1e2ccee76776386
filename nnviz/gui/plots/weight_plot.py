"""The selected weight or bias over the epochs; its edits are jumps, other branches grey."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Bias, Edge
from nnviz.document.naming import symbol
from nnviz.explain.equation import Number, Op, Row, Symbol, Text, row
from nnviz.gui.plots.axes import Axis, tick_step
from nnviz.gui.plots.branches import branch_colour
from nnviz.gui.plots.decimate import thinned
from nnviz.gui.plots.end_labels import WIDTH, EndLabel, paint_axis_name, paint_end_labels
from nnviz.gui.plots.scrub_chart import ScrubChart
from nnviz.gui.recorder import Recorder, WeightCurve
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

Floats = NDArray[np.float64]
_NONE: Floats = np.empty(0)
_JUMP = 3.5
# Room for what the plot is of.
_TITLE = 26.0
_LARGEST = 1e300


class WeightPlot(ScrubChart):
    """A line for every branch, the present one in the accent and labelled at its end."""

    def __init__(
        self, session: Session, selection: Selection, recorder: Recorder, settings: Settings
    ) -> None:
        self._session, self._selection = session, selection
        self._element: Edge | Bias | None = None
        self._x = self._y = _NONE
        self._others: Sequence[WeightCurve] = ()
        super().__init__(recorder, settings, Axis("left"), margin=WIDTH + 12, top=_TITLE)

    def refresh(self, change: Change) -> None:
        """Take the course of the selected weight or bias from the recording."""
        del change
        element, document = self._selection.element, self._session.document
        self._element = element if isinstance(element, Edge | Bias) else None
        if self._element is None:
            return
        *others, own = self._recorder.track(document.parameter_index(self._element))
        self._x, self._y, self._others = own.epochs, own.values, others
        self.setAccessibleName(f"{self._name()} over the epochs")
        self.show_range(0.0, self._last_epoch(), *_span([own, *others]))

    def paint(self, painter: QPainter) -> None:
        """Paint the lines, the jumps, the end and what is shown now."""
        if self._element is None:
            return
        rect = self.plot_rect()
        painter.save()
        painter.setClipRect(rect.adjusted(-1, -4, 4, 4))
        self._paint_zero(painter, rect)
        for curve in self._others:
            self._paint_line(painter, curve.epochs, curve.values, branch_colour())
        self.paint_until_now(painter, partial(self._paint_own, painter))
        painter.restore()
        self._paint_end(painter, rect)
        if self.visiting:
            others = ((curve.epochs, curve.values) for curve in self._others)
            curves = [(self._x, self._y), *others]
            self.paint_playhead(painter, self._now(), [self._value()], curves)
        self._paint_title(painter, rect)
        paint_axis_name(painter, "epoch", rect.right(), rect.bottom() + 18)

    def hover_text(self, x: float, y: float) -> str:
        """Return the recorded value nearest to the pointer."""
        del y
        if not len(self._x):
            return ""
        k = int(np.abs(self._x - x).argmin())
        value = Number(float(self._y[k])).text(self._settings.digits)
        return f"epoch {self._x[k]:,.6g}\n{self._name()} {value}"

    # ------------------------------------------------------------- the values

    def _now(self) -> float:
        assert self._element is not None
        return self._session.document.value(self._element)

    def _last_epoch(self) -> float:
        if self._recorder.end == 0.0 and not self._others:
            return float(max(self._session.document.training.epochs, 1))
        return float(max([self._x[-1], *(curve.epochs[-1] for curve in self._others), 1.0]))

    def _name(self) -> str:
        assert self._element is not None
        return symbol(self._session.document, self._element).plain

    # ------------------------------------------------------------ the picture

    def _paint_own(self, painter: QPainter, colour: QColor) -> None:
        """Paint the present branch, with a small ring where the user set the value."""
        self._paint_line(painter, self._x, self._y, colour)
        painter.setBrush(QColor(current_theme().surface))
        painter.setPen(QPen(colour, 1.5))
        for k in _jumps(self._x, self._y):
            painter.drawEllipse(self.pixel(self._x[k], self._y[k]), _JUMP, _JUMP)

    def _paint_line(self, painter: QPainter, x: Floats, y: Floats, colour: QColor) -> None:
        columns = max(int(self.plot_rect().width()), 2)
        self.stroke(painter, *thinned(x, y, *self.x_range(), columns), colour)

    def _paint_zero(self, painter: QPainter, rect: QRectF) -> None:
        down = self.pixel(0.0, 0.0).y()
        painter.setPen(QPen(QColor(current_theme().border), 1))
        painter.drawLine(QLineF(rect.left(), down, rect.right(), down))

    def _paint_end(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        colour = QColor(theme.ink2 if self.visiting else theme.accent)
        value = float(self._y[-1])
        place = self.pixel(float(self._x[-1]), value)
        self.dot(painter, place, colour)
        number = Number(value).text(self._settings.digits)
        word = "newest" if self.visiting else "now"
        label = EndLabel(place.y(), number, word, colour)
        paint_end_labels(painter, [label], rect.right() + 14, rect.top(), rect.bottom() + 16)

    def _paint_title(self, painter: QPainter, rect: QRectF) -> None:
        theme = current_theme()
        setting = Setting(theme, 13, 4, 400, 400, QColor(theme.ink2), QColor(theme.ink2))
        title = typeset(row(self._symbol(), Text(" over the epochs")), setting)
        title.draw(painter, rect.right() - title.width, rect.top() - 12)

    # -------------------------------------------------------------- the words

    def _value(self) -> Row:
        return row(self._symbol(), Op("="), Number(self._now(), tone="accent"))

    def _symbol(self) -> Symbol:
        assert self._element is not None
        name = symbol(self._session.document, self._element)
        return Symbol(name.base, name.sub, name.sup)


def _jumps(x: Floats, y: Floats) -> list[int]:
    """Return the points to which a value was set: two stand at one epoch, and differ."""
    set_there = (np.diff(x) == 0) & (np.diff(y) != 0)
    return [int(k) + 1 for k in np.flatnonzero(set_there)]


def _span(curves: Sequence[WeightCurve]) -> tuple[float, float]:
    """Return the ticks below and above all values; a value that never changed gets room."""
    values = np.clip(np.concatenate([curve.values for curve in curves]), -_LARGEST, _LARGEST)
    low, high = float(values.min()), float(values.max())
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        room = max(abs(low) / 2, 1e-3)
        low, high = low - room, high + room
    step = tick_step(low, high)
    return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
