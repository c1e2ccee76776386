"""The matrix that makes sums of vectors, some of whose numbers change from step to step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.sums import Number

FACTOR = "gradient"  # the name of what the gradient is still to be multiplied with


class Matrix:
    """What rows are multiplied with, where some of the numbers change from step to step.

    Parameters
    ----------
    entries : sequence of sequence of Number
    factor : float
        Of the gradient.
    memory : ndarray, shape (steps, rows, columns)
    """

    def __init__(
        self, entries: Sequence[Sequence[Number]], factor: float, memory: FloatArray
    ) -> None:
        self._changing: list[tuple[FloatArray, list[tuple[float, list[str]]]]] = []
        for row, column in np.ndindex(memory.shape[1:]):
            place = memory[:, row, column]
            terms = [
                (value * factor ** names.count(FACTOR), [n for n in names if n != FACTOR])
                for names, value in entries[row][column].items()
            ]
            place[...] = sum(value for value, _ in terms)
            if any(names for _, names in terms):
                self._changing.append((place, terms))

    def fill(self, first: int, last: int, numbers: Mapping[str, FloatArray]) -> None:
        """Set what changes for these steps, by numbers of which there is one for each."""
        for place, terms in self._changing:
            value, names = terms[0]
            total = _product(value, names, numbers)
            for value, names in terms[1:]:
                total = total + _product(value, names, numbers)
            place[first:last] = total


def _product(value: Any, names: Sequence[str], numbers: Mapping[str, FloatArray]) -> Any:
    for name in names:
        value = numbers[name] * value
    return value
