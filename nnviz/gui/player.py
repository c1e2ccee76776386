"""The player: which step of the pass is shown, and its way through time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.explain.frames import Chapter
from nnviz.explain.grain import Grain
from nnviz.gui.notices import Notice
from nnviz.gui.pace import Pace
from nnviz.gui.passage import Choice, Frames, Passage, Scope, Shown
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings

MODES = ("forward", "backward", "update", "train")
# Seconds a step takes at 1×: slow motion (0.5×) is 2.5 s, 4× about the 0.3 s of a transition.
STEP = 1.25
_PACE = 10.0
_MODE_OF = {
    Chapter.FORWARD: "forward",
    Chapter.LOSS: "forward",
    Chapter.BACKWARD: "backward",
    Chapter.UPDATE: "update",
}


class Player(QObject):
    """Plays a pass step by step; in mode "train" it goes through the recording and trains on.

    Attributes
    ----------
    changed : Signal()
        Mode, step, progress, speed, playing or what is told changed.
    noticed : Signal(Notice)
        Why something else is told than was asked for.
    index : int or None
        The frame shown; None while the network is simply shown.
    progress : float
        How far the motion of this step has come, 0 to 1; 1 at rest.
    """

    changed = Signal()
    noticed = Signal(object)

    def __init__(
        self,
        session: Session,
        runner: Runner,
        recorder: Recorder,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._settings = session, runner, settings
        self._recorder = recorder
        self._passage = Passage(session, runner)
        self._mode = "forward"
        self._pace = Pace()
        self._since = 0.0
        self._left_at: int | None = None
        self.index: int | None = None
        self.progress = 1.0
        self._timer = QTimer(self, interval=16)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        session.changed.connect(self._follow)
        runner.changed.connect(self._follow_runner)
        runner.starting.connect(self.return_home)

    # ------------------------------------------------------------------ state

    @property
    def frames(self) -> Frames:
        """The steps of what is told; made when first asked for after a change."""
        frames = self._passage.frames
        if self._passage.refusal is not None:
            QTimer.singleShot(0, self, self._tell_refusal)
        return frames

    @property
    def choice(self) -> Choice:
        """What is told: the sample, a minibatch or an epoch, and in what steps."""
        return self._passage.choice

    @property
    def subject(self) -> Shown:
        """The document and the trace that are told; a minibatch's trace has all its samples."""
        return self._own() or self._passage.subject(self.index)

    @property
    def shown(self) -> Shown:
        """The document and the trace for a picture: of a minibatch the means of its samples."""
        return self._own() or self._passage.shown(self.index)

    @property
    def told(self) -> tuple[int | None, Choice, bool]:
        """What `subject` and `shown` depend on beside the document; equal while they stay."""
        return self.index, self.choice, self._trains

    @property
    def _trains(self) -> bool:
        return self._mode == "train" or self._runner.running

    def _own(self) -> Shown | None:
        """Return the sample shown while training is; it goes on beside what is told."""
        return Shown(self._session.document, self._session.trace) if self._trains else None

    @property
    def samples(self) -> int:
        """How many samples the minibatch told has; 1 where it is the sample shown."""
        batch = None if self._own() else self._passage.minibatch
        return 1 if batch is None else len(batch)

    @property
    def place(self) -> tuple[int, int]:
        """The number of the minibatch told in its epoch, from 1, and how many there are."""
        batch = self._passage.minibatch
        return (1, 1) if batch is None else (batch.number + 1, batch.per_epoch)

    @property
    def playing(self) -> bool:
        """Whether steps follow by themselves, or training runs."""
        return self._runner.running if self._mode == "train" else self._timer.isActive()

    @property
    def mode(self) -> str:
        """One of "forward", "backward", "update", "train"."""
        return self._mode

    @property
    def speed(self) -> float:
        """Times the normal speed, of the pass or of training; infinite: as fast as it goes."""
        return self._pace.of(self._kind())

    def set_speed(self, speed: float) -> None:
        """Set the speed of what the transport drives now: the pass, or training."""
        self._pace.set(self._kind(), speed)
        self._runner.pace = self._pace.of("train") * _PACE
        self.changed.emit()

    def faster(self) -> None:
        """Take the next higher speed."""
        self.set_speed(self._pace.beside(self._kind(), 1))

    def slower(self) -> None:
        """Take the next lower speed."""
        self.set_speed(self._pace.beside(self._kind(), -1))

    # ------------------------------------------------------------ what is told

    def set_scope(self, scope: Scope) -> None:
        """Tell of the sample shown, of the next minibatch or of an epoch."""
        wrong = None if scope == "sample" else self._runner.can_train()
        if wrong is not None:
            self.noticed.emit(Notice("warning", wrong))
        elif scope != self.choice.scope or self.choice.member is not None:
            mode = self._halted()
            self._passage.choose(scope)
            self._go_to_mode(mode)

    def set_grain(self, grain: Grain) -> None:
        """Tell in coarser or finer steps; one too fine gives way to the next coarser."""
        if grain is not self.choice.grain:
            mode = self._halted()
            self._passage.tell_by(grain)
            self._go_to_mode(mode)

    def enter(self, member: int | None) -> None:
        """Tell of one sample of the minibatch alone, counted from 0; None: of all again."""
        inside, at, mode = self.choice.member is not None, self.index, self._halted()
        if not inside:
            self._left_at = at
        self._passage.enter(None if member is None else member % self.samples)
        if member is None:
            self._place(self._left_at)
        elif inside:
            self._place(None if at is None else min(at, self._count() - 1))
        else:
            self._go_to_mode(mode)

    def enter_beside(self, by: int) -> None:
        """Go `by` samples on in the minibatch; from all of it to its first or last sample."""
        member = self.choice.member
        if self.samples > 1:
            self.enter((0 if by > 0 else -1) if member is None else member + by)

    def return_home(self) -> None:
        """Show the network as it is, not as an epoch told would make it."""
        self._passage.return_home()

    def _halted(self) -> str | None:
        """Pause; return the mode of the step shown, None at rest."""
        self.pause()
        if self._mode == "train":
            self._mode = MODES[0]
        return None if self.index is None else self._mode

    def _go_to_mode(self, mode: str | None) -> None:
        """Show the first step of `mode`, or of the last one before it that there is."""
        start = None
        self._count()  # a grain too fine is found out and told now
        if mode is not None:
            wanted = MODES[: MODES.index(mode) + 1]
            found = (self._chapter_start(each) for each in reversed(wanted))
            start = next(step for step in found if step is not None)
        self._place(start)

    def _tell_refusal(self) -> None:
        refusal, self._passage.refusal = self._passage.refusal, None
        if refusal is not None:
            grain = self.choice.grain.value
            said = f"{str(refusal)[:1].upper()}{str(refusal)[1:]}".partition(", choose")[0]
            self.noticed.emit(Notice("warning", f"{said}; it is told by {grain}"))

    def set_mode(self, mode: str) -> None:
        """Go to the first step of "forward", "backward" or "update", or to "train"."""
        if mode == self._mode == "train":
            return
        self.pause()
        if self.choice.member is not None and mode in ("update", "train"):
            self.enter(None)
        self._mode = mode
        start = None if mode == "train" else self._chapter_start(mode)
        self._place(start)

    def leave(self) -> None:
        """Show the network as it is, without a step."""
        self.pause()
        self._place(None)

    def modes(self) -> tuple[str, ...]:
        """Return the modes that the present pass has; without a target only "forward"."""
        chapters = {_MODE_OF[chapter] for chapter, _, _ in self._chapters()}
        return tuple(mode for mode in MODES if mode in chapters or mode == "train")

    # -------------------------------------------------------------- transport

    def play(self) -> None:
        """Play on from this step, or train on; from the last step begin again."""
        if self._mode == "train":
            self._recorder.continue_here()
        elif self._count():
            at_end = self.index is None or self.index >= self._count() - 1
            self._place(0 if at_end else self.index, moving=True)
            self._timer.start()
            self.changed.emit()

    def pause(self) -> None:
        """Hold; a step under way comes to rest."""
        if self._mode == "train":
            self._runner.stop()
        elif self._timer.isActive():
            self._timer.stop()
            self.progress = 1.0
            self.changed.emit()

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self.playing else self.play()

    def step(self, by: int) -> None:
        """Go `by` steps on (or back); in mode "train" batches: from the newest, train one on."""
        if self._mode != "train":
            self.seek((-1 if self.index is None else self.index) + by)
        elif by < 0 or self._recorder.visiting:
            self._recorder.step(by)
        else:
            self._runner.one_batch()

    def first(self) -> None:
        """Go to the first step; in mode "train" to where the recording begins."""
        if self._mode == "train":
            self._recorder.first()
        else:
            self.seek(0)

    def last(self) -> None:
        """Go to the last step; in mode "train" to the newest moment."""
        if self._mode == "train":
            self._recorder.leave()
        else:
            self.seek(self._count() - 1)

    def can_go(self, by: int) -> bool:
        """Return whether there is something before (`by` = −1) or after what is shown (1)."""
        if self._mode != "train":
            return True
        if self._runner.running:
            return False
        return self._recorder.step_now > 0 if by < 0 else self._recorder.visiting

    def seek(self, index: int) -> None:
        """Show step `index`, at rest."""
        self.pause()
        if self._mode == "train":
            self._mode = "forward"
        n = self._count()
        self._place(min(max(index, 0), n - 1) if n else None)

    # ------------------------------------------------------------------ motion

    def _tick(self) -> None:
        assert self.index is not None
        done = (perf_counter() - self._since) * self.speed / STEP
        if done >= 1.0:
            self._advance()
        elif not self._settings.reduce_motion:
            self.progress = done
            self.changed.emit()

    def _advance(self) -> None:
        assert self.index is not None
        last = self._count() - 1
        if self.index < last:
            at_once = math.isinf(self.speed)
            self._place(last if at_once else self.index + 1, moving=not at_once)
        else:
            self.pause()

    def _place(self, index: int | None, moving: bool = False) -> None:
        self.index = index
        self._passage.visit(index)
        self.progress = 0.0 if moving and not self._settings.reduce_motion else 1.0
        self._since = perf_counter()
        if index is not None:
            self._mode = self._mode_at(index)
        self.changed.emit()

    def _mode_at(self, index: int) -> str:
        for chapter, start, stop in self.frames.chapters_around(index):
            if start <= index < stop:
                return _MODE_OF[chapter]
        return self._mode

    def _chapter_start(self, mode: str) -> int | None:
        starts = [start for chapter, start, _ in self._chapters() if _MODE_OF[chapter] == mode]
        return min(starts, default=None)

    def _count(self) -> int:
        return len(self.frames)

    def _chapters(self) -> Sequence[tuple[Chapter, int, int]]:
        # What was told before may have been longer.
        return self.frames.chapters_around(max(min(self.index or 0, self._count() - 1), 0))

    def _kind(self) -> str:
        return "train" if self._mode == "train" else "pass"

    def _follow_runner(self) -> None:
        """Show training, wherever it was started."""
        if self._runner.running and self._mode != "train":
            self._timer.stop()
            self._mode = "train"
            self._place(None)
        else:
            self.changed.emit()

    def _begin_again(self) -> None:
        """Look at other data, and so at another network, from the first mode on."""
        self.pause()
        self._mode = MODES[0]
        self._passage.choose("sample")
        self._place(None)

    def _follow(self, change: Change) -> None:
        if self._passage.busy:
            return
        before = self.choice
        step = None if self.index is None else self._passage.step_within(self.index)
        self._passage.follow(change)
        if Change.STRUCTURE | Change.DATA in change:
            self._begin_again()
        elif change & Change.STRUCTURE:
            self.leave()
        elif step is not None and min(step, self._count() - 1) != self.index:
            # What is told has become shorter, or an epoch begins again from what was changed.
            self._place(min(step, self._count() - 1))
        elif before != self.choice:
            self.changed.emit()
