"""Updates of two neighbouring vectors, made with the calls of one.

On a small network every call costs as much as the arithmetic on some hundred numbers. Where an
optimizer lets two means follow, ``m += t * a`` and ``v += u * b``, four calls are two on the vector
that m and v are the halves of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.slots import PIECE, Operand, Slot, Step


def joined(steps: Sequence[Step]) -> list[Step]:
    """Return steps that do the same, with such updates made together."""
    result = list(steps)
    starts = [k for k in range(len(steps) - 1) if _is_update(steps[k], steps[k + 1])]
    for first, second in pairwise(starts):
        whole = _whole(steps, first, second)
        if whole is not None:
            result[second : second + 2] = _together(steps[first], steps[second], whole)
            del result[first : first + 2]
            break
    return result


def _is_update(product: Step, total: Step) -> bool:
    """Whether two steps are ``t * constant`` and ``vector += that``, for a short vector."""
    if product.function is not np.multiply or total.function is not np.add:
        return False
    value, constant = product.inputs
    return (
        constant.slot.constant
        and value.slot.array is None
        and total.output is not None
        and total.output is total.inputs[0].slot
        and total.inputs[1].slot is product.output
        and value.slot.shape == total.output.shape
        and len(value.slot.shape) == 1
        and value.slot.shape[0] < PIECE
    )


def _whole(steps: Sequence[Step], first: int, second: int) -> FloatArray | None:
    """Return the vector whose halves two updates change, if the first may wait for the second."""
    lower, upper = (steps[k + 1].inputs[0].array for k in (first, second))
    between = steps[first + 2 : second]
    if any(step.call is not None or _touches(step, lower) for step in between):
        return None
    waiting = steps[first].inputs[0].slot
    if sum(one.slot is waiting for step in steps for one in step.inputs) > 1:
        return None
    return _neighbours(lower, upper)


def _touches(step: Step, array: FloatArray) -> bool:
    slots = [*(operand.slot for operand in step.inputs), step.output]
    arrays = [slot.array for slot in slots if slot is not None and slot.array is not None]
    return any(np.may_share_memory(one, array) for one in arrays)


def _neighbours(lower: FloatArray, upper: FloatArray) -> FloatArray | None:
    """Return the array whose halves these are, if they follow each other in memory."""
    owner = lower.base
    if owner is None or owner is not upper.base or lower.shape != upper.shape:
        return None
    start = (lower.ctypes.data - owner.ctypes.data) // lower.itemsize
    whole: FloatArray = owner[start : start + 2 * len(lower)]
    same = len(whole) == 2 * len(lower) and whole[len(lower) :].ctypes.data == upper.ctypes.data
    return whole if same else None


def _together(lower: Step, upper: Step, whole: FloatArray) -> list[Step]:
    """Return the product and the sum for both, and let what is multiplied live side by side."""
    terms = np.empty_like(whole)
    factors = np.empty_like(whole)
    halves = zip((lower, upper), np.split(terms, 2), np.split(factors, 2), strict=True)
    for step, own, factor in halves:
        value, constant = step.inputs
        value.slot.array = own
        factor[...] = constant.array
    total, product, constants = (
        Operand(Slot(array.shape, array), False) for array in (whole, terms, factors)
    )
    return [
        Step(np.multiply, (product, constants), product.slot),
        Step(np.add, (total, product), total.slot),
    ]
