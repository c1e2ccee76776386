"""Write down array arithmetic once, then run it again and again without its overhead.

On a small network the fixed cost of each NumPy call decides, so the fast training step must be a
bare list of calls into memory that is already there. The definitions it is made from (activations,
losses, optimizers) stay ordinary readable functions: given a `Recorded` stand-in instead of an
array they are written down call by call, through NumPy's own ``__array_ufunc__`` protocol.

Constant factors are not multiplied at once. A value carries its factor along through products,
where it costs nothing and meets others, until a sum or another function needs the number itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.activations.special import elementwise_erf, erf_into
from nnviz.engine.arrays import FloatArray
from nnviz.engine.assembling import assemble
from nnviz.engine.slots import Call, Operand, Shape, Slot, Step

__all__ = ["Call", "Recorded", "Recorder"]

# fmax and fmin are five times faster on small arrays. They turn NaN into a number, which is why
# training looks at the parameters and the loss of each slice for values that are not finite.
CHEAPER: dict[np.ufunc, Any] = {
    np.maximum: np.fmax,
    np.minimum: np.fmin,
    elementwise_erf: erf_into,
}
_PRODUCTS = (np.multiply, np.divide, np.matmul)


class Recorded(np.lib.mixins.NDArrayOperatorsMixin):
    """A stand-in for an array: what is computed with it is written down instead of done.

    Attributes
    ----------
    slot : Slot
        The memory behind the value.
    factor : float
        What the memory is still to be multiplied with.
    """

    __slots__ = ("_flipped", "_recorder", "_settled", "factor", "slot")

    def __init__(
        self, recorder: Recorder, slot: Slot, flipped: bool = False, factor: float = 1.0
    ) -> None:
        self._recorder = recorder
        self._flipped = flipped
        self._settled: Recorded | None = None
        self.slot = slot
        self.factor = factor

    @property
    def shape(self) -> Shape:
        """The shape of the value."""
        return self.slot.shape[::-1] if self._flipped else self.slot.shape

    @property
    def T(self) -> Recorded:
        """The transpose, a view of the same memory."""
        return Recorded(self._recorder, self.slot, not self._flipped, self.factor)

    def __getitem__(self, rows: slice) -> Recorded:
        """Return some rows of memory that was given."""
        assert self.slot.array is not None, "memory that is not there yet has no parts"
        return self._recorder.fixed(self.operand.array[rows])

    @property
    def bare(self) -> Recorded:
        """The value without its factor."""
        return Recorded(self._recorder, self.slot, self._flipped)

    @property
    def operand(self) -> Operand:
        """The memory as a step reads it."""
        return Operand(self.slot, self._flipped)

    def may_live_in(self, target: Recorded) -> bool:
        """Whether the value has no memory yet and can be brought to that of `target` at once."""
        slot, given = self.slot, target.slot.array
        if slot.array is not None or self._flipped != target._flipped:
            return False
        return not slot.product or (given is not None and given.flags.c_contiguous)

    def times(self, factor: float) -> Recorded:
        """Return the value with one more factor."""
        return Recorded(self._recorder, self.slot, self._flipped, self.factor * factor)

    @property
    def moderate(self) -> bool:
        """Whether it may be taken for a power that e can be raised to."""
        return self._recorder.moderate

    def summed(self) -> Recorded:
        """Return the sum of each column, in every row."""
        return self._recorder.sums(self, self.shape[0])

    def settled(self) -> Recorded:
        """Return the value with its factor multiplied, once for all who ask."""
        if self.factor == 1.0:
            return self
        if self._settled is None:
            self._settled = self._recorder.multiplied(self.bare, self.factor)
        return self._settled

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


class Recorder:
    """A list of array operations and the memory they share.

    Parameters
    ----------
    dtype : dtype
        The type of every number.
    samples_first : bool
        Whether results of products lie in memory column by column, sample after sample, where the
        second matrix does; or else always row by row.
    moderate : bool
        Whether powers of e may be taken for neither too large nor too small.
    """

    def __init__(
        self, dtype: DTypeLike = np.float64, samples_first: bool = False, moderate: bool = False
    ) -> None:
        self.moderate = moderate
        self._dtype = np.dtype(dtype)
        self._samples_first = samples_first
        self._steps: list[Step] = []
        self._before: list[Step] = []
        self._made: dict[tuple[Any, tuple[Operand, ...]], Recorded] = {}
        self._ones: dict[Shape, Recorded] = {}

    def fixed(self, array: FloatArray, total: float | None = None) -> Recorded:
        """Stand in for memory that exists: it is read, and written by in-place operators.

        `total` is the sum of each column, if it is known and will stay.
        """
        if array.ndim == 2 and array.strides[0] < array.strides[1]:
            return Recorded(self, Slot(array.T.shape, array.T, total), flipped=True)
        return Recorded(self, Slot(array.shape, array, total))

    def call(self, function: Callable[..., object], *arguments: Any) -> None:
        """Write down a call that is not array arithmetic."""
        self._steps.append(Step("call", (), None, (function, arguments)))

    def store(self, value: Recorded, destination: FloatArray) -> Recorded:
        """Let `value` live in `destination`; copied there only if it already lives elsewhere."""
        settled = value.settled()
        target = self.fixed(destination)
        if settled.may_live_in(target):
            settled.slot.array = target.slot.array
            return settled
        source = settled.T if target._flipped else settled
        self._steps.append(Step("copy", (source.operand,), target.slot))
        return target

    def note(self, ufunc: np.ufunc, inputs: tuple[Any, ...], destination: Any = None) -> Recorded:
        """Write down one elementwise function or matrix product."""
        folded = self._folded(ufunc, inputs) if destination is None else None
        if folded is not None:
            return folded
        operands = tuple(self._operand(value) for value in inputs)
        if ufunc is np.matmul:
            return self._matmul(*operands)
        return self._elementwise(CHEAPER.get(ufunc, ufunc), operands, destination)

    def note_reduction(self, ufunc: np.ufunc, value: Recorded, axis: int, keepdims: bool) -> Any:
        """Write down a sum or maximum over the outputs (axis 0, kept as one row)."""
        assert axis == 0, "outputs are the first axis"
        assert keepdims, "a reduced axis stays, so that it broadcasts"
        if ufunc is not np.add:
            return self._append("maximum", (value.settled(),), (1, *value.shape[1:]))
        if value.slot.total is not None:
            return value.slot.total
        return self.sums(value, 1)

    def sums(self, value: Recorded, rows: int) -> Recorded:
        """Write down the sum of each column, in so many rows.

        A product with ones is a quarter of the cost of a sum; with a square of ones it is less than
        what it costs to spread one row.
        """
        return self.note(np.matmul, (self._ones_of((rows, value.shape[0])), value))

    def multiplied(self, value: Recorded, factor: float) -> Recorded:
        """Write down the product of a value and a constant."""
        return self._elementwise(np.multiply, (value, self._operand(factor)))

    def numbers(self) -> list[Call]:
        """Return the bound calls that make what stays as long as the steady numbers do.

        To be made before the others are run again and again, and themselves got first.
        """
        for step in self._before:
            assert step.output is not None
            step.output.array = np.empty((), self._dtype)
        return assemble(self._before, self._dtype)

    def calls(self) -> list[Call]:
        """Assign the memory and return the bound calls, in order."""
        return assemble(self._steps, self._dtype)

    def _ones_of(self, shape: Shape) -> Recorded:
        if shape not in self._ones:
            ones = self.fixed(np.ones(shape, self._dtype))
            ones.slot.given = False  # so that nobody writes to it
            self._ones[shape] = ones
        return self._ones[shape]

    def _folded(self, ufunc: np.ufunc, inputs: tuple[Any, ...]) -> Recorded | None:
        """Return a product whose constant factors wait; None if there are none that can."""
        if ufunc is np.square and inputs[0].factor != 1.0:
            value = inputs[0]
            return self.note(np.square, (value.bare,)).times(value.factor * value.factor)
        if ufunc is np.negative:
            return self._folded(np.multiply, (inputs[0], -1.0))
        if ufunc not in _PRODUCTS:
            return None
        first, second = inputs
        if isinstance(second, Recorded) and isinstance(first, Recorded):
            return self._product(ufunc, first, second)
        if ufunc is np.multiply and isinstance(first, float):
            first, second = second, first
        # memory given may be written to before the product is read, so only results can wait
        if not isinstance(second, float) or (first.slot.given and first.factor == 1.0):
            return None
        waiting: Recorded = first.times(second if ufunc is np.multiply else 1.0 / second)
        return waiting

    def _product(self, ufunc: np.ufunc, first: Recorded, second: Recorded) -> Recorded | None:
        if first.factor == second.factor == 1.0:
            return None
        divides = ufunc is np.divide
        if divides and not second.factor:
            return None  # as arrays do: infinite, not an error
        if second.slot.given and second.shape == () and not divides:
            # one multiplication of numbers, not of all that they are multiplied with
            number = self.multiplied(second.bare, first.factor * second.factor)
            return self.note(ufunc, (first.bare, number))
        factor = first.factor / second.factor if divides else first.factor * second.factor
        return self.note(ufunc, (first.bare, second.bare)).times(factor)

    def _operand(self, value: Any) -> Recorded:
        if isinstance(value, Recorded):
            return value.settled()
        # a Python number is converted anew at every call; an array of no dimension is not
        constant = self.fixed(np.asarray(value, self._dtype))
        constant.slot.constant = constant.slot.steady = constant.shape == ()
        return constant

    def _matmul(self, first: Recorded, second: Recorded) -> Recorded:
        """Write down a product of matrices."""
        if self._samples_first and second._flipped:
            return self._matmul_in_rows(second.T, first.T).T
        return self._matmul_in_rows(first, second)

    def _matmul_in_rows(self, first: Recorded, second: Recorded) -> Recorded:
        result = self._append("dot", (first, second), (first.shape[0], second.shape[1]))
        result.slot.product = True
        return result

    def _elementwise(
        self, function: Any, operands: tuple[Recorded, ...], destination: Recorded | None = None
    ) -> Recorded:
        """Write down a function of numbers at one place, in the order they lie in memory."""
        shapes = {one.shape for one in operands} - {()}
        shape = shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)
        if destination is None and any(one._flipped and one.shape == shape for one in operands):
            return self._append(function, tuple(one.T for one in operands), shape[::-1]).T
        return self._append(function, operands, shape, destination)

    def _append(
        self,
        function: np.ufunc | str,
        operands: tuple[Recorded, ...],
        shape: Shape,
        destination: Recorded | None = None,
    ) -> Recorded:
        key = function, tuple(one.operand for one in operands)
        if destination is not None:
            self._made.clear()  # what was made from it before is something else now
        elif key in self._made:
            return self._made[key]
        result = destination if destination is not None else Recorded(self, Slot(shape))
        step = Step(*key, result.slot)
        if not any(one.slot.given for one in operands):
            self._made[key] = result
        if destination is None and step.steady:
            result.slot.steady = True
            self._before.append(step)
        else:
            self._steps.append(step)
        return result
