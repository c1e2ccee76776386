"""Arrays as users give them, checked and turned into matrices of float64."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from types import NoneType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

_LONG = 1024  # numbers, from which on it matters where they start
_LINE = 64  # bytes of a cache line, and of the widest registers
EPSILON = 1e-7  # Keras's: what keeps divisors and logarithms off 0


def as_matrix(values: Any, name: str) -> FloatArray:
    """Return `values` as a matrix with one row per sample; one dimension becomes one column.

    Raises
    ------
    ValueError
        As `as_samples`.
    """
    return as_samples(values, name, 1)


def as_samples(values: Any, name: str, rank: int | None) -> FloatArray:
    """Return `values` as samples along the first axis; one dimension becomes one column.

    Parameters
    ----------
    values : array_like
        Anything ``np.asarray`` takes.
    name : str
        What the caller calls it, for the message.
    rank : int, optional
        How many dimensions one sample has; any number if not given.

    Raises
    ------
    ValueError
        If it is not numeric, has another number of dimensions, or is empty.
    """
    array = numbers_of(values, name)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != (rank or max(array.ndim - 1, 1)) + 1:
        raise ValueError(
            f"Expected {name} with one row per sample, shape (samples, features); "
            f"received shape {array.shape}."
        )
    if array.size == 0:
        raise ValueError(f"Expected {name} with at least one value; received shape {array.shape}.")
    return array


def numbers_of(values: Any, name: str) -> FloatArray:
    """Return `values` as an array of real numbers.

    Raises
    ------
    ValueError
        If they are something else.
    """
    if values is None:
        raise ValueError(f"Expected {name} to be an array of numbers; received None.")
    try:
        if np.iscomplexobj(values):
            raise TypeError("complex numbers")
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Expected {name} to be an array of numbers, received {error}.") from None


def require_finite(array: FloatArray, name: str) -> None:
    """Raise ValueError naming the first place where `array` is NaN or infinite."""
    if math.isfinite(array.sum()):  # which costs less, and is proof enough
        return
    finite = np.isfinite(array)
    if not finite.all():
        row, column = np.argwhere(~finite)[0]
        raise ValueError(
            f"Expected finite numbers in {name}; "
            f"received {array[row, column]} at row {row}, column {column}."
        )


def require_same_length(x: FloatArray, y: FloatArray) -> None:
    """Raise ValueError unless both have the same number of samples."""
    if len(x) != len(y):
        raise ValueError(
            "Data cardinality is ambiguous. Make sure all arrays contain the same number of "
            f"samples. 'x' sizes: {len(x)}, 'y' sizes: {len(y)}"
        )


def positive_integer(name: str, value: Any) -> int:
    """Return `value` as an int, or raise ValueError if it is not a whole number above 0."""
    return _integer(name, value, 1, "a positive integer")


def whole_number(name: str, value: Any) -> int:
    """Return `value` as an int, or raise ValueError if it is not a whole number from 0."""
    return _integer(name, value, 0, "an integer of at least 0")


def _integer(name: str, value: Any, low: int, expected: str) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = low - 1
    if number < low or isinstance(value, bool):
        raise ValueError(
            f"Received an invalid value for `{name}`, expected {expected}. "
            f"Received: {name}={value!r}"
        )
    return number


def aligned(shape: tuple[int, ...], dtype: DTypeLike) -> FloatArray:
    """Return new memory that starts where wide instructions like it to, if it is long."""
    size = math.prod(shape)
    if size < _LONG:
        return np.empty(shape, dtype)
    itemsize = np.dtype(dtype).itemsize
    memory = np.empty(size + _LINE // itemsize, dtype)
    start = -memory.ctypes.data % _LINE // itemsize
    return memory[start : start + size].reshape(shape)


def cut(flat: FloatArray, shapes: Iterable[tuple[int, int]]) -> list[FloatArray]:
    """Return the matrices of these shapes that lie one behind the other in `flat`, as views."""
    views: list[FloatArray] = []
    start = 0
    for rows, columns in shapes:
        views.append(flat[start : start + rows * columns].reshape(rows, columns))
        start += rows * columns
    return views


def frozen(array: FloatArray) -> FloatArray:
    """Return a copy of `array`, C-contiguous, that nobody can write to."""
    copy = np.array(array, order="C")
    copy.setflags(write=False)
    return copy


def unchanging(array: FloatArray) -> FloatArray:
    """Return `array` if nobody can write to its memory, else a copy that nobody can write to."""
    return frozen(array) if _is_writable(array) else array


def _is_writable(array: FloatArray) -> bool:
    """Return whether the array, or one that it is a view of, can be written to."""
    if isinstance(array.base, np.ndarray):
        return array.flags.writeable or _is_writable(array.base)
    return array.flags.writeable or not isinstance(array.base, bytes | NoneType)


def number(name: str, value: Any, low: float, high: float) -> float:
    """Return `value` as a float; it must be finite, at least `low` and at most `high`."""
    try:
        result = float(value)
    except (TypeError, ValueError):
        result = math.nan
    if not (math.isfinite(result) and low <= result <= high):
        expected = f"number between {low:g} and {high:g}"
        if high == math.inf:
            expected = "finite number" if low == -math.inf else f"number at least {low:g}"
        raise ValueError(f"Expected {name} to be a {expected}; received {value!r}.")
    return result


def fraction(name: str, value: Any) -> float:
    """Return `value` as a float from 0 up to, but not at, 1."""
    result = number(name, value, 0.0, 1.0)
    if result == 1.0:
        raise ValueError(f"Expected {name} to be below 1; received {value!r}.")
    return result
