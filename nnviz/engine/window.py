"""Minibatches side by side in memory, each with calls bound to its own place.

To bring the samples of a minibatch to one place and its results to another costs as much as several
calls of a small network's step. So many minibatches at once are brought, as long as they are small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.assembling import Call
from nnviz.engine.feed import Feed
from nnviz.engine.penalties import any_penalty
from nnviz.engine.setting import Setting
from nnviz.engine.step import MinibatchStep, Stage

_BYTES = 2**20  # of inputs and targets in one window; larger minibatches are alone in theirs
_MOST = 256  # minibatches in one window, since each has a list of calls of its own


class Window:
    """Some minibatches of one size.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    gradient : ndarray, shape (n_parameters,)
    size : int
        The number of samples in each.
    count : int
        How many there are.

    Attributes
    ----------
    calls : list of list of (function, arguments)
        The step on each minibatch.
    """

    def __init__(
        self, setting: Setting, feed: Feed, gradient: FloatArray, size: int, count: int
    ) -> None:
        self._feed = feed
        self._size = size
        outputs = setting.layers[-1].units
        shapes = [(size, feed.inputs.shape[1]), (size, feed.targets.shape[1]), (outputs, size)]
        if any_penalty(setting.layers):
            shapes.append((1, size))
        self._memory = [np.empty((count, *shape), gradient.dtype) for shape in shapes]
        stage = Stage(*(array[0] for array in self._memory))
        step = MinibatchStep(setting, stage, gradient, feed.total)
        self.calls = [_moved(step.calls, self._memory, place) for place in range(count)]

    def load(self, start: int) -> None:
        """Bring the samples of the minibatches from this place of the epoch on."""
        stop = start + self._size * len(self.calls)
        picked = self._feed.order[start:stop]
        sources = (self._feed.inputs, self._feed.targets)
        for source, array in zip(sources, self._memory, strict=False):
            rows = array.reshape(-1, array.shape[-1])[: len(picked)]
            source.take(picked, axis=0, out=rows, mode="clip")

    def keep(self, first: int, last: int, results: Sequence[FloatArray], start: int) -> None:
        """Copy what minibatches `first` up to `last` left to results of the whole epoch.

        These are the logits and, if there are any, the penalties; one column per sample.
        """
        columns = slice(start, start + (last - first) * self._size)
        for array, result in zip(self._memory[2:], results, strict=True):
            done = array[first:last].transpose(1, 0, 2)
            result[:, columns] = done.reshape(len(result), -1)


class Windows:
    """All minibatches of an epoch, one window of them in memory at a time.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    batch_size : int
    results : sequence of ndarray, shape (outputs, n) and, with penalties, (1, n)
        Where the logits of the epoch go, and the penalties.
    """

    def __init__(
        self, setting: Setting, feed: Feed, batch_size: int, results: Sequence[FloatArray]
    ) -> None:
        self._gradient = np.empty_like(setting.parameters)
        self._make = lambda size, count: Window(setting, feed, self._gradient, size, count)
        self._batch_size = batch_size
        self._results = results
        self._full, self._left = divmod(len(feed), batch_size)
        bytes_each = batch_size * (feed.inputs.shape[1] + feed.targets.shape[1]) * 8
        self._count = max(1, min(self._full, _MOST, _BYTES // bytes_each))
        self._made: dict[int, Window] = {}
        self._loaded: int | None = None

    def forget(self) -> None:
        """Take what is in memory for gone, since the order or the masks of dropout have changed."""
        self._loaded = None

    def calls_from(self, batch: int, last: int) -> list[list[Call]]:
        """Return the calls of the minibatches from `batch` on that are in memory together."""
        window, first = self._at(batch)
        if self._loaded != first:
            window.load(first * self._batch_size)
            self._loaded = first
        return window.calls[batch - first : last - first]

    def keep(self, batch: int, last: int) -> None:
        """Keep the results of minibatches that `calls_from` gave."""
        window, first = self._at(batch)
        window.keep(batch - first, last - first, self._results, batch * self._batch_size)

    def _at(self, batch: int) -> tuple[Window, int]:
        """Return the window that holds a minibatch, and the first that is in it."""
        if batch >= self._full:
            return self._window(self._left, 1), self._full
        return self._window(self._batch_size, self._count), batch - batch % self._count

    def _window(self, size: int, count: int) -> Window:
        if size not in self._made:
            self._made[size] = self._make(size, count)
        return self._made[size]


def _moved(calls: Sequence[Call], memory: Sequence[FloatArray], place: int) -> list[Call]:
    """Return calls on the first block of each array as calls on the block at `place`."""
    if not place:
        return list(calls)
    owners = {id(array): array for array in memory}
    return [_call_at(call, owners, place) for call in calls]


def _call_at(call: Call, owners: dict[int, FloatArray], place: int) -> Call:
    function, arguments = call
    owner = getattr(function, "__self__", None)
    if isinstance(owner, np.ndarray):
        function = getattr(_array_at(owner, owners, place), function.__name__)
    moved = tuple(_array_at(argument, owners, place) for argument in arguments)
    same = function is call[0] and all(a is b for a, b in zip(moved, arguments, strict=True))
    return call if same else (function, moved)


def _array_at(value: Any, owners: dict[int, FloatArray], place: int) -> Any:
    """Return the view of another block that `value` is of the first; anything else as it is."""
    owner = owners.get(id(getattr(value, "base", None)))
    if owner is None:
        return value
    offset = value.ctypes.data - owner.ctypes.data + place * owner[0].nbytes
    return np.ndarray(value.shape, value.dtype, owner, offset, value.strides)
