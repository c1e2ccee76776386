"""Training beside the window: slices on its thread, one displayed state per frame."""

from __future__ import annotations

import math
from functools import partial
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.document.document import Document
from nnviz.document.edits import Trained
from nnviz.document.learning import lesson
from nnviz.document.minibatches import Moment
from nnviz.gui.changes import BESIDE_TRAINING, Change
from nnviz.gui.notices import Notice
from nnviz.gui.one_update import ONE_UPDATE, one_update
from nnviz.gui.recording.recording import Recording
from nnviz.gui.run_words import divergence, ending, plan_text, run_text, too_far
from nnviz.gui.session import Session
from nnviz.gui.training_run import Shot, TrainingRun
from nnviz.gui.turns import Turn

FRAME = 0.016
# Training on a thread needs the interpreter some forty times a step, and waits for it whenever the
# window works: so there are fewer frames, and time between them.
_FRAME_BESIDE = 0.045
LONGEST_SLICE = 0.008
_BUSY = 0.015
_RATE_EVERY = 0.5


class Runner(QObject):
    """Trains the session's document; a run, a batch and an epoch are one undo entry each.

    Attributes
    ----------
    changed : Signal()
        It started, ended, or has another message or rate. Never once per step.
    noticed : Signal(Notice)
        Something the user should know, such as a divergence and the way back.
    starting : Signal()
        It is about to train the document shown: who only tries something out takes it back.
    moment_wanted : Signal(recording.segment.Moment)
        The user wants to see a recorded moment, such as the step before a divergence.
    recording : Recording
        All that was trained since the document was opened.
    pace : float
        Epochs per second at most; infinite for full speed.
    last_paint : float
        Seconds the views took for the last frame; what is left of a frame is trained in.
    steps_per_second : float
    running_loss : float
        Mean loss so far in the epoch under way; nan where there is none.
    message : str
        What training does, or why it ended, for the status bar.
    """

    changed = Signal()
    noticed = Signal(object)
    starting = Signal()
    moment_wanted = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._run: TrainingRun | None = None
        self.recording = Recording(session.document)
        self._timer = QTimer(self, interval=round(FRAME * 1000))
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._wait)
        self._turn = Turn(self)
        self._turn.came.connect(self._tick)
        session.turns.worked.connect(self._count)
        session.joining.connect(self.stop)
        session.changed.connect(self._follow)
        self.pace = math.inf
        self.last_paint = 0.0
        self._shown = 0.0
        self.steps_per_second = 0.0
        self.running_loss = math.nan
        self.message = ""
        self._reached: object = None
        self._started = 0.0
        self._first_step = 0
        self._rate_from = (0.0, 0)

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._timer.isActive()

    @property
    def goal(self) -> int:
        """The epoch at which the run under way or paused ends; without one, the newest."""
        if self.running and self._run is not None:
            return self._run.goal
        present = self._session.present
        return self._pending(present) or present.history.epochs

    @property
    def moment(self) -> Moment:
        """The epochs done, and the minibatches of the one under way that training goes on with."""
        return Moment(*self.recording.place(self._session.document))

    @property
    def plan(self) -> str:
        """What Run would do now, in a sentence."""
        document = self._session.document
        return plan_text(document, self._pending(document))

    def _pending(self, document: Document) -> int | None:
        return self._run.left_of(document) if self._run is not None else None

    def _next_goal(self) -> int:
        document = self._session.document
        return self._pending(document) or document.history.epochs + max(document.training.epochs, 1)

    def can_train(self) -> str | None:
        """Return None, or the sentence that says why there is nothing to train on."""
        try:
            lesson(self._session.document)
        except ValueError as error:
            return str(error)
        return None

    # --------------------------------------------------------------- controls

    def start(self, epochs: int | None = None) -> None:
        """Train `epochs` more epochs; by default the stored ones, or what a pause left of them.

        From a visited moment that is a branch: one entry leads back there, the run is the next.
        """
        if self.running or not self._ready():
            return
        self.starting.emit()
        self._session.go_back()
        document = self._session.document
        goal = document.history.epochs + epochs if epochs else self._next_goal()
        run = self._open(document, goal)
        run.promised = run.promised if epochs else goal
        self.message = "Training"
        self._timer.start()
        self.changed.emit()
        self._tick()

    def one_sample(self) -> None:
        """Update once on the sample shown alone."""
        self.starting.emit()
        document = self._session.document
        if self._idle() and not self._session.has_samples:
            self._train_batch(ONE_UPDATE, "One sample trained")
        elif self._idle() and document.y is not None:
            self._update_once(document)

    def _update_once(self, document: Document) -> None:
        update = one_update(document)
        if update is None:
            self.noticed.emit(too_far(document))
        else:
            self._session.apply(update)
            self._say("One sample trained")

    def one_batch(self) -> None:
        """Update once on the next minibatch; the epoch goes on where it was."""
        if self._idle():
            self._train_batch("Train one batch", "One batch trained")

    def _train_batch(self, text: str, message: str) -> None:
        if self._ready():
            self.starting.emit()
            self._session.go_back()
            document = self._session.document
            self._open(document, self._next_goal()).step()
            self._close(text, message)

    def one_epoch(self) -> None:
        """Train one epoch, or what is left of the one under way."""
        self.start(1)

    def stop(self) -> None:
        """End the run under way; what it reached is kept as one undo entry."""
        if self.running:
            self._end("Paused")

    # ----------------------------------------------------------------- slices

    def _idle(self) -> bool:
        self.stop()
        return not self.running

    def _ready(self) -> bool:
        reason = self.can_train()
        if reason is not None:
            self.noticed.emit(Notice("warning", reason))
        return reason is None

    def _open(self, document: Document, goal: int) -> TrainingRun:
        if self._run is None or not self._run.continues(document):
            self._run = TrainingRun(document, goal, self.recording)
        self._run.before = document
        self._run.goal = goal
        self._started = perf_counter()
        self._first_step = self._run.training.step
        self._rate_from = (self._started, self._first_step)
        return self._run

    def _wait(self) -> None:
        self._session.turns.ask(self._turn)

    def _tick(self) -> None:
        run = self._run
        if run is None or not self._timer.isActive():
            return  # it was stopped while it waited
        self.last_paint, self._shown = self._shown, 0.0
        run.shown = self._session.document
        try:
            finished = self._advance(run)
        except BaseException:
            self._break_off(run)  # or it would fail again in the next frame
            raise
        self._pace_frames(_FRAME_BESIDE if run.beside else FRAME)
        if not self.running:
            return
        self._show(run.shot())
        if finished:
            self._end("")

    def _pace_frames(self, seconds: float) -> None:
        milliseconds = round(1000 * seconds)
        if self._timer.isActive() and self._timer.interval() != milliseconds:
            self._timer.setInterval(milliseconds)

    def _advance(self, run: TrainingRun) -> bool:
        budget = min(LONGEST_SLICE, max(_BUSY - self.last_paint, 0.001))
        if math.isinf(self.pace):
            return run.advance(budget)
        until = perf_counter() + budget
        while self._behind(run) and perf_counter() < until:
            if run.step():
                return True
        return False

    def _behind(self, run: TrainingRun) -> bool:
        allowed = (perf_counter() - self._started) * self.pace * run.training.steps_per_epoch
        return run.training.step - self._first_step < allowed

    def _show(self, shot: Shot) -> None:
        started = perf_counter()
        self.running_loss = shot.running_loss
        self._measure_rate(shot.steps)
        self.recording.mark(shot.parameters, shot.moment)
        self._session.show_training(
            shot.parameters, shot.history, shot.optimizer_state, shot.traced
        )
        self._shown += perf_counter() - started

    def _count(self, turn: Turn | None, seconds: float) -> None:
        """Count what the views took for this frame; the next slice is shorter by it."""
        if turn is not self._turn:
            self._shown += seconds

    def _measure_rate(self, steps: int) -> None:
        now = perf_counter()
        since, first = self._rate_from
        if now - since >= _RATE_EVERY:
            self.steps_per_second = (steps - first) / (now - since)
            self._rate_from = (now, steps)
            self.changed.emit()

    # ------------------------------------------------------------------- ends

    def _end(self, message: str) -> None:
        assert self._run is not None
        self._timer.stop()
        try:
            self._run.join()
        except BaseException:
            self._break_off(self._run)
            raise
        epochs = self._run.training.epoch - self._run.before.history.epochs
        self._close(run_text(epochs), message or ending(self._run))

    def _break_off(self, run: TrainingRun) -> None:
        """Keep what was shown of a run that failed; nothing goes on from where it is, half way."""
        self._timer.stop()
        self._run = None
        shown, before = self._session.document, run.before
        text = run_text(shown.history.epochs - before.history.epochs)
        trained = Trained(shown.parameters, shown.history, shown.optimizer_state, text=text)
        moved = shown.parameters is not before.parameters
        self._session.finish_training(before, trained if moved else None)
        self._say("Ended by an error")

    def _close(self, text: str, message: str) -> None:
        run = self._run
        assert run is not None
        shot, before = run.shot(), run.before
        run.rest()
        self.recording.mark(shot.parameters, shot.moment)
        stopped_by = run.stopped_by
        history = shot.history.extended({}, stopped_by)
        trained = Trained(shot.parameters, history, shot.optimizer_state, text=text)
        moved = self._moved(run, shot)
        if stopped_by == "divergence":
            self.recording.keep_ahead((shot if moved else before).parameters, run.newest)
        self._session.finish_training(before, trained if moved else None)
        self._resume_later(run)
        self._reached = self._session.document.parameters
        self.running_loss = shot.running_loss
        self._say(message)
        if stopped_by == "divergence":
            self._explain_divergence(run, before.history.epochs if moved else None)

    def _moved(self, run: TrainingRun, shot: Shot) -> bool:
        """Return whether something was trained that is kept, though no weight may be another."""
        if run.stopped_by == "divergence":
            return not np.array_equal(shot.parameters, run.before.parameters)
        return run.training.step > self._first_step

    def _explain_divergence(self, run: TrainingRun, back: int | None) -> None:
        look = partial(self.moment_wanted.emit, run.newest)
        self.noticed.emit(divergence(run, back, self._session.undo, look))

    def _resume_later(self, run: TrainingRun) -> None:
        run.before = self._session.document
        if run.training.finished:
            self._run = None

    def _follow(self, change: Change) -> None:
        """Forget how the last run ended once something else has changed what it reached."""
        if change == Change.ALL and not self.running:
            self._run = None
        kept = self._session.visiting or self._session.document.parameters is self._reached
        if not self.running and not kept and change & ~BESIDE_TRAINING:
            self.message = ""
            self.running_loss = math.nan

    def _say(self, message: str) -> None:
        self.message = message
        self.changed.emit()
