"""The player: which step of the pass is shown, and its way through time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.explain.frames import Chapter
from nnviz.explain.passes import Pass
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings

MODES = ("forward", "backward", "update", "train")
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, math.inf)
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
    """Plays a pass step by step; in mode "train" its transport is the runner's.

    Attributes
    ----------
    changed : Signal()
        Mode, step, progress, speed or playing changed.
    index : int or None
        The frame shown; None while the network is simply shown.
    progress : float
        How far the motion of this step has come, 0 to 1; 1 at rest.
    """

    changed = Signal()

    def __init__(
        self, session: Session, runner: Runner, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._settings = session, runner, settings
        self._frames: Pass | None = None
        self._mode = "forward"
        self._speeds = {"pass": 1.0, "train": math.inf}
        self._since = 0.0
        self.index: int | None = None
        self.progress = 1.0
        self._timer = QTimer(self, interval=16)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        session.changed.connect(self._follow)
        runner.changed.connect(self._follow_runner)

    # ------------------------------------------------------------------ state

    @property
    def frames(self) -> Pass | None:
        """The steps of the current pass; made when first asked for after a change."""
        if self._frames is None:
            self._frames = Pass(self._session.document, self._session.trace)
        return self._frames

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
        return self._speeds[self._kind()]

    def set_speed(self, speed: float) -> None:
        """Set the speed of what the transport drives now: the pass, or training."""
        self._speeds[self._kind()] = speed
        self._runner.pace = self._speeds["train"] * _PACE
        self.changed.emit()

    def faster(self) -> None:
        """Take the next higher speed."""
        self._shift_speed(1)

    def slower(self) -> None:
        """Take the next lower speed."""
        self._shift_speed(-1)

    def _shift_speed(self, by: int) -> None:
        at = SPEEDS.index(self.speed) + by
        self.set_speed(SPEEDS[min(max(at, 0), len(SPEEDS) - 1)])

    def set_mode(self, mode: str) -> None:
        """Go to the first step of "forward", "backward" or "update", or to "train"."""
        if mode == self._mode == "train":
            return
        self.pause()
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
            self._runner.start()
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
        """Go `by` steps on (or back); in mode "train" one batch on."""
        if self._mode == "train":
            self._runner.one_batch()
            return
        at = -1 if self.index is None else self.index
        self.seek(at + by)

    def first(self) -> None:
        """Go to the first step."""
        self.seek(0)

    def last(self) -> None:
        """Go to the last step."""
        self.seek(self._count() - 1)

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
        if self.index + 1 < self._count():
            self._place(self.index + 1, moving=True)
        else:
            self.pause()

    def _place(self, index: int | None, moving: bool = False) -> None:
        self.index = index
        self.progress = 0.0 if moving and not self._settings.reduce_motion else 1.0
        self._since = perf_counter()
        if index is not None:
            self._mode = self._mode_at(index)
        self.changed.emit()

    def _mode_at(self, index: int) -> str:
        for chapter, start, stop in self._chapters():
            if start <= index < stop:
                return _MODE_OF[chapter]
        return self._mode

    def _chapter_start(self, mode: str) -> int | None:
        starts = [start for chapter, start, _ in self._chapters() if _MODE_OF[chapter] == mode]
        return min(starts, default=None)

    def _count(self) -> int:
        return len(self.frames) if self.frames is not None else 0

    def _chapters(self) -> Sequence[tuple[Chapter, int, int]]:
        return self.frames.chapters if self.frames is not None else ()

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
        self._place(None)

    def _follow(self, change: Change) -> None:
        self._frames = None
        if Change.STRUCTURE | Change.DATA in change:
            self._begin_again()
        elif change & Change.STRUCTURE:
            self.leave()
        elif self.index is not None and self.index >= self._count():
            self._place(self._count() - 1)
