"""From steps written down to bound calls: which memory each value lives in, and what is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.arrays import FloatArray, aligned
from nnviz.engine.joining import joined
from nnviz.engine.products import product_calls
from nnviz.engine.slots import PIECE, Call, Shape, Slot, Step


def assemble(steps: Sequence[Step], dtype: DTypeLike) -> list[Call]:
    """Assign the memory of all values and return the bound calls, in order."""
    steps = joined(steps, np.dtype(dtype))
    for index, step in enumerate(steps):
        for operand in step.inputs:
            operand.slot.last_use = index
    memory = _Memory(np.dtype(dtype))
    calls: list[Call] = []
    for length, run in groupby(enumerate(steps), key=lambda pair: pair[1].length):
        numbered = list(run)
        for index, step in numbered:
            memory.serve(step, index, None if length is None else numbered[-1][0])
        calls += _bound([step for _, step in numbered], length)
    return calls


class _Memory:
    """Assigned memory, given out again once its value has been read for the last time."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self._dtype = dtype
        self._free: dict[Shape, list[FloatArray]] = {}

    def serve(self, step: Step, index: int, end: int | None) -> None:
        """Assign memory to the result of a step; `end` is the last step of a run in pieces."""
        dying = {id(one.slot): one for one in step.inputs if one.slot.last_use == index}.values()
        # an elementwise function may write over an operand nobody reads again
        early = step.elementwise and not any(one.flipped for one in dying)
        if early:
            self._release([one.slot for one in dying])
        self._assign(step.output, end)
        if not early:
            self._release([one.slot for one in dying])

    def _assign(self, slot: Slot | None, end: int | None) -> None:
        if slot is None or slot.array is not None:
            return
        slot.reusable = True
        if self._free.get(slot.shape):
            slot.array = self._free[slot.shape].pop()
            return
        slot.passing = end is not None and slot.last_use <= end
        shape = (PIECE,) if slot.passing else slot.shape
        spare = self._free.get(shape)
        slot.array = spare.pop() if spare else aligned(shape, self._dtype)

    def _release(self, slots: list[Slot]) -> None:
        for slot in slots:
            if slot.reusable and slot.array is not None:
                self._free.setdefault(slot.array.shape, []).append(slot.array)


def _bound(steps: Sequence[Step], length: int | None) -> Iterator[Call]:
    """Yield the calls of steps, piece by piece if they work on vectors of this length."""
    if length is None:
        for step in steps:
            yield from _calls(step)
        return
    for start in range(0, length, PIECE):
        part = slice(start, min(start + PIECE, length))
        pieces: dict[int, FloatArray] = {}  # one for all calls: there are many
        yield from (_call_on(step, part, pieces) for step in steps)


def _call_on(step: Step, part: slice, pieces: dict[int, FloatArray]) -> Call:
    """Return the call with its memory, for one piece of its vectors."""
    slots = [*(operand.slot for operand in step.inputs), step.output]
    for slot in slots:
        if slot is not None and id(slot) not in pieces:
            pieces[id(slot)] = _piece(slot, part)
    return step.function, tuple(pieces[id(slot)] for slot in slots if slot is not None)


def _piece(slot: Slot, part: slice) -> FloatArray:
    assert slot.array is not None, "memory is assigned before a step is bound"
    if not slot.shape:
        return slot.array
    return slot.array[: part.stop - part.start] if slot.passing else slot.array[part]


def _calls(step: Step) -> list[Call]:
    """Return the call with its memory; a large product may take several."""
    if step.call is not None:
        return [step.call]
    assert step.output is not None
    arrays = [operand.array for operand in step.inputs]
    out = step.output.array
    assert out is not None, "memory is assigned before a step is bound"
    if step.function == "dot":
        return product_calls(arrays[0], arrays[1], out)
    if step.function == "copy":
        return [(np.copyto, (out, arrays[0]))]
    if step.function == "maximum":
        return [(np.maximum.reduce, (arrays[0], 0, None, out[0]))]
    return [(step.function, (*arrays, out))]
