"""The recorder: the moment shown, the way through the recording, and what is read from it."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.document.document import Document
from nnviz.gui.changes import BESIDE_TRAINING, Change
from nnviz.gui.recording import curves
from nnviz.gui.recording.curves import Curve, WeightCurve
from nnviz.gui.recording.replay import Replay
from nnviz.gui.recording.segment import Moment
from nnviz.gui.recording.timeline import Timeline
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings

__all__ = ["Curve", "Recorder", "WeightCurve"]

# Seconds of replay before anything is shown, and in each frame after that.
_FIRST, _SLICE = 0.012, 0.008


class Recorder(QObject):
    """The recording of a session's training, and the moment of it that is shown.

    Epochs are fractional: 3.25 is a quarter through the fourth. Steps are minibatches, counted
    from the start of the branch that leads to the present.

    Parameters
    ----------
    session : Session
    runner : Runner
        Which records.
    settings : Settings
        Say how much memory it may take.

    Attributes
    ----------
    changed : Signal()
        The moment shown, the extent or the branches changed; at most once per frame.
    """

    changed = Signal()

    def __init__(
        self, session: Session, runner: Runner, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._settings = session, runner, settings
        self._recording = runner.recording
        self._replay = Replay()
        self._shown = self._wanted = self._recording.present
        self._then = session.document
        self._going_on = False
        self._told: tuple[object, ...] = ()
        self._timer = QTimer(self, interval=16)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        session.changed.connect(self._follow)
        runner.moment_wanted.connect(self.visit)
        settings.changed.connect(self._limit)
        self._limit()

    # ------------------------------------------------------------------- moments

    @property
    def start(self) -> float:
        """The epoch of the first recorded moment of this branch."""
        return self._timeline().start

    @property
    def end(self) -> float:
        """The epoch of its newest moment; where it is `start`, there is nothing to go through."""
        return self._timeline().end

    @property
    def now(self) -> float:
        """The epoch of the moment shown; of the one wanted while the way there is computed."""
        return self._here.epoch

    @property
    def step_now(self) -> int:
        """The same moment in steps."""
        return self._timeline().step_of(self._here)

    @property
    def steps(self) -> int:
        """The newest moment in steps."""
        return self._timeline().steps

    @property
    def visiting(self) -> bool:
        """Whether the moment shown is not the newest; an epoch tried out is no recorded one."""
        return self._session.visiting and self._here != self._recording.present

    @property
    def busy(self) -> bool:
        """Whether the way to a moment is still being computed; the nearest known one is shown."""
        return self._timer.isActive()

    @property
    def moment_text(self) -> str:
        """The moment shown: "epoch 12" once that many are done, "epoch 13, batch 3 of 25"."""
        epoch, batch = self._shown.place
        if not batch:
            return f"epoch {epoch:,}"
        return f"epoch {epoch + 1:,}, batch {batch:,} of {self._shown.segment.steps_per_epoch:,}"

    def forks(self) -> tuple[float, ...]:
        """Return the epochs at which this branch was edited or left another one."""
        return self._timeline().forks()

    @property
    def _here(self) -> Moment:
        return self._wanted if self.busy else self._shown

    def _timeline(self) -> Timeline:
        return Timeline(self._recording.path())

    # ---------------------------------------------------------------------- going

    def seek(self, epoch: float) -> None:
        """Show the moment nearest to `epoch`; a training run under way pauses."""
        self._runner.stop()
        self.visit(self._timeline().moment_at_epoch(epoch))

    def seek_step(self, step: int) -> None:
        """Show the moment after `step` steps of this branch."""
        self._runner.stop()
        self.visit(self._timeline().moment_at_step(step))

    def step(self, by: int) -> None:
        """Go `by` minibatches on or back."""
        self._runner.stop()
        self.seek_step(self.step_now + by)

    def step_epoch(self, by: int) -> None:
        """Go to the end of the epoch `by` epochs on or back."""
        self._runner.stop()
        self.seek(_whole(self.now, by))

    def first(self) -> None:
        """Show the first recorded moment."""
        self.seek_step(0)

    def leave(self) -> None:
        """Show the newest moment."""
        self._stop()
        self._session.leave()

    def continue_here(self) -> None:
        """Train on from the moment shown, which is a branch unless it is the newest."""
        if self.busy:
            self._going_on = True
        else:
            self._runner.start()

    def visit(self, moment: Moment) -> None:
        """Show a recorded moment; a training run under way pauses."""
        self._runner.stop()
        self._stop()
        if moment == self._recording.present:
            self._session.leave()
            return
        self._wanted = moment
        self._replay.aim(moment)
        if self._replay.advance(_FIRST):
            self._arrive()
        else:
            self._timer.start()
            self._show_nearest(moment)

    # -------------------------------------------------------------------- reading

    def histories(self) -> tuple[Curve, ...]:
        """Return every branch's history, the current one's last and to its newest moment."""
        return curves.histories(self._recording, self._session.present)

    def track(self, index: int) -> tuple[WeightCurve, ...]:
        """Return the parameter at `index` of the flat vector over the epochs, per branch."""
        return curves.tracks(self._recording, self._session.present, index)

    # ---------------------------------------------------------------------- parts

    def _tick(self) -> None:
        try:
            reached = self._replay.advance(_SLICE)
        except BaseException:
            self._stop()  # or it would fail again in the next frame
            raise
        if reached:
            going_on = self._going_on
            self._stop()
            self._arrive()
            if going_on:
                self._runner.start()

    def _arrive(self) -> None:
        self._show(self._wanted, self._replay.document())

    def _show_nearest(self, moment: Moment) -> None:
        """Show the checkpoint before `moment` until it is reached, unless nearer already."""
        segment, shown = moment.segment, self._shown
        step, state = segment.checkpoints.before(moment.step)
        if self.visiting and shown.segment is segment and step <= shown.step <= moment.step:
            self.changed.emit()
        else:
            self._show(Moment(segment, step), segment.document_at(step, state))

    def _show(self, moment: Moment, document: Document) -> None:
        self._recording.mark(document.parameters, moment)
        self._session.visit(document)

    def _stop(self) -> None:
        self._timer.stop()
        self._replay.halt()
        self._going_on = False

    def _follow(self, change: Change) -> None:
        if not change & ~BESIDE_TRAINING:
            return
        document = self._session.document
        if not self._session.visiting:
            self._keep_up(document, reopened=change == Change.ALL)
        elif (moment := self._recording.locate(document)) is not None:
            self._shown, self._then = moment, document
        self._tell()

    def _tell(self) -> None:
        """Say so if another moment is shown, or there are others; a drag changes neither."""
        timeline = self._timeline()
        extent = timeline.start, timeline.end, timeline.steps, timeline.forks()
        told, self._told = self._told, (self.moment_text, self.visiting, *extent)
        if told != self._told:
            self.changed.emit()

    def _keep_up(self, document: Document, reopened: bool) -> None:
        """Take what the session shows for the present, made of what was shown before."""
        self._stop()
        self._replay.rest()
        if reopened:
            self._replay.forget()
            self._recording.begin(document)
        else:
            self._recording.stand_at(self._shown, self._then)
            self._recording.follow(document)
        self._shown = self._wanted = self._recording.present
        self._then = document

    def _limit(self) -> None:
        self._recording.limit(self._settings.recording_mib)


def _whole(epoch: float, by: int) -> float:
    """Return the end of an epoch that is `by` ends away."""
    return (math.floor(epoch) if by > 0 else math.ceil(epoch)) + by
