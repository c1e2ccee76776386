"""Write down array arithmetic once, then run it again and again without its overhead.

On a small network the fixed cost of each NumPy call decides, so the fast training step must be a
bare list of calls into memory that is already there. The definitions it is made from (activations,
losses, optimizers) stay ordinary readable functions: given a `Recorded` stand-in instead of an
array they are written down call by call, through NumPy's own ``__array_ufunc__`` protocol.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.arrays import FloatArray

Call: TypeAlias = tuple[Callable[..., object], tuple[Any, ...]]
Shape: TypeAlias = tuple[int, ...]

# fmax and fmin are five times faster on small arrays. They turn NaN into a number, which is why
# training looks at the parameters and the loss of each slice for values that are not finite.
_CHEAPER: dict[np.ufunc, np.ufunc] = {np.maximum: np.fmax, np.minimum: np.fmin}


class Slot:
    """The memory one recorded value will live in: given, or assigned when the recording ends.

    Attributes
    ----------
    shape : tuple of int
        The shape of the value.
    array : ndarray or None
        The memory, once known.
    last_use : int
        The index of the last step that reads the value.
    reusable : bool
        Whether the recorder assigned the memory, and may give it to another value afterwards.
    """

    __slots__ = ("array", "last_use", "reusable", "shape")

    def __init__(self, shape: Shape, array: FloatArray | None = None) -> None:
        self.shape = shape
        self.array = array
        self.last_use = -1
        self.reusable = False


class Recorded(np.lib.mixins.NDArrayOperatorsMixin):
    """A stand-in for an array: what is computed with it is written down instead of done."""

    __slots__ = ("_flipped", "_recorder", "_slot")

    def __init__(self, recorder: Recorder, slot: Slot, flipped: bool = False) -> None:
        self._recorder = recorder
        self._slot = slot
        self._flipped = flipped

    @property
    def shape(self) -> Shape:
        """The shape of the value."""
        return self._slot.shape[::-1] if self._flipped else self._slot.shape

    @property
    def T(self) -> Recorded:
        """The transpose, a view of the same memory."""
        return Recorded(self._recorder, self._slot, not self._flipped)

    @property
    def slot(self) -> Slot:
        """The memory behind the value."""
        return self._slot

    @property
    def array(self) -> FloatArray:
        """The value's memory as seen through a transpose, if there is one."""
        assert self._slot.array is not None, "memory is assigned when the recording ends"
        return self._slot.array.T if self._flipped else self._slot.array

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        """Write the call down; NumPy calls this for every operator and function."""
        destination = out[0] if out is not None else None
        if method == "reduce":
            return self._recorder.note_reduction(ufunc, inputs[0], **options)
        if method != "__call__" or options:
            return NotImplemented
        return self._recorder.note(ufunc, inputs, destination)


@dataclass(frozen=True)
class _Step:
    """One call, before memory is assigned; `function` None stands for a call from outside."""

    function: np.ufunc | str
    inputs: tuple[Recorded, ...]
    output: Slot | None
    call: Call | None = None


class Recorder:
    """A list of array operations and the memory they share.

    Parameters
    ----------
    dtype : dtype
        The type of every number.
    """

    def __init__(self, dtype: DTypeLike = np.float64) -> None:
        self._dtype = np.dtype(dtype)
        self._steps: list[_Step] = []

    def fixed(self, array: FloatArray) -> Recorded:
        """Stand in for memory that exists: it is read, and written by in-place operators."""
        return Recorded(self, Slot(array.shape, array))

    def call(self, function: Callable[..., object], *arguments: Any) -> None:
        """Write down a call that is not array arithmetic."""
        self._steps.append(_Step("call", (), None, (function, arguments)))

    def store(self, value: Recorded, destination: FloatArray) -> Recorded:
        """Let `value` live in `destination`; copied there only if it already lives elsewhere."""
        slot = value.slot
        if slot.array is None:
            slot.array = destination
            return value
        target = self.fixed(destination)
        self._steps.append(_Step("copy", (value,), target.slot))
        return target

    def note(self, ufunc: np.ufunc, inputs: tuple[Any, ...], destination: Any) -> Recorded:
        """Write down one elementwise function or matrix product."""
        operands = tuple(self._operand(value) for value in inputs)
        if ufunc is np.matmul:
            shape: Shape = (operands[0].shape[0], operands[1].shape[1])
            return self._append("dot", operands, shape, None)
        shape = np.broadcast_shapes(*(operand.shape for operand in operands))
        return self._append(_CHEAPER.get(ufunc, ufunc), operands, shape, destination)

    def note_reduction(
        self, ufunc: np.ufunc, value: Recorded, axis: int, keepdims: bool
    ) -> Recorded:
        """Write down a sum or maximum over the outputs (axis 0, kept as one row)."""
        assert axis == 0, "outputs are the first axis"
        assert keepdims, "a reduced axis stays, so that it broadcasts"
        if ufunc is np.add:  # a product with ones is a quarter of the cost of a sum
            ones = self.fixed(np.ones((1, value.shape[0]), self._dtype))
            return self.note(np.matmul, (ones, value), None)
        return self._append("maximum", (value,), (1, *value.shape[1:]), None)

    def calls(self) -> list[Call]:
        """Assign the memory and return the bound calls, in order."""
        self._note_last_uses()
        free: dict[Shape, list[FloatArray]] = {}
        calls = []
        for index, step in enumerate(self._steps):
            dying = self._dying(step, index)
            elementwise = isinstance(step.function, np.ufunc)
            if elementwise:  # it may write over an operand nobody reads again
                self._release(dying, free)
            self._assign(step.output, free)
            calls.append(_bind(step))
            if not elementwise:
                self._release(dying, free)
        return calls

    def _operand(self, value: Any) -> Recorded:
        if isinstance(value, Recorded):
            return value
        # a Python number is converted anew at every call; an array of no dimension is not
        return self.fixed(np.asarray(value, self._dtype))

    def _append(
        self,
        function: np.ufunc | str,
        operands: tuple[Recorded, ...],
        shape: Shape,
        destination: Recorded | None,
    ) -> Recorded:
        result = destination if destination is not None else Recorded(self, Slot(shape))
        self._steps.append(_Step(function, operands, result.slot))
        return result

    def _note_last_uses(self) -> None:
        for index, step in enumerate(self._steps):
            for operand in step.inputs:
                operand.slot.last_use = index

    def _dying(self, step: _Step, index: int) -> list[Slot]:
        slots = {id(operand.slot): operand.slot for operand in step.inputs}
        return [slot for slot in slots.values() if slot.last_use == index]

    def _assign(self, slot: Slot | None, free: dict[Shape, list[FloatArray]]) -> None:
        if slot is not None and slot.array is None:
            spare = free.get(slot.shape)
            slot.array = spare.pop() if spare else np.empty(slot.shape, self._dtype)
            slot.reusable = True

    def _release(self, slots: list[Slot], free: dict[Shape, list[FloatArray]]) -> None:
        for slot in slots:
            if slot.reusable and slot.array is not None:
                free.setdefault(slot.shape, []).append(slot.array)


def _bind(step: _Step) -> Call:
    """Return the call with its memory."""
    if step.call is not None:
        return step.call
    assert step.output is not None
    arrays = [operand.array for operand in step.inputs]
    out = step.output.array
    if step.function == "dot":
        return arrays[0].dot, (arrays[1], out)
    if step.function == "copy":
        return np.copyto, (out, arrays[0])
    if step.function == "maximum":
        return arrays[0].max, (0, out, True)
    return step.function, (*arrays, out)  # type: ignore[return-value]
