"""Metrics: what is reported beside the loss, by Keras's names.

The rules take one row per output and one column per sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray


def _over_outputs(values: Any) -> FloatArray:
    return np.asarray(np.mean(values, axis=0), dtype=np.float64)


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

    def value(self, y: FloatArray, a: FloatArray, weights: FloatArray | None = None) -> float:
        """Return the mean over the samples, in columns, each counted as often as `weights` say."""
        with np.errstate(all="ignore"):
            return float(np.average(self.rule(y, a), weights=weights))

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
        """Return the share of right outputs of each sample."""
        return _over_outputs((a > self.threshold) == y)


class CategoricalAccuracy(Metric):
    """The share of samples whose largest output is the target's class."""

    name = "categorical_accuracy"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return 1 for each sample of the right class, else 0."""
        return np.asarray(y.argmax(axis=0) == a.argmax(axis=0), dtype=np.float64)


class MeanSquaredError(Metric):
    """Mean of (a − y)²."""

    name = "mean_squared_error"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the mean of (a − y)² over the outputs."""
        return _over_outputs(np.square(a - y))


class MeanAbsoluteError(Metric):
    """Mean of |a − y|."""

    name = "mean_absolute_error"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the mean of |a − y| over the outputs."""
        return _over_outputs(np.abs(a - y))


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

    As in Keras, a metric given by name keeps that name in the history, and "accuracy" is that of a
    yes or no for one output, and that of classes for more.

    Raises
    ------
    ValueError
        If there is no such metric.
    """
    if isinstance(identifier, Metric):
        return identifier
    if identifier in ("accuracy", "acc"):
        return (BinaryAccuracy if outputs == 1 else CategoricalAccuracy)(identifier)
    return check(identifier)(identifier)


def check_all(chosen: Sequence[str | Metric] | None) -> list[str | Metric]:
    """Return the metrics given to `compile` as a list, after looking whether all are known.

    Raises
    ------
    ValueError
        If it is no list or tuple, or one is unknown.
    """
    if chosen is not None and not isinstance(chosen, (list, tuple)):
        raise ValueError(
            f"Expected `metrics` argument to be a list or tuple. Received instead: "
            f"metrics={chosen!r} of type {type(chosen)}"
        )
    for metric in chosen or ():
        check(metric)
    return list(chosen or ())


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
