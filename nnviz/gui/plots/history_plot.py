"""Loss or accuracy over the epochs: training solid, test dashed, labelled at their ends.

What was trained otherwise from an earlier moment on is a second curve, in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.document.learning import shows_all
from nnviz.explain.equation import Node, Number, Row, Text, Tone, row
from nnviz.explain.numbers import format_number
from nnviz.gui.plots.axes import Axis, nice_top
from nnviz.gui.plots.branches import Branch, branch_colour, branches, paint_branch_names
from nnviz.gui.plots.decimate import extremes, means
from nnviz.gui.plots.end_labels import WIDTH, EndLabel, paint_axis_name, paint_end_labels
from nnviz.gui.plots.scrub_chart import ScrubChart
from nnviz.gui.plots.standing import Scores, Standing
from nnviz.gui.recorder import Recorder
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

Floats = NDArray[np.float64]
_NONE: Floats = np.empty(0)
# Room at the right while there are no labels at the curves' ends.
_BARE = 20


class HistoryPlot(ScrubChart):
    """One quantity of the history; before the first epoch a point at epoch 0.

    Parameters
    ----------
    key : str
        'loss' or 'accuracy'; the test part's curve is 'val_' + key.
    """

    def __init__(
        self,
        session: Session,
        recorder: Recorder,
        standing: Standing,
        settings: Settings,
        key: str = "loss",
    ) -> None:
        self._key, self._percent = key, key == "accuracy"
        self._session, self._standing = session, standing
        self._train, self._test = _NONE, _NONE
        self._others: Sequence[Branch] = ()
        self._now: float | None = None
        self._test_now: float | None = None
        super().__init__(recorder, settings, Axis("left", percent=self._percent), margin=_BARE)
        self.setAccessibleName(f"{key.capitalize()} over the epochs")

    def refresh(self, change: Change) -> None:
        """Take the histories and the present value from the recording and the session."""
        del change
        *others, own = self._recorder.histories()
        self._train = own.history.values.get(self._key, _NONE)
        self._test = own.history.values.get(f"val_{self._key}", _NONE)
        self._others = branches(others, self._key)
        self._take_scores(self._standing.scores())
        self.set_margin(WIDTH + 12 if len(self._train) else _BARE)
        self.show_range(0.0, self._last_epoch(), 0.0, self._top())

    def paint(self, painter: QPainter) -> None:
        """Paint the curves, the points at their ends and the labels."""
        rect = self.plot_rect()
        painter.save()
        painter.setClipRect(rect.adjusted(-1, -4, 4, 4))
        for branch in self._others:
            self._paint_curve(painter, branch.values, branch.first, branch_colour())
        if len(self._test):
            self._paint_test(painter)
        if len(self._train):
            self.paint_until_now(painter, partial(self._paint_curve, painter, self._train, 1.0))
        painter.restore()
        self._paint_ends(painter, rect)
        curves = [*self._curves(), *(branch.points for branch in self._others)]
        taken = QRectF()
        if self.visiting:
            taken = self.paint_playhead(painter, self._now, self._words(), curves)
        paint_branch_names(painter, self, self._others, curves, taken)
        paint_axis_name(painter, "epoch", rect.right(), rect.bottom() + 18)

    def hover_text(self, x: float, y: float) -> str:
        """Return the values of the epoch under the pointer."""
        del y
        epoch = round(x)
        parts = [f"epoch {epoch:,}"]
        if 1 <= epoch <= len(self._train):
            parts.append(f"training {self._written(self._train[epoch - 1])}")
        if 1 <= epoch <= len(self._test):
            parts.append(f"test {self._written(self._test[epoch - 1])}")
        for branch in self._others:
            value = branch.value_at(epoch)
            if value is not None:
                parts.append(f"{branch.name} {self._written(value)}")
        return "\n".join(parts) if len(parts) > 1 else ""

    # ------------------------------------------------------------- the values

    def _take_scores(self, scores: Scores) -> None:
        """Take the value of the weights shown; at rest None while the curve's end tells it."""
        told = len(self._train) and not self._standing.edited and not self.visiting
        train = scores.accuracy if self._percent else scores.loss
        self._now = None if told else train
        self._test_now = scores.val_accuracy if self._percent else scores.val_loss

    def _last_epoch(self) -> float:
        if not len(self._train) and not self._others:
            return float(max(self._session.document.training.epochs, 1))
        ends = [branch.last_epoch for branch in self._others]
        return max(float(len(self._train)), self._recorder.end, *ends, 1.0)

    def _top(self) -> float:
        if self._percent:
            return 1.0
        others = (branch.values for branch in self._others)
        known = np.concatenate([self._train, self._test, [self._now or 0.0], *others])
        known = known[np.isfinite(known)]
        return nice_top(float(known.max(initial=0.0)) * 1.02)

    def _curves(self) -> list[tuple[Floats, Floats]]:
        """Return x and y of this branch's curves, for words to keep off."""
        curves = (self._train, self._test)
        return [(np.arange(1.0, len(values) + 1), np.nan_to_num(values)) for values in curves]

    # ------------------------------------------------------------ the picture

    def _paint_curve(self, painter: QPainter, values: Floats, first: float, colour: QColor) -> None:
        columns = max(int(self.plot_rect().width()), 2)
        self.stroke(painter, *extremes(values, first, *self.x_range(), columns), colour)

    def _paint_test(self, painter: QPainter) -> None:
        columns = max(int(self.plot_rect().width()), 2) // 2
        x, y = means(self._test, 1.0, *self.x_range(), columns)
        self.stroke(painter, x, y, QColor(current_theme().ink2), dashed=True)

    def _paint_ends(self, painter: QPainter, rect: QRectF) -> None:
        theme, labels = current_theme(), []
        # Beside the loss of the one sample as it is now, the curve's own end needs its own name.
        word = "last epoch" if shows_all(self._session.document) else "training"
        accent = QColor(theme.ink2 if self.visiting else theme.accent)
        ends = ((self._test, "test", QColor(theme.ink2)), (self._train, word, accent))
        for values, name, colour in ends:
            if len(values) and np.isfinite(values[-1]):
                labels.append(self._end(painter, len(values), values[-1], name, colour))
        if self._now is not None and np.isfinite(self._now) and not self.visiting:
            self._paint_now(painter, rect, labels)
        paint_end_labels(painter, labels, rect.right() + 14, rect.top(), rect.bottom() + 16)

    def _end(
        self, painter: QPainter, epoch: int, value: float, name: str, colour: QColor
    ) -> EndLabel:
        place = self.pixel(float(epoch), float(value))
        self.dot(painter, place, colour)
        return EndLabel(place.y(), self._written(value), name, colour)

    def _paint_now(self, painter: QPainter, rect: QRectF, labels: list[EndLabel]) -> None:
        """Mark the value of the weights as they are: at epoch 0, or after an edit."""
        assert self._now is not None
        accent = QColor(current_theme().accent)
        epochs = len(self._train)
        place = self.pixel(self._recorder.now if epochs else 0.0, self._now)
        self.dot(painter, place, accent, hollow=epochs > 0)
        if epochs:
            labels.append(EndLabel(place.y(), self._written(self._now), "now", accent))
            return
        beside = EndLabel(place.y(), self._written(self._now), "epoch 0", accent)
        paint_end_labels(painter, [beside], place.x() + 12, rect.top(), rect.bottom() + 16)

    # -------------------------------------------------------------- the words

    def _words(self) -> list[Node]:
        """Return what the moment shown is worth."""
        words: list[Node] = [self._number(self._now, "accent")]
        if self._test_now is not None:
            words.append(row(Text("test "), self._number(self._test_now, "plain")))
        return words

    def _number(self, value: float | None, tone: Tone) -> Row:
        if value is None or not np.isfinite(value):
            return row(Text("–"))
        if self._percent:
            return row(Number(100 * value, 1, tone=tone), Text(" %"))
        return row(Number(value, tone=tone))

    def _written(self, value: float) -> str:
        if self._percent:
            return f"{format_number(100 * value, 1)} %"
        return format_number(float(value), self._settings.digits)
