"""Scaling of columns: standardise and min-max, there and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
ScalingKind = Literal["none", "standardise", "minmax"]
SCALINGS: tuple[ScalingKind, ...] = get_args(ScalingKind)


@dataclass(frozen=True, eq=False)
class Scaler:
    """A scaling of each column, ``(value - offset) / scale``.

    Attributes
    ----------
    offset, scale : ndarray, shape (n_columns,)
    """

    kind: ScalingKind
    offset: FloatArray
    scale: FloatArray

    @staticmethod
    def fit(kind: ScalingKind, values: FloatArray) -> Scaler:
        """Return the scaler that `values`, shape (n_samples, n_columns), ask for.

        "standardise" takes mean and standard deviation (over n, as scikit-learn does), "minmax"
        maps the smallest value to 0 and the largest to 1. A constant column is only shifted.

        Raises
        ------
        ValueError
            If `kind` is not one of the names.
        """
        columns = values.shape[1]
        if kind == "none" or not len(values):
            return Scaler(kind, np.zeros(columns), np.ones(columns))
        if kind == "standardise":
            return Scaler(kind, values.mean(axis=0), _never_zero(values.std(axis=0), values))
        if kind == "minmax":
            low = values.min(axis=0)
            return Scaler(kind, low, _never_zero(values.max(axis=0) - low, values))
        raise ValueError(f"unknown scaling {kind!r}: expected one of {', '.join(SCALINGS)}")

    def transform(self, values: Any) -> FloatArray:
        """Return raw values as the network sees them."""
        return np.asarray((np.asarray(values, dtype=np.float64) - self.offset) / self.scale)

    def inverse(self, values: Any) -> FloatArray:
        """Return what the network sees, or says, in raw units."""
        return np.asarray(np.asarray(values, dtype=np.float64) * self.scale + self.offset)


def _never_zero(scale: FloatArray, values: FloatArray) -> FloatArray:
    # The deviation of a constant column is rounding noise, not always an exact zero.
    constant = scale <= 1e-12 * np.abs(values).max(axis=0)
    return np.where(constant | (scale == 0.0), 1.0, scale)
