"""An epoch, told minibatch by minibatch; each is traced when one of its frames is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import overload

import numpy as np

from nnviz.document.document import Document
from nnviz.document.minibatches import Minibatch, Moment, minibatches_per_epoch
from nnviz.explain.batch_pass import batch_pass
from nnviz.explain.epoch_states import EpochStates
from nnviz.explain.frames import Chapter, Frame
from nnviz.explain.grain import WINDOW, Grain, Room
from nnviz.explain.passes import Pass, Place

_MOST_PASSES = 4


class EpochPass(Sequence[Frame]):
    """The frames of what is left of an epoch: forward, loss, backward, update of each minibatch.

    Parameters
    ----------
    document : Document
        The network at `start`.
    start : Moment
        Epochs done, and minibatches of the one under way.
    grain : Grain
    room : Room

    Raises
    ------
    GrainError
        If a minibatch would take too many frames.
    ValueError
        If there is nothing to train on.
    """

    def __init__(
        self,
        document: Document,
        start: Moment,
        grain: Grain = Grain.LAYER,
        room: Room = WINDOW,
    ) -> None:
        self.start = start
        self._grain, self._room = grain, room
        self._states = EpochStates(document, start)
        self._count = minibatches_per_epoch(document) - start.batch
        self._passes: OrderedDict[int, Pass] = OrderedDict()
        self._chapters: dict[tuple[bool, bool], tuple[tuple[Chapter, int, int], ...]] = {}
        self._ends = list(accumulate(self._length(k) for k in range(self._count)))

    def __len__(self) -> int:
        return self._ends[-1]

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...
    def __getitem__(self, index: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = range(len(self))[index]
        told, within, _ = self.place(k)
        return replace(told[within], index=k)

    @property
    def chapters(self) -> tuple[tuple[Chapter, int, int], ...]:
        """Each chapter of the first minibatch, as in a pass."""
        return self.chapters_around(0)

    def chapters_around(self, index: int) -> tuple[tuple[Chapter, int, int], ...]:
        """Return the chapters of the minibatch that frame `index` tells of."""
        update = self._update_of(index)
        start = self._start_of(update)
        told = self._chapters_of(update)
        return tuple((chapter, start + first, start + stop) for chapter, first, stop in told)

    @property
    def stretches(self) -> tuple[tuple[str, int, int], ...]:
        """Each minibatch by name, with its first frame and the one after its last."""
        starts = [0, *self._ends[:-1]]
        named = (f"Batch {self.start.batch + k + 1}" for k in range(self._count))
        return tuple(zip(named, starts, self._ends, strict=True))

    def place(self, index: int) -> Place:
        """Return the pass of the minibatch that frame `index` tells of, and its place there."""
        update = self._update_of(index)
        return Place(self._pass(update), index - self._start_of(update), update)

    def minibatch(self, update: int) -> Minibatch:
        """Return the samples of an update, counted from 0."""
        return self._states.minibatch(update)

    def document(self, update: int) -> Document:
        """Return the document as it is before an update, the sample shown as it was."""
        return self._states.before(update)

    def after(self) -> Document:
        """Return the document after the last update."""
        return self._states.before(self._count)

    def _update_of(self, index: int) -> int:
        return bisect_right(self._ends, index)

    def _start_of(self, update: int) -> int:
        return self._ends[update - 1] if update else 0

    def _pass(self, update: int) -> Pass:
        if update not in self._passes:
            self._passes[update] = self._told(self._states.before(update), update)
            if len(self._passes) > _MOST_PASSES:
                self._passes.popitem(last=False)
        self._passes.move_to_end(update)
        return self._passes[update]

    def _told(self, document: Document, update: int) -> Pass:
        return batch_pass(document, self._states.minibatch(update), self._grain, self._room)

    def _chapters_of(self, update: int) -> tuple[tuple[Chapter, int, int], ...]:
        """Return the chapters of a minibatch; they are alike wherever its samples are."""
        y = self._states.minibatch(update).y
        kind = len(y) == 1, bool(np.allclose(y.sum(axis=1), 1.0))
        if kind not in self._chapters:
            self._chapters[kind] = self._told(self._states.before(0), update).chapters
        return self._chapters[kind]

    def _length(self, update: int) -> int:
        return self._chapters_of(update)[-1][2]
