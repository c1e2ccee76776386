"""Losses that ask for a margin between right and wrong."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.losses.base import NamedLoss, mean_over_outputs, over_outputs

T = TypeVar("T", bound="Hinge")


class Hinge(NamedLoss):
    """For targets −1 and 1, averaged over the k outputs; targets that are all 0 or 1 become them.

    Below, s is the target as −1 or 1.
    """

    name = "hinge"
    _binary = False

    def reading(self: T, y: FloatArray) -> T:
        """Return this loss as it reads targets like `y`."""
        loss = copy.copy(self)
        loss._binary = bool(((y == 0.0) | (y == 1.0)).all())
        return loss

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ max(1 − s a, 0)."""
        return mean_over_outputs(self._missing(self._signs(y), a))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = −(1/k) s where s a < 1, else 0."""
        s = self._signs(y)
        return s * (s * a < 1.0) * (-1.0 / y.shape[0])

    def _signs(self, y: Any) -> Any:
        return y * 2.0 - 1.0 if self._binary else y

    def _missing(self, s: Any, a: Any) -> Any:
        return np.maximum(1.0 - s * a, 0.0)


class SquaredHinge(Hinge):
    """The square of what `Hinge` counts."""

    name = "squared_hinge"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = (1/k) Σ max(1 − s a, 0)²."""
        return mean_over_outputs(np.square(self._missing(self._signs(y), a)))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = −(2/k) s max(1 − s a, 0)."""
        s = self._signs(y)
        return s * self._missing(s, a) * (-2.0 / y.shape[0])


class CategoricalHinge(NamedLoss):
    """How much the output of the right class is short of 1 above the largest of the others."""

    name = "categorical_hinge"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = max(max((1 − y) a) − Σ y a + 1, 0)."""
        return np.maximum(_shortfall(y, (1.0 - y) * a, a), 0.0)

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (1 − y) · [largest] − y where E > 0; equal largest ones share."""
        others = (1.0 - y) * a
        largest = np.equal(others, np.maximum.reduce(others, axis=0, keepdims=True)) * 1.0
        slope = (1.0 - y) * largest / over_outputs(largest) - y
        return slope * (_shortfall(y, others, a) > 0.0)


def _shortfall(y: Any, others: Any, a: Any) -> Any:
    return np.maximum.reduce(others, axis=0, keepdims=True) - over_outputs(y * a) + 1.0
