"""The ends of the last epochs of a run, to go back to when it diverges. No Qt."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

from nnviz.engine.checkpoint import Checkpoint
from nnviz.engine.models import Sequential


class Milestones:
    """Remembers the state at the start of a run and after each of its last epochs.

    Parameters
    ----------
    model : Sequential
        The network in training, as it is at the start of the run.
    epoch : int
        The epochs done by then.
    """

    def __init__(self, model: Sequential, epoch: int) -> None:
        assert model.optimizer is not None  # the document's model is compiled
        self._start = (epoch, Checkpoint(model.parameters, model.optimizer))
        self._start[1].save()
        # Two, since the steps after the last epoch's end may have shown that it was too late.
        spare = (Checkpoint(model.parameters, model.optimizer) for _ in range(2))
        self._ends = deque(((epoch, checkpoint) for checkpoint in spare), maxlen=2)
        for _, checkpoint in self._ends:
            checkpoint.save()

    def pass_epoch(self, epoch: int) -> None:
        """Remember the present state, if it is the end of an epoch not remembered yet."""
        if epoch == self._ends[-1][0]:
            return
        _, checkpoint = self._ends.popleft()
        checkpoint.save()
        self._ends.append((epoch, checkpoint))

    def go_back(self, loss: Callable[[], float]) -> int:
        """Restore the newest state whose loss is finite; return the epochs done by then."""
        for epoch, checkpoint in (*reversed(self._ends), self._start):
            checkpoint.restore()
            if math.isfinite(loss()):
                return epoch
        return self._start[0]
