"""Losses of numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import EPSILON, number
from nnviz.engine.losses.base import NamedLoss, mean_over_outputs, over_outputs


class MeanSquaredError(NamedLoss):
    """The squared error, averaged over the k outputs."""

    name = "mean_squared_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ (a − y)²."""
        return mean_over_outputs(np.square(a - y))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (2/k) (a − y)."""
        return (a - y) * (2.0 / y.shape[0])


class HalfSquaredError(NamedLoss):
    """The notes' loss: half the squared error, summed over the outputs."""

    name = "half_squared_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = ½ Σ (y − a)²."""
        return over_outputs(np.square(a - y)) * 0.5

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = a − y."""
        return a - y


class MeanAbsoluteError(NamedLoss):
    """The size of the error, averaged over the k outputs."""

    name = "mean_absolute_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ |a − y|."""
        return mean_over_outputs(np.abs(a - y))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (1/k) sign(a − y)."""
        return np.sign(a - y) * (1.0 / y.shape[0])


class MeanAbsolutePercentageError(NamedLoss):
    """The size of the error in percent of the target, averaged over the k outputs."""

    name = "mean_absolute_percentage_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (100/k) Σ |(y − a) / max(|y|, ε)|."""
        return over_outputs(np.abs((y - a) / _off_zero(y))) * (100.0 / y.shape[0])

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (100/k) sign(a − y) / max(|y|, ε)."""
        return np.sign(a - y) / _off_zero(y) * (100.0 / y.shape[0])


class MeanSquaredLogarithmicError(NamedLoss):
    """The squared error of logarithms, averaged over the k outputs."""

    name = "mean_squared_logarithmic_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ (ln(1 + a) − ln(1 + y))², a and y not below ε."""
        return mean_over_outputs(np.square(_log_error(y, a)))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (2/k) (ln(1 + a) − ln(1 + y)) / (1 + a), and 0 below ε."""
        slope = _log_error(y, a) / (np.maximum(a, EPSILON) + 1.0)
        return slope * (a > EPSILON) * (2.0 / y.shape[0])


class Huber(NamedLoss):
    """Squared for small errors, in proportion for those beyond δ; averaged over the k outputs.

    Parameters
    ----------
    delta : float
        δ.
    """

    name = "huber"

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(reduction, name, dtype)
        self.delta = number("delta", delta, 0.0, math.inf)

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ c (e − ½ c), where e = a − y, and c is e kept within ±δ."""
        error = a - y
        kept = self._within(error)
        return mean_over_outputs(kept * (error - kept * 0.5))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (1/k) c."""
        return self._within(a - y) * (1.0 / y.shape[0])

    def _within(self, error: Any) -> Any:
        return np.minimum(np.maximum(error, -self.delta), self.delta)


class LogCosh(NamedLoss):
    """The logarithm of the hyperbolic cosine of the error, averaged over the k outputs."""

    name = "log_cosh"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ ln cosh(a − y), as |e| + ln(1 + e^−2|e|) − ln 2."""
        size = np.abs(a - y)
        terms = size + np.log1p(np.exp(size * -2.0)) - math.log(2.0)
        return mean_over_outputs(terms)

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (1/k) tanh(a − y)."""
        return np.tanh(a - y) * (1.0 / y.shape[0])


class Poisson(NamedLoss):
    """For counts y that are drawn with mean a; averaged over the k outputs."""

    name = "poisson"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ (a − y ln(a + ε))."""
        return mean_over_outputs(a - y * np.log(a + EPSILON))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (1/k) (1 − y / (a + ε))."""
        return (1.0 - y / (a + EPSILON)) * (1.0 / y.shape[0])


def _off_zero(y: Any) -> Any:
    return np.maximum(np.abs(y), EPSILON)


def _log_error(y: Any, a: Any) -> Any:
    return np.log(np.maximum(a, EPSILON) + 1.0) - np.log(np.maximum(y, EPSILON) + 1.0)
