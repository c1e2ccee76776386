"""A chart over the epochs: a press or a drag on it goes through the recording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from nnviz.diagram.style import mix
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.explain.equation import Node, Text, row
from nnviz.gui.plots.annotation import Lines, paint_annotation
from nnviz.gui.plots.axes import Axis
from nnviz.gui.plots.chart import Chart
from nnviz.gui.plots.placing import along
from nnviz.gui.recorder import Recorder
from nnviz.gui.scrubbing import can_scrub, scrub
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

Floats = NDArray[np.float64]
_LEFT = Qt.MouseButton.LeftButton
_DASHES = (4.0, 2.5)
_FEW = 400
_DOT = 5.5


class ScrubChart(Chart):
    """Epochs across; where an earlier moment is shown stands a line, and what follows is pale.

    With nothing recorded a drag moves the axes, as in any chart.
    """

    def __init__(
        self,
        recorder: Recorder,
        settings: Settings,
        left: Axis,
        margin: float,
        top: float = 10.0,
    ) -> None:
        self._recorder, self._settings = recorder, settings
        self._dragged = False
        self._before: int | None = None
        super().__init__(left, Axis("bottom", whole=True, name="epoch"), margin=margin, top=top)

    @property
    def visiting(self) -> bool:
        """Whether an earlier moment than the newest is shown, or looked for."""
        return self._recorder.visiting or self._recorder.busy

    # ------------------------------------------------------------ the hand

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take presses and drags of the left button where there is something to go through."""
        if isinstance(event, QMouseEvent) and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == _LEFT:
            inside = self.plot_rect().contains(event.position())
            self._dragged = inside and can_scrub(self._recorder)
            self._before = self._recorder.step_now if self.visiting else None
        elif kind == QEvent.Type.MouseButtonDblClick and event.button() == _LEFT:
            self._take_back()
        elif kind == QEvent.Type.MouseButtonRelease and self._dragged:
            self._dragged = False
            return True
        moved = kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
        if moved and self._dragged and event.buttons() & _LEFT:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            scrub(self._recorder, self.epoch_at(event.position().x()), fine)
            return True
        return False

    def _take_back(self) -> None:
        """Be where the first press of a double click found the recording: it was to zoom out."""
        if not can_scrub(self._recorder):
            return
        if self._before is None:
            self._recorder.leave()
        else:
            self._recorder.seek_step(self._before)

    def epoch_at(self, x: float) -> float:
        """Return the epoch that stands at a pixel of the layer."""
        rect, (start, stop) = self.plot_rect(), self.x_range()
        return start + (x - rect.left()) / rect.width() * (stop - start)

    # --------------------------------------------------------- the picture

    def paint_until_now(self, painter: QPainter, paint: Callable[[QColor], None]) -> None:
        """Let `paint` paint in the accent up to the moment shown, and pale after it."""
        theme, rect = current_theme(), self.plot_rect()
        rect = rect.adjusted(-1, -4, 4, 4)
        if not self.visiting:
            self._paint_within(painter, rect, paint, QColor(theme.accent))
            return
        here = self.pixel(self._recorder.now, 0.0).x()
        after, before = QRectF(rect), QRectF(rect)
        after.setLeft(here)
        before.setRight(here)
        self._paint_within(painter, after, paint, mix(theme.accent, theme.surface, 0.55))
        self._paint_within(painter, before, paint, QColor(theme.accent))

    def _paint_within(
        self, painter: QPainter, rect: QRectF, paint: Callable[[QColor], None], colour: QColor
    ) -> None:
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        paint(colour)
        painter.restore()

    def stroke(
        self, painter: QPainter, x: Floats, y: Floats, colour: QColor, dashed: bool = False
    ) -> None:
        """Paint a curve; nan is a gap."""
        pen = QPen(colour, 1.75 if dashed else (2.0 if len(x) <= _FEW else 1.0))
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        if dashed:
            pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(pg.arrayToQPath(*self.pixels(x, y), connect="finite"))

    def dot(self, painter: QPainter, place: QPointF, colour: QColor, hollow: bool = False) -> None:
        """Paint a point, if it is in view."""
        if not self.plot_rect().adjusted(-1, -1, 1, 1).contains(place):
            return
        surface = QColor(current_theme().surface)
        painter.setPen(QPen(colour if hollow else surface, 1.75))
        painter.setBrush(surface if hollow else colour)
        painter.drawEllipse(place, _DOT, _DOT)

    def paint_playhead(
        self,
        painter: QPainter,
        value: float | None,
        words: Sequence[Node],
        curves: Sequence[tuple[Floats, Floats]],
    ) -> QRectF:
        """Paint the line of the moment shown and `words` beside it, which keep off `curves`.

        Return where the words stand.
        """
        rect, now = self.plot_rect(), self._recorder.now
        known = value is not None and np.isfinite(value)
        place = self.pixel(now, value if known and value is not None else 0.0)
        if not rect.left() - 1 <= place.x() <= rect.right() + 1:
            return QRectF()
        accent = QColor(current_theme().accent)
        painter.setPen(QPen(accent, 1.25))
        painter.drawLine(QLineF(place.x(), rect.top(), place.x(), rect.bottom()))
        line = along(np.full(2, place.x()), np.array([rect.top(), rect.bottom()]))
        drawn = [line, *(along(*self.pixels(x, y)) for x, y in curves if len(x))]
        beside = place if known else QPointF(place.x(), rect.center().y())
        stands = paint_annotation(
            painter, self._wordings(words), beside, rect, np.concatenate(drawn)
        )
        if known:
            self.dot(painter, place, accent)
        return stands

    def _wordings(self, words: Sequence[Node]) -> Iterator[Lines]:
        """Return the moment and `words` in one line, and each in a line of its own."""
        parts: list[Node] = [Text(self._recorder.moment_text), *words]
        theme, gap = current_theme(), Text("   ")
        ink2 = QColor(theme.ink2)
        setting = Setting(theme, 12, self._settings.digits, 600, 400, ink2, ink2)
        one = row(*(item for part in parts for item in (part, gap)))
        for lines in ([one], parts):
            yield [typeset(line, setting) for line in lines]
