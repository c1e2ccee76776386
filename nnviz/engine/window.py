"""Minibatches side by side in memory, each with calls bound to its own place.

To bring the samples of a minibatch to one place and its results to another costs as much as several
calls of a small network's step. So many minibatches at once are brought, as long as they are small.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.feed import Feed
from nnviz.engine.optimizers.base import AHEAD
from nnviz.engine.penalties import any_penalty
from nnviz.engine.results import Left, Results
from nnviz.engine.setting import Setting
from nnviz.engine.slots import SHORT, Call
from nnviz.engine.step import MinibatchStep, Stage

_BYTES = 2**17  # in one window, so that it stays in the cache; larger minibatches are alone
_MOST = AHEAD  # minibatches in one window, since each has a list of calls of its own
_FEW = 2**13  # bytes of a minibatch's inputs: more are brought by a call of its own, shortly before


def inputs_together(feed: Feed, size: int) -> bool:
    """Whether a window holds the inputs of all its minibatches."""
    return size * feed.inputs.strides[0] <= _FEW


class Window:
    """Some minibatches of one size.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    gradient : ndarray, shape (n_parameters,) or (2 n_parameters,)
        With room behind, as `MinibatchStep` takes it.
    size : int
        The number of samples in each.
    count : int
        How many there are.

    Attributes
    ----------
    size : int
    calls : list of list of (function, arguments)
        The step on each minibatch.
    """

    def __init__(
        self, setting: Setting, feed: Feed, gradient: FloatArray, size: int, count: int
    ) -> None:
        self._feed = feed
        self.size = size
        inputs, targets = feed.widths
        rows = setting.output_rule.heights(setting.layers[-1].units)
        heights = [targets, *rows, *([1] if any_penalty(setting.layers) else [])]
        self._columns = [np.empty((count, height, size), gradient.dtype) for height in heights]
        self._left = slice(1, 1 + len(rows))
        self._picked = np.empty((count, size), np.intp)
        self._together = inputs_together(feed, size)
        self._rows = aligned((count if self._together else 1, size, inputs), gradient.dtype)
        self._all_rows = self._rows.reshape(-1, inputs)
        self._optimizer = optimizer = setting.optimizer
        self._steady, self._rate = optimizer.steady, math.nan
        self._numbers = {name: np.empty(count, gradient.dtype) for name in optimizer.numbers(1)}
        numbers = {name: values[0, ...] for name, values in self._numbers.items()}
        firsts = [array[0] for array in self._columns]
        remains, penalties = firsts[self._left], firsts[self._left.stop :]
        stage = Stage(self._rows[0], numbers, firsts[0], remains, *penalties)
        step = MinibatchStep(setting, stage, gradient, feed.total)
        self._before, calls = step.before, step.calls
        if not self._together:
            bring = (feed.inputs.take, (self._picked[0], 0, stage.inputs, "clip"))
            calls = [bring, *calls]
        memory: list[np.ndarray[Any, Any]] = [
            self._picked,
            *self._columns,
            *([self._rows] if self._together else []),
            *([] if self._steady else self._numbers.values()),
        ]
        self.calls = _Blocks(memory).bound(calls)

    def load(self, start: int) -> None:
        """Bring the samples of the minibatches from this place of the epoch on."""
        order = self._feed.order[start : start + self.size * len(self.calls)]
        batches = len(order) // self.size
        picked = order[: batches * self.size]
        if self._together:
            self._feed.inputs.take(picked, 0, self._all_rows[: len(picked)], "clip")
        else:
            self._picked[:batches] = picked.reshape(batches, self.size)
        targets = self._columns[0]
        if targets.shape[1] == 1:
            self._feed.targets.take(picked, 0, targets.reshape(-1, 1)[: len(picked)], "clip")
        else:
            columns = self._feed.targets.take(picked, 0).reshape(batches, self.size, -1)
            targets[:batches] = columns.swapaxes(1, 2)

    def prepare(self, first: int, last: int) -> None:
        """Set what the next steps multiply with, which are those on these minibatches."""
        if self._steady:
            if self._optimizer.learning_rate == self._rate:
                return
            first, last, self._rate = 0, 1, self._optimizer.learning_rate
        for name, each in self._optimizer.numbers(last - first).items():
            self._numbers[name][first:last] = each
        for function, arguments in self._before:
            function(*arguments)

    def left(self, first: int, last: int) -> Left:
        """Return what is there of these minibatches."""
        targets, *others = [array[first:last] for array in self._columns]
        n = self._left.stop - 1
        return Left(targets, others[:n], *others[n:])


class Windows:
    """All minibatches of an epoch, one window of them in memory at a time.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    batch_size : int
    results : Results
        Which keeps what the minibatches leave.
    """

    def __init__(self, setting: Setting, feed: Feed, batch_size: int, results: Results) -> None:
        n = setting.parameters.size
        self._gradient = aligned((2 * n if n <= SHORT else n,), setting.parameters.dtype)
        self._setting = setting
        self._feed = feed
        self._batch_size = batch_size
        self._results = results
        self._full, self._left = divmod(len(feed), batch_size)
        inputs, targets = feed.widths
        numbers = targets + sum(setting.output_rule.heights(setting.layers[-1].units))
        numbers += inputs if inputs_together(feed, batch_size) else 0
        fitting = _BYTES // (batch_size * numbers * self._gradient.itemsize)
        self._count = max(1, min(self._full, _MOST, fitting))
        self._made: dict[int, Window] = {}
        self._loaded: int | None = None

    def forget(self) -> None:
        """Take what is in memory for gone, since the order or the masks of dropout have changed."""
        self._loaded = None

    def calls_from(self, batch: int, last: int) -> list[list[Call]]:
        """Return the calls of the minibatches from `batch` on that are in memory together.

        They are to be made at once, since the learning rate is read here.
        """
        window, first = self._at(batch)
        if self._loaded != first:
            window.load(first * self._batch_size)
            self._loaded = first
        end = min(last, self._full, first + self._count) if batch < self._full else last
        window.prepare(batch - first, end - first)
        return window.calls[batch - first : end - first]

    def keep(self, batch: int, last: int) -> None:
        """Keep the results of minibatches that `calls_from` gave."""
        window, first = self._at(batch)
        self._results.keep(batch, window.left(batch - first, last - first))

    def _at(self, batch: int) -> tuple[Window, int]:
        """Return the window that holds a minibatch, and the first that is in it."""
        if batch >= self._full:
            return self._window(self._left, 1), self._full
        return self._window(self._batch_size, self._count), batch - batch % self._count

    def _window(self, size: int, count: int) -> Window:
        if size not in self._made:
            self._made[size] = Window(self._setting, self._feed, self._gradient, size, count)
        return self._made[size]


class _Blocks:
    """Views of the first block of arrays, and the same views of all blocks.

    Parameters
    ----------
    memory : sequence of ndarray
        Each a row of as many blocks.
    """

    def __init__(self, memory: Sequence[np.ndarray[Any, Any]]) -> None:
        self._owners = {id(array if array.base is None else array.base): array for array in memory}
        self._count = len(memory[0])
        self._views: dict[int, list[Any]] = {}

    def bound(self, calls: Sequence[Call]) -> list[list[Call]]:
        """Return calls on the first blocks, and the same calls on all others."""
        return [list(each) for each in zip(*map(self._everywhere, calls), strict=True)]

    def _everywhere(self, call: Call) -> Iterable[Call]:
        function, arguments = call
        owner = getattr(function, "__self__", None)
        if not any(self._moves(one) for one in (owner, *arguments)):
            return repeat(call, self._count)
        functions = (
            [getattr(view, function.__name__) for view in self._of(owner)]
            if self._moves(owner)
            else repeat(function, self._count)
        )
        return zip(functions, zip(*map(self._of, arguments), strict=True), strict=True)

    def _moves(self, value: Any) -> bool:
        return isinstance(value, np.ndarray) and id(value.base) in self._owners

    def _of(self, value: Any) -> Iterable[Any]:
        """Return what stands for `value` on each block."""
        if not self._moves(value):
            return repeat(value, self._count)
        if id(value) not in self._views:
            owner = self._owners[id(value.base)]
            offset = value.ctypes.data - owner.ctypes.data
            shape, strides = (self._count, *value.shape), (owner.strides[0], *value.strides)
            views = np.ndarray(shape, value.dtype, owner, offset, strides)
            self._views[id(value)] = [views[k, ...] for k in range(self._count)]
        return self._views[id(value)]
