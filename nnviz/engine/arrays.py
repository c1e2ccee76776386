"""Arrays as users give them, checked and turned into matrices of float64."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def as_matrix(values: Any, name: str) -> FloatArray:
    """Return `values` as a matrix with one row per sample; one dimension becomes one column.

    Parameters
    ----------
    values : array_like
        Anything ``np.asarray`` takes.
    name : str
        What the caller calls it, for the message.

    Raises
    ------
    ValueError
        If it is not numeric, has more than two dimensions, or is empty.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Expected {name} to be an array of numbers, received {error}.") from None
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2:
        raise ValueError(
            f"Expected {name} with one row per sample, shape (samples, features); "
            f"received shape {array.shape}."
        )
    if array.size == 0:
        raise ValueError(f"Expected {name} with at least one value; received shape {array.shape}.")
    return array


def require_finite(array: FloatArray, name: str) -> None:
    """Raise ValueError naming the first place where `array` is NaN or infinite."""
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


def frozen(array: FloatArray) -> FloatArray:
    """Return a copy of `array`, C-contiguous, that nobody can write to."""
    copy = np.array(array, order="C")
    copy.setflags(write=False)
    return copy
