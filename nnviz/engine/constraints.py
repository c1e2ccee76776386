"""Constraints: what weights are brought back to after each step."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from nnviz.engine.arrays import EPSILON, FloatArray
from nnviz.engine.configs import Configured, Registry

__all__ = [
    "Constraint",
    "MaxNorm",
    "NonNeg",
    "get",
    "max_norm",
    "non_neg",
]


class Constraint(Configured):
    """A rule that weights have to keep."""

    name = "constraint"
    module: ClassVar[str] = "keras.constraints"

    def __call__(self, w: Any) -> FloatArray:
        """Return the weights that keep the rule and are nearest to `w`."""
        raise NotImplementedError


class NonNeg(Constraint):
    """No weight below 0."""

    name = "non_neg"

    def __call__(self, w: Any) -> FloatArray:
        """Return max(w, 0)."""
        return np.asarray(np.maximum(w, 0.0), dtype=np.float64)


class MaxNorm(Constraint):
    """No column of weights, which are those into one unit, longer than `max_value`.

    Parameters
    ----------
    max_value : float
    axis : int
        Along which lengths are measured.
    """

    name = "max_norm"

    def __init__(self, max_value: float = 2, axis: int = 0) -> None:
        if isinstance(max_value, bool) or not max_value >= 0:
            raise ValueError(
                f"Expected max_value to be a number of at least 0; received {max_value!r}."
            )
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w: Any) -> FloatArray:
        """Return w · min(|w|, max) / (ε + |w|)."""
        array = np.asarray(w, dtype=np.float64)
        norms = np.sqrt(np.sum(np.square(array), axis=self.axis, keepdims=True))
        kept = np.minimum(norms, self.max_value) / (EPSILON + norms)
        return np.asarray(array * kept, dtype=np.float64)


# Keras's names in small letters make them too.
max_norm = MaxNorm
non_neg = NonNeg

_REGISTRY = Registry("constraint", Constraint, (MaxNorm, NonNeg))
names = _REGISTRY.names


def get(identifier: Any) -> Constraint | None:
    """Return the constraint `identifier` names; None is none.

    Raises
    ------
    ValueError
        If there is no such constraint.
    """
    return None if identifier is None else _REGISTRY.get(identifier)
