"""Calls on memory of one minibatch, and the same calls on that of all others beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.slots import Call


class Blocks:
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
            if owner is self._places:
                self._views[id(value)] = self._in_turn(value)
                return self._views[id(value)]
            shape, strides = (self._count, *value.shape), (owner.strides[0], *value.strides)
            offset = value.ctypes.data - value.base.ctypes.data
            views = np.ndarray(shape, value.dtype, value.base, offset, strides)
            self._views[id(value)] = [views[k, ...] for k in range(self._count)]
        return self._views[id(value)]

    def _in_turn(self, value: Any) -> list[Any]:
        """Return `value` and the same view of the other place, again and again."""
        assert self._places is not None
        offset = value.ctypes.data - self._places.ctypes.data
        step = (
            self._places.strides[0]
            if offset < self._places.strides[0]
            else -self._places.strides[0]
        )
        other = np.ndarray(value.shape, value.dtype, self._places, offset + step, value.strides)
        return ([value, other] * (self._count // 2 + 1))[: self._count]
