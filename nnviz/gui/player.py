"""The player: what is told, which step of it is shown, and the way through time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nnviz.explain.grain import Grain
from nnviz.gui.chooser import Chooser
from nnviz.gui.pace import Pace
from nnviz.gui.passage import Choice, Frames, Passage, Scope, Shown
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.steps import PASS_MODES, Steps

MODES = (*PASS_MODES, "train")
_PACE = 10.0


class Player(QObject):
    """Plays a pass step by step; in mode "train" it goes through the recording and trains on.

    Attributes
    ----------
    changed : Signal()
        Mode, step, progress, speed, playing or what is told changed.
    noticed : Signal(Notice)
        Why something else is told than was asked for.
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
        self._session, self._runner, self._recorder = session, runner, recorder
        self._pace = Pace()
        self._passage = Passage(session, runner)
        self._steps = Steps(self._passage, self._pace, settings, self)
        self._chooser = Chooser(self._passage, self._steps, self._halt, runner.can_train)
        self._trains = False
        self._steps.changed.connect(self.changed)
        self._steps.noticed.connect(self.noticed)
        session.changed.connect(self._follow)
        runner.changed.connect(self._follow_runner)
        runner.starting.connect(self.return_home)

    # ------------------------------------------------------------------ state

    @property
    def index(self) -> int | None:
        """The frame shown; None while the network is simply shown."""
        return self._steps.index

    @property
    def progress(self) -> float:
        """How far the motion of this step has come, 0 to 1; 1 at rest."""
        return self._steps.progress

    @property
    def frames(self) -> Frames:
        """The steps of what is told; made when first asked for after a change."""
        return self._steps.frames

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
        return self.index, self.choice, self._in_training

    def _own(self) -> Shown | None:
        """Return the sample shown while training is; it goes on beside what is told."""
        return Shown(self._session.document, self._session.trace) if self._in_training else None

    @property
    def _in_training(self) -> bool:
        return self._trains or self._runner.running

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
        return self._runner.running if self._trains else self._steps.playing

    @property
    def mode(self) -> str:
        """One of "forward", "backward", "update", "train"."""
        return "train" if self._trains else self._steps.mode

    def modes(self) -> tuple[str, ...]:
        """Return the modes that the present pass has; without a target only "forward"."""
        return (*self._steps.modes(), "train")

    # ------------------------------------------------------------------- speed

    @property
    def speed(self) -> float:
        """Times the normal speed, of the pass or of training; infinite: as fast as it goes."""
        return self._pace.of(self._kind)

    def set_speed(self, speed: float) -> None:
        """Set the speed of what the transport drives now: the pass, or training."""
        self._pace.set(self._kind, speed)
        self._runner.pace = self._pace.of("train") * _PACE
        self.changed.emit()

    def faster(self) -> None:
        """Take the next higher speed."""
        self.set_speed(self._pace.beside(self._kind, 1))

    def slower(self) -> None:
        """Take the next lower speed."""
        self.set_speed(self._pace.beside(self._kind, -1))

    @property
    def _kind(self) -> str:
        return "train" if self._trains else "pass"

    # ------------------------------------------------------------ what is told

    def set_scope(self, scope: Scope) -> None:
        """Tell of the sample shown, of the next minibatch or of an epoch."""
        self._chooser.choose_scope(scope)

    def set_grain(self, grain: Grain) -> None:
        """Tell in coarser or finer steps; one too fine gives way to the next coarser."""
        self._chooser.choose_grain(grain)

    def enter(self, member: int | None) -> None:
        """Tell of one sample of the minibatch alone, counted from 0; None: of all again."""
        self._chooser.enter(member, self.samples)

    def enter_beside(self, by: int) -> None:
        """Go `by` samples on in the minibatch; from all of it to its first or last sample."""
        member = self.choice.member
        if self.samples > 1:
            self.enter((0 if by > 0 else -1) if member is None else member + by)

    def return_home(self) -> None:
        """Show the network as it is, not as an epoch told would make it."""
        self._passage.return_home()

    def set_mode(self, mode: str) -> None:
        """Go to the first step of "forward", "backward" or "update", or to "train"."""
        if mode == self.mode == "train":
            return
        self.pause()
        if self.choice.member is not None and mode in ("update", "train"):
            self.enter(None)
        self._trains = mode == "train"
        if self._trains:
            self._steps.place(None)
        else:
            self._steps.mode = mode
            self._steps.place(self._steps.start_of(mode))

    def leave(self) -> None:
        """Show the network as it is, without a step."""
        self.pause()
        self._steps.place(None)

    def _halt(self) -> None:
        """Hold whatever plays; from training go back to the first mode."""
        self.pause()
        if self._trains:
            self._trains, self._steps.mode = False, PASS_MODES[0]

    # -------------------------------------------------------------- transport

    def play(self) -> None:
        """Play on from this step, or train on; from the last step begin again."""
        self._recorder.continue_here() if self._trains else self._steps.play()

    def pause(self) -> None:
        """Hold; a step under way comes to rest."""
        self._runner.stop() if self._trains else self._steps.pause()

    def toggle(self) -> None:
        """Play or pause."""
        self.pause() if self.playing else self.play()

    def step(self, by: int) -> None:
        """Go `by` steps on (or back); in mode "train" batches: from the newest, train one on."""
        if not self._trains:
            self.seek((-1 if self.index is None else self.index) + by)
        elif by < 0 or self._recorder.visiting:
            self._recorder.step(by)
        else:
            self._runner.one_batch()

    def first(self) -> None:
        """Go to the first step; in mode "train" to where the recording begins."""
        self._recorder.first() if self._trains else self.seek(0)

    def last(self) -> None:
        """Go to the last step; in mode "train" to the newest moment."""
        self._recorder.leave() if self._trains else self.seek(self._steps.count - 1)

    def can_go(self, by: int) -> bool:
        """Return whether there is something before (`by` = −1) or after what is shown (1)."""
        if not self._trains:
            return True
        if self._runner.running:
            return False
        return self._recorder.step_now > 0 if by < 0 else self._recorder.visiting

    def seek(self, index: int) -> None:
        """Show step `index`, at rest."""
        self._halt()
        self._steps.seek(index)

    # ------------------------------------------------------------------ follow

    def _follow_runner(self) -> None:
        """Show training, wherever it was started."""
        if self._runner.running and not self._trains:
            self._trains = True
            self._steps.leave()
        else:
            self.changed.emit()

    def _begin_again(self) -> None:
        """Look at other data, and so at another network, from the first mode on."""
        self.pause()
        self._trains, self._steps.mode = False, PASS_MODES[0]
        self._passage.choose("sample")
        self._steps.place(None)

    def _follow(self, change: Change) -> None:
        if self._passage.busy:
            return
        before = self.choice
        step = None if self.index is None else self._passage.step_within(self.index)
        mode = None if self.index is None else self._steps.mode
        of_many = before.scope != "sample" and before.member is None
        self._passage.follow(change)
        if Change.STRUCTURE | Change.DATA in change:
            self._begin_again()
        elif change & Change.STRUCTURE:
            self.leave()
        elif of_many and before != self.choice and not change & ~Change.SAMPLE:
            # One sample's steps are others than those of all.
            self._chooser.go_to_mode(mode)
        elif step is not None and min(step, self._steps.count - 1) != self.index:
            # What is told has become shorter, or an epoch begins again from what was changed.
            self._steps.place(min(step, self._steps.count - 1))
        elif before != self.choice:
            self.changed.emit()
