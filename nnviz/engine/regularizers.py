"""Regularizers: what large weights or activities add to the loss, each with its derivative.

Like the losses, the rules are NumPy functions alone: the same lines serve the trace and the
recorded training step.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from nnviz.engine.configs import Configured, Registry

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "Regularizer",
    "get",
    "l1",
    "l1_l2",
    "l2",
]


class Regularizer(Configured):
    """A penalty that is a sum over the elements of an array."""

    name = "regularizer"
    module: ClassVar[str] = "keras.regularizers"

    def terms(self, x: Any) -> Any:
        """Return the penalty of each element."""
        raise NotImplementedError

    def gradient(self, x: Any) -> Any:
        """Return the derivative of the penalty by each element."""
        raise NotImplementedError

    def __call__(self, x: Any) -> float:
        """Return the penalty of an array."""
        return float(np.sum(self.terms(np.asarray(x, dtype=np.float64))))


class L1(Regularizer):
    """λ Σ |x|: draws each value to 0 with the same force.

    Parameters
    ----------
    l1 : float
        λ.
    """

    name = "l1"

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = _strength("l1", l1)

    def terms(self, x: Any) -> Any:
        """Return λ |x|."""
        return np.abs(x) * self.l1

    def gradient(self, x: Any) -> Any:
        """Return λ sign x, which is 0 at 0."""
        return np.sign(x) * self.l1


class L2(Regularizer):
    """λ Σ x²: draws each value to 0, the larger the more.

    Parameters
    ----------
    l2 : float
        λ.
    """

    name = "l2"

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = _strength("l2", l2)

    def terms(self, x: Any) -> Any:
        """Return λ x²."""
        return np.square(x) * self.l2

    def gradient(self, x: Any) -> Any:
        """Return 2 λ x."""
        return x * (2.0 * self.l2)


class L1L2(Regularizer):
    """λ₁ Σ |x| + λ₂ Σ x².

    Parameters
    ----------
    l1, l2 : float
        λ₁ and λ₂.
    """

    name = "l1_l2"

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = _strength("l1", l1)
        self.l2 = _strength("l2", l2)

    def terms(self, x: Any) -> Any:
        """Return λ₁ |x| + λ₂ x²."""
        return np.abs(x) * self.l1 + np.square(x) * self.l2

    def gradient(self, x: Any) -> Any:
        """Return λ₁ sign x + 2 λ₂ x."""
        return np.sign(x) * self.l1 + x * (2.0 * self.l2)


def _strength(name: str, value: Any) -> float:
    real = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (real and math.isfinite(value) and value >= 0):
        raise ValueError(
            f"Invalid value for argument {name}: expected a non-negative float. "
            f"Received: {name}={value!r}"
        )
    return float(value)


# Keras's names in small letters make them too: ``regularizers.l2(0.01)``.
l1 = L1
l2 = L2
l1_l2 = L1L2

_REGISTRY = Registry("regularizer", Regularizer, (L1, L2, L1L2))
names = _REGISTRY.names


def get(identifier: Any) -> Regularizer | None:
    """Return the regularizer `identifier` names; None is none.

    Raises
    ------
    ValueError
        If there is no such regularizer.
    """
    return None if identifier is None else _REGISTRY.get(identifier)
