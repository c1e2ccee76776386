"""Minibatches side by side in memory, each with calls bound to its own place.

To bring the samples of a minibatch to one place and its results to another costs as much as several
calls of a small network's step. So many minibatches at once are brought, as long as they are small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.feed import Feed
from nnviz.engine.penalties import any_penalty
from nnviz.engine.setting import Setting
from nnviz.engine.slots import Call
from nnviz.engine.step import MinibatchStep, Stage

_BYTES = 2**19  # in one window; larger minibatches are alone in theirs
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
        inputs, targets = feed.widths
        shapes = [(size, inputs), (targets, size), (outputs, size)]
        if any_penalty(setting.layers):
            shapes.append((1, size))
        self._memory = [np.empty((count, *shape), gradient.dtype) for shape in shapes]
        stage = Stage(*(array[0] for array in self._memory))
        step = MinibatchStep(setting, stage, gradient, feed.total)
        moving = _Moving(step.calls, self._memory)
        self.calls = [moving.calls_at(place) for place in range(count)]

    def load(self, start: int) -> None:
        """Bring the samples of the minibatches from this place of the epoch on."""
        order = self._feed.order[start : start + self._size * len(self.calls)]
        batches = len(order) // self._size
        picked = order[: batches * self._size]
        inputs, targets = self._memory[:2]
        rows = inputs[:batches].reshape(len(picked), -1)
        self._feed.inputs.take(picked, axis=0, out=rows, mode="clip")
        columns = self._feed.targets.take(picked, axis=0).reshape(batches, self._size, -1)
        targets[:batches] = columns.transpose(0, 2, 1)

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
        self._setting = setting
        self._feed = feed
        self._batch_size = batch_size
        self._results = results
        self._full, self._left = divmod(len(feed), batch_size)
        numbers = batch_size * sum((*feed.widths, *map(len, results)))
        fitting = _BYTES // (numbers * self._gradient.itemsize)
        self._count = max(1, min(self._full, _MOST, fitting))
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
        end = min(last, self._full) if batch < self._full else last
        return window.calls[batch - first : end - first]

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
            self._made[size] = Window(self._setting, self._feed, self._gradient, size, count)
        return self._made[size]


class _Moving:
    """Calls on the first block of arrays, to be made on the other blocks as well.

    Parameters
    ----------
    calls : list of (function, arguments)
    memory : sequence of ndarray
        Each a row of blocks.
    """

    def __init__(self, calls: list[Call], memory: Sequence[FloatArray]) -> None:
        self._owners = {id(array): array for array in memory}
        self._calls = calls
        self._concerned = [i for i, call in enumerate(calls) if self._concerns(call)]

    def calls_at(self, place: int) -> list[Call]:
        """Return the calls on the blocks at `place`."""
        calls = list(self._calls)
        for index in self._concerned if place else ():
            function, arguments = calls[index]
            array = getattr(function, "__self__", None)
            if self._moves(array):
                function = getattr(self._moved(array, place), function.__name__)
            calls[index] = (function, tuple(self._moved(one, place) for one in arguments))
        return calls

    def _concerns(self, call: Call) -> bool:
        function, arguments = call
        return any(self._moves(one) for one in (getattr(function, "__self__", None), *arguments))

    def _moves(self, value: Any) -> bool:
        return isinstance(value, np.ndarray) and id(value.base) in self._owners

    def _moved(self, value: Any, place: int) -> Any:
        """Return the view of another block that `value` is of the first; or itself."""
        if not self._moves(value):
            return value
        owner = self._owners[id(value.base)]
        offset = value.ctypes.data - owner.ctypes.data + place * owner.strides[0]
        return np.ndarray(value.shape, value.dtype, owner, offset, value.strides)
