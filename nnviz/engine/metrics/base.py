"""What all metrics share."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.configs import Configured
from nnviz.engine.naming import snake
from nnviz.engine.pairs import in_rows, paired, weights_like


class Metric(Configured):
    """A number reported beside the loss.

    It is made of totals, which are sums over samples: so it is the same however samples come in
    batches. The rules take one row per output and one column per sample. One of your own has
    `totals` and `of_totals`, or is a function for `MeanMetricWrapper`.

    `direction`, "up" or "down", is the way to better values. With `numbers_classes` a target may be
    the number of its class.

    Parameters
    ----------
    dtype : optional
        Stands here for Keras's order of arguments.
    name : str, optional
        The key in the history.
    """

    name = "metric"
    module: ClassVar[str] = "keras.metrics"
    direction: ClassVar[str] = "down"
    numbers_classes: ClassVar[bool] = False

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.dtype = dtype
        self._totals: FloatArray | None = None
        if name is not None:
            self.name = name
        elif self.name == Metric.name:
            self.name = snake(type(self).__name__)

    def totals(self, y: FloatArray, a: FloatArray, weights: FloatArray) -> FloatArray:
        """Return sums over the samples, which count as often as `weights` say."""
        raise NotImplementedError

    def of_totals(self, totals: FloatArray) -> float:
        """Return the metric from sums over all samples."""
        raise NotImplementedError

    def sums(self, y: FloatArray, a: FloatArray, weights: FloatArray | None) -> FloatArray:
        """Return the totals of samples, each counted once if there are no `weights`."""
        with np.errstate(all="ignore"):
            return self.totals(y, a, np.ones(a.shape[1]) if weights is None else weights)

    def value(self, y: FloatArray, a: FloatArray, weights: FloatArray | None = None) -> float:
        """Return the metric of samples in columns."""
        with np.errstate(all="ignore"):
            return self.of_totals(self.sums(y, a, weights))

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Add samples in rows.

        Raises
        ------
        ValueError
            If the targets do not fit the predictions, or the weights the samples.
        """
        y, a = paired(y_true, y_pred)
        if a.ndim == 1:
            y, a = y[:, np.newaxis], a[:, np.newaxis]
        y, a = in_rows(y), in_rows(a)
        if y.shape[1] != a.shape[1] and not self.numbers_classes:
            raise ValueError(
                f"Expected y_true with {a.shape[1]} columns, one for each of y_pred; "
                f"received shape {y.shape}."
            )
        each = np.ones(len(a))
        weights = None if sample_weight is None else each * weights_like(each, sample_weight)
        sums = self.sums(y.T, a.T, weights)
        self._totals = sums if self._totals is None else self._totals + sums

    def result(self) -> float:
        """Return the metric of all samples added since the last reset; 0 if there are none."""
        if self._totals is None:
            return 0.0
        with np.errstate(all="ignore"):
            return self.of_totals(self._totals)

    def reset_state(self) -> None:
        """Forget all samples."""
        self._totals = None

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
        """Add samples in rows, and return the metric of all since the last reset."""
        self.update_state(y_true, y_pred, sample_weight)
        return self.result()


class MeanMetric(Metric):
    """A metric that is the mean of a value of each sample."""

    def __init__(self, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(dtype, name)

    def rule(self, y: FloatArray, a: FloatArray) -> FloatArray:
        """Return the value of each sample, shape (samples,)."""
        raise NotImplementedError

    def totals(self, y: FloatArray, a: FloatArray, weights: FloatArray) -> FloatArray:
        """Return the sum of the values, and that of the weights."""
        return np.array([self.rule(y, a) @ weights, weights.sum()])

    def of_totals(self, totals: FloatArray) -> float:
        """Return the mean; 0 if nothing was counted."""
        return float(divided(totals[0], totals[1]))


def over_outputs(values: Any) -> FloatArray:
    """Return the mean over the outputs of each sample."""
    return np.asarray(np.mean(values, axis=0), dtype=np.float64)


def divided(part: Any, whole: Any) -> FloatArray:
    """Return part / whole, and 0 where the whole is 0."""
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    quotient: FloatArray = np.divide(part, whole, out=np.zeros_like(part), where=whole != 0.0)
    return quotient
