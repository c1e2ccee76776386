"""The way that led to the present, as epochs and as steps. No Qt."""

from __future__ import annotations

from nnviz.gui.recording.recording import Path
from nnviz.gui.recording.segment import Moment


class Timeline:
    """A path of segments as one row of steps.

    Attributes
    ----------
    start, end : float
        The epochs, fractional, of the first and the newest moment.
    steps : int
        The minibatches from the first to the newest.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        first, (last, step) = path[0][0], path[-1]
        self.start, self.end = first.epoch(0), last.epoch(step)
        self.steps = sum(step for _, step in path)

    def step_of(self, moment: Moment) -> int:
        """Return a moment's step; of one that is not on the path, the newest."""
        before = 0
        for segment, step in self._path:
            if segment is moment.segment and moment.step <= step:
                return before + moment.step
            before += step
        return self.steps

    def moment_at_step(self, step: int) -> Moment:
        """Return the moment after `step` steps; beyond the ends, the end."""
        left = max(step, 0)
        for segment, count in self._path[:-1]:
            if left < count:
                return Moment(segment, left)
            left -= count
        segment, count = self._path[-1]
        return Moment(segment, min(left, count))

    def moment_at_epoch(self, epoch: float) -> Moment:
        """Return the nearest moment; at an edit, the one after it."""
        for segment, count in reversed(self._path):
            if segment.epoch(0) <= epoch:
                return Moment(segment, min(segment.step_at(epoch), count))
        return Moment(self._path[0][0], 0)

    def forks(self) -> tuple[float, ...]:
        """Return the epochs, after the first, at which one segment follows another."""
        epochs = dict.fromkeys(segment.epoch(0) for segment, _ in self._path[1:])
        return tuple(epoch for epoch in epochs if epoch > self.start)
