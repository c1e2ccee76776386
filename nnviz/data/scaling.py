"""Scaling of columns: fitted once, then applied and undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from nnviz.data.arrays import FloatArray, frozen
from nnviz.data.errors import DataError

SCALINGS = ("none", "standardise", "minmax")

_Fit: TypeAlias = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class Scaler:
    """The scaling (value − offset) / scale of each column, and its inverse.

    Attributes
    ----------
    kind : {'none', 'standardise', 'minmax'}
    offset, scale : ndarray, shape (n_columns,)
        Read-only; a column that is constant has scale 1, so it becomes 0.
    """

    kind: str
    offset: FloatArray
    scale: FloatArray

    @classmethod
    def fit(cls, kind: str, values: FloatArray) -> Scaler:
        """Return the scaling that fits these values, each column on its own.

        Parameters
        ----------
        kind : {'none', 'standardise', 'minmax'}
            ``standardise`` takes each column to mean 0 and standard deviation 1 (the square root
            of the mean squared deviation, divided by n, not n − 1); ``minmax`` to the range 0 to 1.
        values : ndarray, shape (n_samples, n_columns)
            What the scaling may know: the training part of the data, never the test part.

        Raises
        ------
        DataError
            If the kind is unknown, there are no rows, or the values are too large to be scaled.
        """
        if kind not in SCALINGS:
            raise DataError(f"unknown scaling {kind!r}: choose one of {', '.join(SCALINGS)}")
        if not len(values):
            raise DataError(
                "there are no rows to fit the scaling on: make the training part larger"
            )
        with np.errstate(over="ignore", invalid="ignore"):
            offset, scale = _fit(kind, values)
        if not (np.isfinite(offset).all() and np.isfinite(scale).all()):
            raise DataError("the values are too large to be scaled: use smaller units")
        # by range and not by scale: the rounded mean of equal values can differ from them
        constant = (values.max(axis=0) == values.min(axis=0)) | (scale == 0.0)
        return cls(kind, frozen(offset), frozen(np.where(constant, 1.0, scale)))

    def transform(self, values: ArrayLike) -> FloatArray:
        """Return the scaled values; shape (n_samples, n_columns)."""
        raw = np.asarray(values, dtype=np.float64)
        return raw if self.kind == "none" else (raw - self.offset) / self.scale

    def inverse(self, values: ArrayLike) -> FloatArray:
        """Return the values in their own units again; shape (n_samples, n_columns)."""
        scaled = np.asarray(values, dtype=np.float64)
        return scaled if self.kind == "none" else scaled * self.scale + self.offset


def _fit(kind: str, values: FloatArray) -> _Fit:
    if kind == "standardise":
        return values.mean(axis=0), values.std(axis=0)
    if kind == "minmax":
        low = values.min(axis=0)
        return low, values.max(axis=0) - low
    return np.zeros(values.shape[1]), np.ones(values.shape[1])
