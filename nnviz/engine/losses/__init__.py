"""Losses: each rule with its derivative beside it.

Like the activations, the rules take one row per output and one column per sample, so that the
same lines serve the trace and the recorded training step. E is the loss of one sample; the loss of
a batch is its mean over the samples.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.losses.base import Loss
from nnviz.engine.losses.output import OutputRule, output_rule
from nnviz.engine.losses.probabilistic import BinaryCrossentropy, CategoricalCrossentropy
from nnviz.engine.losses.regression import HalfSquaredError, MeanSquaredError

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "HalfSquaredError",
    "Loss",
    "MeanSquaredError",
    "OutputRule",
    "binary_crossentropy",
    "categorical_crossentropy",
    "get",
    "half_squared_error",
    "mean_squared_error",
    "names",
    "output_rule",
]

_CLASSES = (MeanSquaredError, HalfSquaredError, BinaryCrossentropy, CategoricalCrossentropy)
_BY_NAME: dict[str, type[Loss]] = {
    **{cls.name: cls for cls in _CLASSES},
    **{cls.__name__: cls for cls in _CLASSES},
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
}


def names() -> tuple[str, ...]:
    """Return the names of all losses."""
    return tuple(cls.name for cls in _CLASSES)


def get(identifier: str | Loss) -> Loss:
    """Return the loss `identifier` names.

    Raises
    ------
    ValueError
        If there is no such loss.
    """
    if isinstance(identifier, Loss):
        return identifier
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]()
    raise ValueError(
        f"Could not interpret loss identifier: {identifier!r}. "
        f"Expected one of {', '.join(names())}."
    )


def mean_squared_error(y_true: Any, y_pred: Any) -> FloatArray:
    """Return the mean squared error of each sample (rows)."""
    return _per_row(MeanSquaredError(), y_true, y_pred)


def half_squared_error(y_true: Any, y_pred: Any) -> FloatArray:
    """Return half the squared error of each sample (rows)."""
    return _per_row(HalfSquaredError(), y_true, y_pred)


def binary_crossentropy(y_true: Any, y_pred: Any) -> FloatArray:
    """Return the binary cross-entropy of each sample (rows)."""
    return _per_row(BinaryCrossentropy(), y_true, y_pred)


def categorical_crossentropy(y_true: Any, y_pred: Any) -> FloatArray:
    """Return the categorical cross-entropy of each sample (rows)."""
    return _per_row(CategoricalCrossentropy(), y_true, y_pred)


def _per_row(loss: Loss, y_true: Any, y_pred: Any) -> FloatArray:
    y, a = (np.asarray(values, dtype=np.float64).T for values in (y_true, y_pred))
    with np.errstate(all="ignore"):
        result: FloatArray = loss.rule(y, a)[0]
    return result
