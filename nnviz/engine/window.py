"""Minibatches side by side in memory, each with calls bound to its own place.

To bring the samples of a minibatch to one place and its results to another costs as much as several
calls of a small network's step. So many minibatches at once are brought, as long as they are small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.blocks import Blocks
from nnviz.engine.feed import Feed
from nnviz.engine.mixing import Mixing
from nnviz.engine.penalties import any_penalty
from nnviz.engine.results import Left
from nnviz.engine.setting import Setting
from nnviz.engine.slots import Call
from nnviz.engine.step import MinibatchStep, Stage

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
    gradient : ndarray
        With room behind, as `MinibatchStep` takes it.
    size : int
        The number of samples in each.
    count : int
        How many there are.
    mixing : Mixing, optional
        How the update is made by one product, if it is.
    hurry : bool
        Whether steps take logits for moderate.

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
        hurry: bool = False,
    ) -> None:
        self._feed = feed
        self.size = size
        self._count, self._dtype = count, gradient.dtype
        self._optimizer = setting.optimizer
        self._steady, self._rate = setting.optimizer.steady, math.nan
        self._make_memory(setting)
        step = MinibatchStep(setting, self._stage(mixing), gradient, feed.total, hurry)
        self._before = step.before
        self._matrix = None if mixing is None else mixing.matrix(step.factor, self._matrices)
        self.calls = self._bound(step.calls, mixing)

    def _make_memory(self, setting: Setting) -> None:
        """Make what minibatches bring, and what they leave."""
        inputs, targets = self._feed.widths
        rule, units = setting.output_rule, setting.layers[-1].units
        others = (targets, *([1] if any_penalty(setting.layers) else []))
        heights = [others[0], *rule.heights(units), *others[1:]]
        made_in = [others[0], *rule.rows_made(units), *others[1:]]
        self._remaining = len(rule.heights(units))
        pairs = zip(heights, made_in, strict=True)
        self._columns, self._places = zip(*(self._blocks(*pair) for pair in pairs), strict=True)
        self._whole = self._made_left(0, self._count)
        self._picked = np.empty((self._count, self.size), np.intp)
        self._together = inputs_together(self._feed, self.size)
        together = self._count if self._together else 1
        self._rows = aligned((together, self.size, inputs), self._dtype)
        self._rows[..., -1] = 1.0  # where the feed does not bring it
        self._brought = self._rows.reshape(-1, inputs)[:, : self._feed.inputs.shape[1]]

    def _blocks(self, rows: int, made: int) -> tuple[FloatArray, FloatArray]:
        """Return memory for so many rows of each minibatch, and where they are made.

        Rows made beyond them lie over those of the next minibatch, which are made later.
        """
        memory = np.empty((self._count * rows + made - rows, self.size), self._dtype)
        strides = (rows * memory.strides[0], *memory.strides)
        kept, places = (
            np.ndarray((self._count, n, self.size), self._dtype, memory, 0, strides)
            for n in (rows, made)
        )
        return kept, places

    def _stage(self, mixing: Mixing | None) -> Stage:
        """Return where the first minibatch meets the step, and make the memory of its numbers."""
        names = self._optimizer.numbers(1)
        self._numbers = {name: np.empty(self._count, self._dtype) for name in names}
        numbers = {name: values[0, ...] for name, values in self._numbers.items()}
        shape = (0, 0) if mixing is None else mixing.shape
        self._matrices = np.empty((1 if self._steady else self._count, *shape), self._dtype)
        mixed = None if mixing is None else (mixing, self._matrices[0])
        targets, *others = (array[0] for array in self._places)
        n = self._remaining
        penalties = others[n] if others[n:] else None
        return Stage(self._rows[0], numbers, targets, others[:n], penalties, mixed)

    def _bound(self, calls: Sequence[Call], mixing: Mixing | None) -> list[list[Call]]:
        """Return the calls on the first minibatch, and the same calls on all others."""
        if not self._together:
            bring = (self._feed.inputs.take, (self._picked[0], 0, self._brought, "clip"))
            calls = [bring, *calls]
        memory: list[np.ndarray[Any, Any]] = [
            self._picked,
            *self._places,
            *([self._rows] if self._together else []),
            *([] if self._steady else [self._matrices, *self._numbers.values()]),
        ]
        return Blocks(memory, None if mixing is None else mixing.places).bound(calls)

    def load(self, start: int) -> None:
        """Bring the samples of the minibatches from this place of the epoch on."""
        order = self._feed.order[start : start + self.size * len(self.calls)]
        batches = len(order) // self.size
        picked = order[: batches * self.size]
        if self._together:
            self._feed.inputs.take(picked, 0, self._brought[: len(picked)], "clip")
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
        return self._whole if last - first == self._count else self._made_left(first, last)

    def _made_left(self, first: int, last: int) -> Left:
        targets, *others = [array[first:last] for array in self._columns]
        n = self._remaining
        return Left(targets, others[:n], *others[n:])
