"""Loss or accuracy over the epochs: training solid, test dashed, labelled at their ends."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.document.learning import shows_all
from nnviz.explain.numbers import format_number
from nnviz.gui.plots.axes import Axis, nice_top
from nnviz.gui.plots.chart import Chart
from nnviz.gui.plots.decimate import extremes, means
from nnviz.gui.plots.end_labels import WIDTH, EndLabel, paint_axis_name, paint_end_labels
from nnviz.gui.plots.standing import Scores, Standing
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

Floats = NDArray[np.float64]
_NONE: Floats = np.empty(0)
_DASHES = (4.0, 2.5)
_FEW = 400
# Room at the right while there are no labels at the curves' ends.
_BARE = 20


class HistoryPlot(Chart):
    """One quantity of the history; before the first epoch a point at epoch 0.

    Parameters
    ----------
    key : str
        'loss' or 'accuracy'; the test part's curve is 'val_' + key.
    """

    def __init__(
        self, session: Session, standing: Standing, settings: Settings, key: str = "loss"
    ) -> None:
        self._key, self._percent = key, key == "accuracy"
        self._session, self._standing, self._settings = session, standing, settings
        self._train, self._test = _NONE, _NONE
        self._now: float | None = None
        super().__init__(
            Axis("left", percent=self._percent),
            Axis("bottom", whole=True, name="epoch"),
            margin=_BARE,
        )
        self.setAccessibleName(f"{key.capitalize()} over the epochs")

    def refresh(self, change: Change) -> None:
        """Take the history and the present value from the session."""
        del change
        history = self._session.document.history
        self._train = history.values.get(self._key, _NONE)
        self._test = history.values.get(f"val_{self._key}", _NONE)
        self._now = self._present(self._standing.scores())
        epochs = max(len(self._train), 1)
        self.set_margin(WIDTH + 12 if len(self._train) else _BARE)
        shown = self._session.document.training.epochs if not history.epochs else epochs
        self.show_range(0.0, float(max(shown, 1)), 0.0, self._top())

    def paint(self, painter: QPainter) -> None:
        """Paint the curves, the points at their ends and the labels."""
        theme, rect = current_theme(), self.plot_rect()
        painter.save()
        painter.setClipRect(rect.adjusted(-1, -4, 4, 4))
        if len(self._test):
            self._paint_curve(painter, self._test, QColor(theme.ink2), dashed=True)
        if len(self._train):
            self._paint_curve(painter, self._train, QColor(theme.accent), dashed=False)
        painter.restore()
        self._paint_ends(painter, rect)
        paint_axis_name(painter, "epoch", rect.right(), rect.bottom() + 18)

    def hover_text(self, x: float, y: float) -> str:
        """Return the values of the epoch under the pointer."""
        del y
        epoch = round(x)
        if not 1 <= epoch <= len(self._train):
            return ""
        parts = [f"epoch {epoch:,}", f"training {self._written(self._train[epoch - 1])}"]
        if epoch <= len(self._test):
            parts.append(f"test {self._written(self._test[epoch - 1])}")
        return "\n".join(parts)

    def _present(self, scores: Scores) -> float | None:
        """Return the value of edited or untrained weights; None while the curve tells it."""
        if len(self._train) and not self._standing.edited:
            return None
        return scores.accuracy if self._percent else scores.loss

    def _top(self) -> float:
        if self._percent:
            return 1.0
        known = np.concatenate([self._train, self._test, [self._now or 0.0]])
        known = known[np.isfinite(known)]
        return nice_top(float(known.max(initial=0.0)) * 1.02)

    def _paint_curve(self, painter: QPainter, values: Floats, colour: QColor, dashed: bool) -> None:
        rect, (start, stop) = self.plot_rect(), self.x_range()
        columns = max(int(rect.width()), 2)
        if dashed:
            x, y = means(values, 1.0, start, stop, columns // 2)
        else:
            x, y = extremes(values, 1.0, start, stop, columns)
        pen = QPen(colour, 1.75 if dashed else (2.0 if len(x) <= _FEW else 1.0))
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        if dashed:
            pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(pg.arrayToQPath(*self.pixels(x, y), connect="finite"))

    def _paint_ends(self, painter: QPainter, rect: QRectF) -> None:
        theme, labels = current_theme(), []
        # Beside the loss of the one sample as it is now, the curve's own end needs its own name.
        word = "last epoch" if shows_all(self._session.document) else "training"
        ends = ((self._test, "test", theme.ink2), (self._train, word, theme.accent))
        for values, name, colour in ends:
            if len(values) and np.isfinite(values[-1]):
                labels.append(self._end(painter, len(values), values[-1], name, QColor(colour)))
        if self._now is not None and np.isfinite(self._now):
            self._paint_now(painter, rect, labels)
        paint_end_labels(painter, labels, rect.right() + 14, rect.top(), rect.bottom() + 16)

    def _end(
        self, painter: QPainter, epoch: int, value: float, name: str, colour: QColor
    ) -> EndLabel:
        place = self.pixel(float(epoch), float(value))
        self._paint_point(painter, place, colour)
        return EndLabel(place.y(), self._written(value), name, colour)

    def _paint_now(self, painter: QPainter, rect: QRectF, labels: list[EndLabel]) -> None:
        """Mark the value of the weights as they are: at epoch 0, or after an edit."""
        assert self._now is not None
        accent = QColor(current_theme().accent)
        epochs = len(self._train)
        place = self.pixel(float(epochs), self._now)
        self._paint_point(painter, place, accent, hollow=epochs > 0)
        if epochs:
            labels.append(EndLabel(place.y(), self._written(self._now), "now", accent))
            return
        beside = EndLabel(place.y(), self._written(self._now), "epoch 0", accent)
        paint_end_labels(painter, [beside], place.x() + 12, rect.top(), rect.bottom() + 16)

    def _paint_point(
        self, painter: QPainter, place: QPointF, colour: QColor, hollow: bool = False
    ) -> None:
        if not self.plot_rect().adjusted(-1, -1, 1, 1).contains(place):
            return
        surface = QColor(current_theme().surface)
        painter.setPen(QPen(colour if hollow else surface, 1.75))
        painter.setBrush(surface if hollow else colour)
        painter.drawEllipse(place, 5.5, 5.5)

    def _written(self, value: float) -> str:
        if self._percent:
            return f"{format_number(100 * value, 1)} %"
        return format_number(float(value), self._settings.digits)
