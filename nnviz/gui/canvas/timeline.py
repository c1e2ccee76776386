"""The timeline: the pass as chapters of steps to drag through; in training, the epochs done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.gui.accessible_number import Number, NumberNode
from nnviz.gui.canvas.epochs import steps_text
from nnviz.gui.canvas.groove import GROOVE, HEIGHT, MARGIN, paint_epochs, paint_track
from nnviz.gui.canvas.track import EpochTrack, Track, lay_track
from nnviz.gui.player import Player
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.scrubbing import can_scrub, scrub
from nnviz.gui.session import Session
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.restyled import is_restyled

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
# By chapter, or in training by epoch.
_LEAPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_STEPS_TIP = "Drag to a step. ← → step, ↑ ↓ chapter, Home first, End last, Space plays"
_EPOCHS_TIP = (
    "Drag to an epoch, with Shift to a batch. ← → batch, ↑ ↓ epoch, Home first, End newest, "
    "Space trains"
)
_UNTRAINED_TIP = "The epochs trained so far, of those that Run trains"
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Timeline(QWidget):
    """Drag or walk through the steps of the pass, or through the epochs of a training."""

    def __init__(
        self,
        session: Session,
        player: Player,
        runner: Runner,
        recorder: Recorder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._player, self._runner = session, player, runner
        self._recorder = recorder
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._refresh()
        player.changed.connect(self._refresh)
        runner.changed.connect(self._refresh)
        recorder.changed.connect(self._refresh)
        session.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which it can be read."""
        return QSize(240, HEIGHT)

    def accessible_node(self) -> NumberNode:
        """Return what assistive technology asks for the step, or in training the epoch."""
        number = Number(self._now, self._said, self._go_to, self._ends, lambda: 1.0)
        return NumberNode(self, number)

    def _now(self) -> float:
        index = self._player.index
        return self._recorder.now if self.trains else 0.0 if index is None else index + 1.0

    def _said(self) -> str:
        if self.trains:
            return self._recorder.moment_text
        frames, now = self._player.frames, int(self._now())
        return f"step {now} of {len(frames)}" if now else "at rest"

    def _go_to(self, place: float) -> None:
        if self.trains:
            scrub(self._recorder, place, fine=False)
        else:
            self._player.seek(max(round(place) - 1, 0))

    def _ends(self) -> tuple[float, float]:
        if self.trains:
            return float(self._recorder.start), float(self._recorder.end)
        return 0.0, float(len(self._player.frames))

    @property
    def track(self) -> Track | None:
        """The steps as they lie now; None in training, where there are epochs instead."""
        frames = None if self.trains else self._player.frames
        if frames is None or not len(frames):
            return None
        return lay_track(frames.stretches, MARGIN, self.width() - MARGIN)

    @property
    def epochs(self) -> EpochTrack:
        """The epochs as they lie in training."""
        recorder, right = self._recorder, self.width() - MARGIN
        # At rest the groove is the recording: a short one of a long run can be dragged through.
        goal = max(float(self._runner.goal), recorder.end) if self._runner.running else recorder.end
        moments = (recorder.start, recorder.end, recorder.now, goal)
        return EpochTrack(*moments, recorder.forks(), MARGIN, right)

    @property
    def trains(self) -> bool:
        """Whether epochs are shown rather than steps."""
        return self._runner.running or self._player.mode == "train"

    def place(self, step: int) -> QPointF | None:
        """Return where `step` lies in this widget; None in training."""
        track = self.track
        return None if track is None else QPointF(track.x_of(step), GROOVE)

    def _follow(self, _change: object) -> None:
        self.update()

    def _refresh(self) -> None:
        trained = _EPOCHS_TIP if can_scrub(self._recorder) else _UNTRAINED_TIP
        self.setToolTip(trained if self.trains else _STEPS_TIP)
        told = f"Epochs trained, shown: {self._recorder.moment_text}"
        self.setAccessibleName(told if self.trains else "Timeline of the pass")
        self.update()

    # ------------------------------------------------------------ the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step or the epoch under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the knob."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)

    def _seek(self, event: QMouseEvent) -> None:
        x, track = event.position().x(), self.track
        if self.trains:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            scrub(self._recorder, self.epochs.epoch_at(x), fine)
        elif track is not None and track.step_at(x) != self._player.index:
            self._player.seek(track.step_at(x))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        if not self._walk(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def _walk(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space:
            self._player.toggle()
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in _LEAPS:
            self._leap(_LEAPS[key])
        elif key == Qt.Key.Key_Home:
            self._player.first()
        elif key == Qt.Key.Key_End:
            self._player.last()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        if self.trains:
            self._recorder.step(by)  # no further than the newest: a held key trains nothing
        else:
            self._player.step(by)

    def _leap(self, by: int) -> None:
        track = self.track
        if self.trains:
            self._recorder.step_epoch(by)
        elif track is not None:
            self._player.seek(track.chapter_from(self._player.index or 0, by))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring if the keyboard brought the focus."""
        self._ring = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ring = False
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self.update()

    # --------------------------------------------------------- the picture

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        track = self.track
        if track is not None:
            paint_track(painter, current_theme(), track, self._player.index, self._ring)
        elif self.trains:
            steps = steps_text(self._session.document, self._recorder)
            paint_epochs(painter, current_theme(), self.epochs, steps, self._ring)
