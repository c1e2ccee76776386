"""Losses of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.losses.base import Loss, over_outputs


class MeanSquaredError(Loss):
    """The squared error, averaged over the k outputs."""

    name = "mean_squared_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ (a − y)²."""
        return over_outputs(np.square(a - y)) * (1.0 / y.shape[0])

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (2/k) (a − y)."""
        return (a - y) * (2.0 / y.shape[0])


class HalfSquaredError(Loss):
    """The notes' loss: half the squared error, summed over the outputs."""

    name = "half_squared_error"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = ½ Σ (y − a)²."""
        return over_outputs(np.square(a - y)) * 0.5

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = a − y."""
        return a - y
