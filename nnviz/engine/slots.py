"""What a recording consists of: values, the memory they live in, and the steps between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from nnviz.engine.arrays import FloatArray

Call: TypeAlias = tuple[Callable[..., object], tuple[Any, ...]]
Shape: TypeAlias = tuple[int, ...]

# Long vectors are worked through in pieces of so many numbers, all steps on one piece before the
# next, so that what one step leaves is still in the processor's cache for the one after it.
PIECE = 16_384

# Up to so many numbers a vector is short: a call of its own costs as much as the work it does.
SHORT = 1024


class Slot:
    """The memory one recorded value will live in: given, or assigned when the recording ends.

    Attributes
    ----------
    shape : tuple of int
        The shape of the value.
    array : ndarray or None
        The memory, once known.
    given : bool
        Whether it was there before the recording, and so may be written to by in-place operators.
    constant : bool
        Whether it is a number that was written in a rule.
    room : ndarray or None
        Memory behind `array`, free for a value that is made in step with this one.
    total : float or None
        The sum of each column, if it is known and the same for all.
    last_use : int
        The index of the last step that reads the value.
    reusable : bool
        Whether the memory was assigned, and may be given to another value afterwards.
    product : bool
        Whether it is a product of matrices, which needs memory without gaps.
    passing : bool
        Whether the value lasts only while one piece is worked on.
    steady : bool
        Whether it is a number that stays as it is from one run of the calls to the next.
    """

    __slots__ = (
        "array",
        "constant",
        "given",
        "last_use",
        "passing",
        "product",
        "reusable",
        "room",
        "shape",
        "steady",
        "total",
    )

    def __init__(
        self, shape: Shape, array: FloatArray | None = None, total: float | None = None
    ) -> None:
        self.shape = shape
        self.array = array
        self.given = array is not None
        self.constant = False
        self.room: FloatArray | None = None
        self.total = total
        self.last_use = -1
        self.product = False
        self.reusable = False
        self.passing = False
        self.steady = False


class Operand(NamedTuple):
    """A value as a step reads it."""

    slot: Slot
    flipped: bool

    @property
    def array(self) -> FloatArray:
        """The value's memory as seen through a transpose, if there is one."""
        assert self.slot.array is not None, "memory is assigned before a step is bound"
        return self.slot.array.T if self.flipped else self.slot.array


class Step(NamedTuple):
    """One call, before memory is assigned; with `call` set, one from outside."""

    function: Any
    inputs: tuple[Operand, ...]
    output: Slot | None
    call: Call | None = None

    @property
    def steady(self) -> bool:
        """Whether it gives the same number again and again."""
        return self.elementwise and all(one.slot.steady for one in self.inputs)

    @property
    def elementwise(self) -> bool:
        """Whether each number of the result depends on the numbers at its place alone."""
        return isinstance(self.function, np.ufunc)

    @property
    def length(self) -> int | None:
        """How long the vectors are, if it works on nothing else and they are worth cutting."""
        if not self.elementwise or self.output is None or len(self.output.shape) != 1:
            return None
        n = self.output.shape[0]
        fits = all(operand.slot.shape in ((), (n,)) for operand in self.inputs)
        return n if fits and n >= 2 * PIECE else None
