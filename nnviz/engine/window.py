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
from nnviz.engine.freezing import frozen_of
from nnviz.engine.mixing import Mixing
from nnviz.engine.optimizers.base import AHEAD
from nnviz.engine.penalties import any_constraint, any_penalty
from nnviz.engine.results import Left, Results
from nnviz.engine.setting import Setting
from nnviz.engine.slots import SHORT, Call
from nnviz.engine.step import MinibatchStep, Stage
from nnviz.engine.sums import NotASum

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
    mixing : Mixing, optional
        How the update is made by one product, if it is.

    Attributes
    ----------
    size : int
    calls : list of list of (function, arguments)
        The step on each minibatch.
    """

    def __init__(
        self,
        setting: Setting,
        feed: Feed,
        gradient: FloatArray,
        size: int,
        count: int,
        mixing: Mixing | None = None,
    ) -> None:
        self._feed = feed
        self.size = size
        inputs, targets = feed.widths
        rows = setting.output_rule.heights(setting.layers[-1].units)
        heights = [targets, *rows, *([1] if any_penalty(setting.layers) else [])]
        self._columns = [np.empty((count, height, size), gradient.dtype) for height in heights]
        self._left = slice(1, 1 + len(rows))
        self._lefts: dict[tuple[int, int], Left] = {}
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
        penalty = penalties[0] if penalties else None
        mixed, self._matrices = None, np.empty((0, 0, 0))
        if mixing is not None:
            shape = (1 if self._steady else count, *mixing.shape)
            self._matrices = np.empty(shape, gradient.dtype)
            mixed = mixing, self._matrices[0]
        stage = Stage(self._rows[0], numbers, firsts[0], remains, penalty, mixed)
        step = MinibatchStep(setting, stage, gradient, feed.total)
        self._before, calls = step.before, step.calls
        self._matrix = None if mixing is None else mixing.matrix(step.factor, self._matrices)
        if not self._together:
            bring = (feed.inputs.take, (self._picked[0], 0, stage.inputs, "clip"))
            calls = [bring, *calls]
        memory: list[np.ndarray[Any, Any]] = [
            self._picked,
            *self._columns,
            *([self._rows] if self._together else []),
            *([] if self._steady else [self._matrices, *self._numbers.values()]),
        ]
        self.calls = _Blocks(memory, None if mixing is None else mixing.places).bound(calls)

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
        numbers = self._optimizer.numbers(last - first)
        for name, each in numbers.items():
            self._numbers[name][first:last] = each
        if self._matrix is not None:
            self._matrix.fill(first, last, numbers)
        for function, arguments in self._before:
            function(*arguments)

    def left(self, first: int, last: int) -> Left:
        """Return what is there of these minibatches."""
        if (first, last) not in self._lefts:
            targets, *others = [array[first:last] for array in self._columns]
            n = self._left.stop - 1
            self._lefts[first, last] = Left(targets, others[:n], *others[n:])
        return self._lefts[first, last]


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
        self._mixing = _mixing(setting)
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
        self._place: int | None = None  # of the parameters and slots, while steps are made
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
        self._bring((batch - first) % 2)
        return window.calls[batch - first : end - first]

    def keep(self, batch: int, last: int) -> None:
        """Keep the results of minibatches that `calls_from` gave and that are done."""
        if last == batch:
            return
        window, first = self._at(batch)
        self._place = (last - first) % 2
        self._results.keep(batch, window.left(batch - first, last - first))

    def finish(self) -> None:
        """Bring parameters and slots back to where they belong."""
        if self._mixing is not None and self._place is not None:
            self._mixing.take(self._place, self._vectors())
        self._place = None

    def _bring(self, place: int) -> None:
        """Bring parameters and slots to one of the places that the next steps lead from."""
        if self._mixing is None or self._place == place:
            return
        if self._place is None:
            self._mixing.bring(place, self._vectors())
        else:
            self._mixing.move(place)
        self._place = place

    def _vectors(self) -> list[FloatArray]:
        return [self._setting.parameters, *self._setting.optimizer.slots.values()]

    def _at(self, batch: int) -> tuple[Window, int]:
        """Return the window that holds a minibatch, and the first that is in it."""
        if batch >= self._full:
            return self._window(self._left, 1), self._full
        return self._window(self._batch_size, self._count), batch - batch % self._count

    def _window(self, size: int, count: int) -> Window:
        if size not in self._made:
            parts = self._setting, self._feed, self._gradient
            self._made[size] = Window(*parts, size, count, self._mixing)
        return self._made[size]


def _mixing(setting: Setting) -> Mixing | None:
    """Return how updates are made by one product, if nothing else changes short parameters."""
    layers, n = setting.layers, setting.parameters.size
    others = any_penalty(layers) or any_constraint(layers) or setting.optimizer.clips
    if n > SHORT or others or frozen_of(layers) is not None:
        return None
    try:
        return Mixing(setting.optimizer, n, setting.parameters.dtype)
    except NotASum:
        return None


class _Blocks:
    """Views of the first block of arrays, and the same views of all blocks.

    Parameters
    ----------
    memory : sequence of ndarray
        Each a row of as many blocks.
    places : ndarray, optional
        Two blocks that take turns.
    """

    def __init__(
        self, memory: Sequence[np.ndarray[Any, Any]], places: FloatArray | None = None
    ) -> None:
        both = [*memory, *([] if places is None else [places])]
        self._owners = {id(array if array.base is None else array.base): array for array in both}
        self._places = places
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
            if owner is self._places:
                self._views[id(value)] = self._in_turn(value, offset)
                return self._views[id(value)]
            shape, strides = (self._count, *value.shape), (owner.strides[0], *value.strides)
            views = np.ndarray(shape, value.dtype, owner, offset, strides)
            self._views[id(value)] = [views[k, ...] for k in range(self._count)]
        return self._views[id(value)]

    def _in_turn(self, value: Any, offset: int) -> list[Any]:
        """Return `value` and the same view of the other place, again and again."""
        assert self._places is not None
        step = (
            self._places.strides[0]
            if offset < self._places.strides[0]
            else -self._places.strides[0]
        )
        other = np.ndarray(value.shape, value.dtype, self._places, offset + step, value.strides)
        return ([value, other] * (self._count // 2 + 1))[: self._count]
