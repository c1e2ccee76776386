"""Metrics that are means over the samples."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.metrics.base import MeanMetric, Metric, over_outputs
from nnviz.engine.naming import snake


class BinaryAccuracy(MeanMetric):
    """The share of outputs on the target's side of `threshold`."""

    name = "binary_accuracy"
    direction = "up"

    def __init__(
        self, name: str | None = None, dtype: Any = None, threshold: float | None = 0.5
    ) -> None:
        super().__init__(name, dtype)
        if threshold is not None and not 0 < threshold < 1:
            raise ValueError(
                "Invalid value for argument `threshold`. Expected a value in interval (0, 1). "
                f"Received: threshold={threshold}"
            )
        self.threshold = 0.5 if threshold is None else threshold

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the share of right outputs of each sample."""
        return over_outputs((a > self.threshold) == y)


class CategoricalAccuracy(MeanMetric):
    """The share of samples whose largest output is the target's class."""

    name = "categorical_accuracy"
    direction = "up"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return 1 for each sample of the right class, else 0."""
        return np.asarray(y.argmax(axis=0) == a.argmax(axis=0), dtype=np.float64)


class SparseCategoricalAccuracy(MeanMetric):
    """The share of samples whose largest output is the class that the target numbers."""

    name = "sparse_categorical_accuracy"
    direction = "up"
    numbers_classes = True

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return 1 for each sample of the right class, else 0."""
        labels = y[0] if len(y) == 1 else y.argmax(axis=0)
        return np.asarray(labels == a.argmax(axis=0), dtype=np.float64)


class MeanSquaredError(MeanMetric):
    """Mean of (a − y)²."""

    name = "mean_squared_error"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the mean of (a − y)² over the outputs."""
        return over_outputs(np.square(a - y))


class MeanAbsoluteError(MeanMetric):
    """Mean of |a − y|."""

    name = "mean_absolute_error"

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the mean of |a − y| over the outputs."""
        return over_outputs(np.abs(a - y))


class RootMeanSquaredError(MeanSquaredError):
    """The root of the mean of (a − y)²."""

    name = "root_mean_squared_error"

    def of_totals(self, totals: FloatArray) -> float:
        """Return the root of the mean."""
        return math.sqrt(super().of_totals(totals))


class MeanMetricWrapper(MeanMetric):
    """The mean of what a function of your own gives for each sample.

    Parameters
    ----------
    fn : callable
        Takes targets and outputs, both of shape (samples, outputs), and gives one number for each
        sample, or one for each output of it.
    name : str, optional
        That of the function, if not given.
    dtype : optional
        Stands here for Keras's order of arguments.
    **options
        Given to the function.
    """

    name = "mean_metric_wrapper"

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: Any = None, **options: Any
    ) -> None:
        if not callable(fn):
            raise ValueError(f"Expected fn to be a function; received {fn!r}.")
        super().__init__(name or getattr(fn, "__name__", snake(type(fn).__name__)), dtype)
        self.fn = fn
        self.options = options

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the mean of what the function gives for each sample."""
        values = np.asarray(self.fn(y.T, a.T, **self.options), dtype=np.float64)
        if values.shape[:1] != (a.shape[1],):
            raise ValueError(
                f"Expected metric {self.name!r} to give one number for each of {a.shape[1]} "
                f"samples; received shape {values.shape}. A mean over the last axis alone does: "
                "axis=-1."
            )
        return over_outputs(values.reshape(len(values), -1).T)


class R2Score(Metric):
    """How much of the targets' variance the outputs explain: 1 for all of it.

    Parameters
    ----------
    class_aggregation : {'uniform_average', 'variance_weighted_average'}
        How the scores of several outputs become one.
    num_regressors : int
        0; stands here for Keras's order of arguments.
    """

    name = "r2_score"
    direction = "up"

    def __init__(
        self,
        class_aggregation: str = "uniform_average",
        num_regressors: int = 0,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(dtype, name)
        allowed = ("uniform_average", "variance_weighted_average")
        if class_aggregation not in allowed or num_regressors != 0:
            raise ValueError(
                "Invalid value for argument `class_aggregation` or `num_regressors`. Expected one "
                f"of {allowed}, and 0. Received: class_aggregation={class_aggregation}, "
                f"num_regressors={num_regressors}"
            )
        self.class_aggregation = class_aggregation
        self.num_regressors = num_regressors

    def totals(self, y: FloatArray, a: FloatArray, weights: FloatArray) -> FloatArray:
        """Return Σ y, Σ y², Σ (y − a)² and the number of samples, for each output."""
        return np.array(
            [
                y @ weights,
                np.square(y) @ weights,
                np.square(y - a) @ weights,
                np.full(len(y), weights.sum()),
            ]
        )

    def of_totals(self, totals: FloatArray) -> float:
        """Return 1 − Σ (y − a)² / Σ (y − mean)², averaged over the outputs."""
        sums, squares, residuals, count = totals
        total = squares - sums * (sums / count)
        scores = 1.0 - residuals / total
        scores[np.isinf(scores)] = 0.0
        if self.class_aggregation == "uniform_average":
            return float(scores.mean())
        return float((total * scores).sum() / total.sum())
