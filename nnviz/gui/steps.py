"""The steps of what is told: which one is shown, and its way through time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnviz.explain.frames import Chapter
from nnviz.gui.notices import Notice
from nnviz.gui.pace import Pace
from nnviz.gui.passage import Frames, Passage
from nnviz.gui.settings import Settings

PASS_MODES = ("forward", "backward", "update")
# Seconds a step takes at 1×: slow motion (0.5×) is 2.5 s, 4× about the 0.3 s of a transition.
STEP = 1.25
_MODE_OF = {
    Chapter.FORWARD: "forward",
    Chapter.LOSS: "forward",
    Chapter.BACKWARD: "backward",
    Chapter.UPDATE: "update",
}


class Steps(QObject):
    """Shows one step after another, at the pace of a pass.

    Attributes
    ----------
    changed : Signal()
        Step, progress or playing changed.
    noticed : Signal(Notice)
        Why steps are coarser than was asked for.
    index : int or None
        The frame shown; None while the network is simply shown.
    progress : float
        How far the motion of this step has come, 0 to 1; 1 at rest.
    mode : str
        One of "forward", "backward", "update": of the step shown, or the last one that was.
    """

    changed = Signal()
    noticed = Signal(object)

    def __init__(
        self, passage: Passage, pace: Pace, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._passage, self._pace, self._settings = passage, pace, settings
        self._since = 0.0
        self.index: int | None = None
        self.progress = 1.0
        self.mode = PASS_MODES[0]
        self._timer = QTimer(self, interval=16)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def frames(self) -> Frames:
        """The steps; made when first asked for after a change."""
        frames = self._passage.frames
        if self._passage.refusal is not None:
            QTimer.singleShot(0, self, self._tell_refusal)
        return frames

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.frames)

    @property
    def playing(self) -> bool:
        """Whether steps follow by themselves."""
        return self._timer.isActive()

    # ------------------------------------------------------------------- modes

    def modes(self) -> tuple[str, ...]:
        """Return the modes that there are steps of; without a target only "forward"."""
        found = {_MODE_OF[chapter] for chapter, _, _ in self._chapters()}
        return tuple(mode for mode in PASS_MODES if mode in found)

    def start_of(self, mode: str) -> int | None:
        """Return the first step of a mode; None if it has none."""
        starts = [start for chapter, start, _ in self._chapters() if _MODE_OF[chapter] == mode]
        return min(starts, default=None)

    def _mode_at(self, index: int) -> str:
        for chapter, start, stop in self.frames.chapters_around(index):
            if start <= index < stop:
                return _MODE_OF[chapter]
        return self.mode

    def _chapters(self) -> Sequence[tuple[Chapter, int, int]]:
        # What was told before may have been longer.
        return self.frames.chapters_around(max(min(self.index or 0, self.count - 1), 0))

    # ------------------------------------------------------------------- place

    def place(self, index: int | None, moving: bool = False) -> None:
        """Show step `index`, at rest or at the start of its motion; None: no step."""
        self.index = index
        self._passage.visit(index)
        self.progress = 0.0 if moving and not self._settings.reduce_motion else 1.0
        self._since = perf_counter()
        if index is not None:
            self.mode = self._mode_at(index)
        self.changed.emit()

    def seek(self, index: int) -> None:
        """Show step `index`, or the nearest that there is, at rest."""
        n = self.count
        self.place(min(max(index, 0), n - 1) if n else None)

    def leave(self) -> None:
        """Show no step."""
        self._timer.stop()
        self.place(None)

    # ------------------------------------------------------------------ motion

    def play(self) -> None:
        """Play on from this step; from the last one begin again."""
        if self.count:
            at_end = self.index is None or self.index >= self.count - 1
            self.place(0 if at_end else self.index, moving=True)
            self._timer.start()
            self.changed.emit()

    def pause(self) -> None:
        """Hold; a step under way comes to rest."""
        if self._timer.isActive():
            self._timer.stop()
            self.progress = 1.0
            self.changed.emit()

    def _tick(self) -> None:
        done = (perf_counter() - self._since) * self._pace.of("pass") / STEP
        if done >= 1.0:
            self._advance()
        elif not self._settings.reduce_motion:
            self.progress = done
            self.changed.emit()

    def _advance(self) -> None:
        assert self.index is not None
        last = self.count - 1
        if self.index < last:
            at_once = math.isinf(self._pace.of("pass"))
            self.place(last if at_once else self.index + 1, moving=not at_once)
        else:
            self.pause()

    def _tell_refusal(self) -> None:
        refusal, self._passage.refusal = self._passage.refusal, None
        if refusal is not None:
            grain = self._passage.choice.grain.value
            said = f"{str(refusal)[:1].upper()}{str(refusal)[1:]}".partition(", choose")[0]
            self.noticed.emit(Notice("warning", f"{said}; it is told by {grain}"))
