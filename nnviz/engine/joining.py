"""Steps on two neighbouring vectors, made with the calls of one.

On a small network every call costs as much as the arithmetic on some hundred numbers. Where an
optimizer does the same to two vectors, as with the two means of Adam, one call does it to the
vector that they are the halves of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.slots import SHORT, Operand, Slot, Step


def joined(steps: Sequence[Step], dtype: np.dtype[Any]) -> list[Step]:
    """Return steps that do the same, with those on neighbours made together."""
    result = list(steps)
    upper = len(result) - 1
    while upper > 0:
        lower = _twin(result, upper)
        if lower is not None:
            result[upper] = _together(result[lower], result[upper], dtype)
            del result[lower]
            upper -= 1
        upper -= 1
    return result


def _twin(steps: Sequence[Step], upper: int) -> int | None:
    """Return the place of an earlier step that may be made together with this one."""
    step = steps[upper]
    if not _is_short(step):
        return None
    for lower in reversed(range(upper)):
        if steps[lower].function is step.function and _alike(steps[lower], step):
            return lower if _may_wait(steps[lower], steps[lower + 1 : upper + 1]) else None
    return None


def _alike(lower: Step, upper: Step) -> bool:
    """Whether two steps of one function are on what lies, or can be put, side by side."""
    if not _is_short(lower):
        return False
    pairs = _pairs(lower, upper)
    return all(
        (one.constant and other.constant)
        or (one.shape == other.shape == pairs[-1][0].shape and _fit(one, other))
        for one, other in pairs
    )


def _is_short(step: Step) -> bool:
    return (
        step.elementwise
        and step.output is not None
        and len(step.output.shape) == 1
        and step.output.shape[0] <= SHORT
    )


def _pairs(lower: Step, upper: Step) -> list[tuple[Slot, Slot]]:
    """Return the operands of two steps at the same places, and then their results."""
    assert lower.output is not None
    assert upper.output is not None
    slots = zip(lower.inputs, upper.inputs, strict=True)
    return [*((one.slot, other.slot) for one, other in slots), (lower.output, upper.output)]


def _fit(lower: Slot, upper: Slot) -> bool:
    if upper.array is None:
        return lower is not upper and (lower.array is None or lower.room is not None)
    return lower.array is not None and _whole(lower.array, upper.array) is not None


def _may_wait(waiting: Step, until: Sequence[Step]) -> bool:
    """Whether a step can be made as late as the last of those that follow it."""
    written = waiting.output
    assert written is not None
    read = [operand.slot for operand in waiting.inputs]
    for step in until:
        if step.call is not None or step.output is None:
            return False
        if any(_overlap(operand.slot, written) for operand in step.inputs):
            return False
        if any(_overlap(step.output, slot) for slot in (written, *read)):
            return False
    return True


def _overlap(one: Slot, other: Slot) -> bool:
    if one.array is None or other.array is None:
        return one is other
    return np.may_share_memory(one.array, other.array)


def _whole(lower: FloatArray, upper: FloatArray) -> FloatArray | None:
    """Return the array whose halves these are, if they follow each other in memory."""
    owner = lower.base
    if owner is None or owner is not upper.base or lower.shape != upper.shape:
        return None
    start = (lower.ctypes.data - owner.ctypes.data) // lower.itemsize
    whole: FloatArray = owner[start : start + 2 * len(lower)]
    same = len(whole) == 2 * len(lower) and whole[len(lower) :].ctypes.data == upper.ctypes.data
    return whole if same else None


def _together(lower: Step, upper: Step, dtype: np.dtype[Any]) -> Step:
    """Return the step that makes both."""
    pairs = _pairs(lower, upper)
    length = pairs[-1][0].shape[0]
    wholes = [_side_by_side(one, other, length, dtype) for one, other in pairs]
    # one object for the same memory, since NumPy looks long whether others overlap
    slots = {whole.ctypes.data: Slot(whole.shape, whole) for whole in wholes}
    *inputs, output = (slots[whole.ctypes.data] for whole in wholes)
    return Step(lower.function, tuple(Operand(slot, False) for slot in inputs), output)


def _side_by_side(lower: Slot, upper: Slot, length: int, dtype: np.dtype[Any]) -> FloatArray:
    """Return the memory of two values as one vector; what has none yet is given some."""
    if lower.constant:
        assert lower.array is not None
        assert upper.array is not None
        return np.repeat([lower.array, upper.array], length)
    if lower.array is None:
        lower.array, upper.array = np.split(np.empty(2 * length, dtype), 2)
    elif upper.array is None:
        upper.array, lower.room = lower.room, None
    assert upper.array is not None
    whole = _whole(lower.array, upper.array)
    assert whole is not None, "only what lies side by side is joined"
    return whole
