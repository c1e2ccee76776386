"""Metrics: what is reported beside the loss, by Keras's names.

The rules take one row per output and one column per sample.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray


class Metric:
    """A number per sample, reported as its mean.

    Parameters
    ----------
    name : str, optional
        The key in the history.
    """

    name = "metric"

    def __init__(self, name: str | None = None) -> None:
        if name is not None:
            self.name = name

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the value of each sample, shape (samples,)."""
        raise NotImplementedError

    def __call__(self, y_true: Any, y_pred: Any) -> float:
        """Return the mean over samples in rows."""
        y, a = (np.asarray(values, dtype=np.float64) for values in (y_true, y_pred))
        return float(np.mean(self.rule(*(v.reshape(len(v), -1).T for v in (y, a)))))


class BinaryAccuracy(Metric):
    """The share of outputs on the target's side of `threshold`."""

    name = "binary_accuracy"

    def __init__(self, name: str | None = None, threshold: float = 0.5) -> None:
        super().__init__(name)
        self.threshold = threshold

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        return np.asarray(np.mean((a > self.threshold) == y, axis=0))


class CategoricalAccuracy(Metric):
    """The share of samples whose largest output is the target's class."""

    name = "categorical_accuracy"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        return (y.argmax(axis=0) == a.argmax(axis=0)).astype(np.float64)


class MeanSquaredError(Metric):
    """Mean of (a − y)²."""

    name = "mean_squared_error"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        return np.asarray(np.mean(np.square(a - y), axis=0))


class MeanAbsoluteError(Metric):
    """Mean of |a − y|."""

    name = "mean_absolute_error"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        return np.asarray(np.mean(np.abs(a - y), axis=0))


_CLASSES: tuple[type[Metric], ...] = (
    BinaryAccuracy,
    CategoricalAccuracy,
    MeanSquaredError,
    MeanAbsoluteError,
)
_BY_NAME: dict[str, type[Metric]] = {
    **{key: cls for cls in _CLASSES for key in (cls.name, cls.__name__)},
    **dict.fromkeys(("mse", "MSE"), MeanSquaredError),
    **dict.fromkeys(("mae", "MAE"), MeanAbsoluteError),
}


def names() -> tuple[str, ...]:
    """Return the names of all metrics."""
    return ("accuracy", *(cls.name for cls in _CLASSES))


def get(identifier: str | Metric, outputs: int) -> Metric:
    """Return the metric `identifier` names, for a model with so many `outputs`.

    Like Keras, "accuracy" is that of a yes or no for one output, and of classes for more.

    Raises
    ------
    ValueError
        If there is no such metric.
    """
    if isinstance(identifier, Metric):
        return identifier
    if identifier in ("accuracy", "acc"):
        return (BinaryAccuracy if outputs == 1 else CategoricalAccuracy)(identifier)
    return check(identifier)()


def check(identifier: str | Metric) -> type[Metric]:
    """Return the class behind a name, or raise ValueError; "accuracy" stands for any."""
    if isinstance(identifier, Metric):
        return type(identifier)
    if identifier in ("accuracy", "acc"):
        return Metric
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]
    raise ValueError(
        f"Could not interpret metric identifier: {identifier!r}. "
        f"Expected one of {', '.join(names())}."
    )
