"""The way to any recorded moment: from the checkpoint before it, training once more. No Qt."""

from __future__ import annotations

import threading
from time import perf_counter

from nnviz.document.document import Document
from nnviz.engine.models import Sequential
from nnviz.engine.training import Training
from nnviz.gui.recording.copy import Copy
from nnviz.gui.recording.cost import feed_bytes, step_seconds
from nnviz.gui.recording.segment import Moment

# Seconds of work between two looks at the clock; of a step that belongs on a thread; and of a
# rehearsal, at most. Bytes of samples that are not copied, nor kept, beside a frame.
_LOOK, _SLOW, _REHEARSAL = 0.0005, 0.004, 0.25
_LARGE = 2**23


class Replay:
    """Trains a copy of the network to where it is wanted.

    It goes on from where it is when that is on the way. What it reaches has the bits of the run
    that was recorded: the order of an epoch depends on the seed and the epoch alone.
    """

    def __init__(self) -> None:
        self._copy: Copy | None = None
        self._target: Moment | None = None
        self._seconds = 0.0
        self._thread: threading.Thread | None = None
        self._halt = threading.Event()
        self._error: BaseException | None = None

    @property
    def reached(self) -> bool:
        """Whether it is where it was aimed at."""
        arrived = self._copy is not None and self._copy.moment == self._target
        return self._thread is None and arrived

    def aim(self, moment: Moment) -> None:
        """Choose where to go."""
        self.halt()
        if self._error is not None:  # of a way that nobody wants to its end any more
            self._copy = self._error = None
        self._target = moment
        self._seconds = step_seconds(moment.segment.start)

    def advance(self, seconds: float) -> bool:
        """Train towards the target for about so long, and a little at least; say if it is reached.

        Where even a little takes too long for a frame, a thread does it, and this only asks.
        """
        target = self._target
        if target is None or self.reached:
            return self.reached
        if self._seconds > _SLOW or feed_bytes(target.segment.start) > _LARGE:
            return self._ask(target)
        deadline = perf_counter() + seconds
        copy, at_once = self._on_the_way(target), max(round(_LOOK / self._seconds), 1)
        while copy.step < target.step:
            copy.train(min(at_once, target.step - copy.step))
            if perf_counter() >= deadline:
                break
        return self.reached

    def document(self) -> Document:
        """Return the network where the replay has come to."""
        assert self._copy is not None  # it has been on its way
        return self._copy.document()

    def halt(self) -> None:
        """End a thread under way."""
        if self._thread is not None:
            self._halt.set()
            self._thread.join()
            self._thread = None

    def rest(self) -> None:
        """Let go of what is large, since no moment is looked at now."""
        self.halt()
        if self._copy is not None and feed_bytes(self._copy.segment.start) > _LARGE:
            self.forget()

    def forget(self) -> None:
        """Let go of everything."""
        self.halt()
        self._copy = self._target = None

    def _on_the_way(self, target: Moment) -> Copy:
        """Return the copy, taken to the checkpoint before the target unless nearer already."""
        copy = self._copy
        if copy is None or copy.segment is not target.segment:
            self._copy = copy = None  # before there is another
            self._copy = copy = Copy(target.segment)
        at, state = target.segment.checkpoints.before(target.step)
        if not at <= copy.step <= target.step:
            copy.load(at, state)
        return copy

    def _ask(self, target: Moment) -> bool:
        if self._thread is None:
            self._halt.clear()
            self._thread = threading.Thread(
                target=self._work, args=(target,), name="nnviz replay", daemon=True
            )
            self._thread.start()
        elif not self._thread.is_alive():
            self.halt()
            self._raise()
        return self.reached

    def _work(self, target: Moment) -> None:
        try:
            copy = self._on_the_way(target)
            while copy.step < target.step and not self._halt.is_set():
                copy.train(1)
        except BaseException as error:
            self._error = error

    def _raise(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            self._copy = None
            raise error


def rehearsed(moment: Moment) -> tuple[Sequential, Training] | None:
    """Return network and training at a moment, trained from the beginning of its epoch.

    So the scores of that epoch become those of all its minibatches. None where that would take
    long, or where the weights were edited within the epoch.
    """
    moment, batch = _unbranched(moment), moment.place[1]
    if moment.step < batch:
        return None
    at, state = moment.segment.checkpoints.before(moment.step - batch)
    if (moment.step - at) * step_seconds(moment.segment.start) > _REHEARSAL:
        return None
    copy = Copy(moment.segment)
    copy.load(at, state)
    copy.train(moment.step - at)
    copy.training.history.clear()
    return copy.model, copy.training


def _unbranched(moment: Moment) -> Moment:
    """Return the same moment as a step of the segment in which its epoch began."""
    while moment.step < moment.place[1]:
        parent = moment.segment.parent
        if parent is None or not moment.segment.unedited:
            break
        moment = Moment(parent.segment, parent.step + moment.step)
    return moment
