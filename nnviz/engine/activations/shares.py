"""Activations of a whole layer together: each rule with its derivative beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.activations.base import Activation
from nnviz.engine.arrays import FloatArray

_FEW = 16  # rows


def shifted(z: Any) -> Any:
    """Return z less the largest along the first axis, so that no power of e overflows.

    What is recorded as `moderate` stays as it is: whether it was is seen from `in_range`.
    """
    if getattr(z, "moderate", False):
        return z
    return z - np.maximum.reduce(z, axis=0, keepdims=True)


def summed(powers: Any) -> Any:
    """Return the sum over the first axis: one row, or if recorded as many as `rows_of_sums`.

    A product with a square of ones costs less than to divide all rows by a single one.
    """
    if isinstance(powers, np.ndarray) or rows_of_sums(powers.shape[0]) == 1:
        return np.add.reduce(powers, axis=0, keepdims=True)
    return powers.summed()


def rows_of_sums(k: int) -> int:
    """Return in how many rows the sum of k rows is, each with the same numbers."""
    return k if k <= _FEW else 1


def in_range(sums: FloatArray) -> bool:
    """Whether no digit was lost to powers of e too small for their type.

    Where some are too large, the sum is infinite, and so is its logarithm.
    """
    limits = np.finfo(sums.dtype)
    return bool(np.minimum.reduce(sums, None) > limits.tiny / limits.eps)


def softmax_of(z: Any) -> Any:
    """Return eᶻⁱ / Σⱼ eᶻʲ over the first axis."""
    powers = np.exp(shifted(z))
    return powers / summed(powers)


class _Shares(Activation):
    """What both share: called on an array, they take any axis of it."""

    elementwise = False

    def __call__(self, x: Any, axis: int = -1) -> FloatArray:
        """Return the activation of `x` along an axis."""
        return np.moveaxis(super().__call__(np.moveaxis(np.asarray(x), axis, -1)), -1, axis)


class Softmax(_Shares):
    """Shares that add up to 1.

    Parameters
    ----------
    axis : int
        −1, the outputs; stands here for Keras's order of arguments.
    """

    name = "softmax"

    def __init__(self, axis: int = -1) -> None:
        self.axis = _last("axis", axis)

    def rule(self, z: Any) -> Any:
        """Return aᵢ = eᶻⁱ / Σⱼ eᶻʲ; the largest z is taken off first, so that nothing overflows."""
        return softmax_of(z)

    def backward(self, error: Any, _z: Any, a: Any) -> Any:
        """Return ∂E/∂zᵢ = aᵢ (∂E/∂aᵢ − Σⱼ aⱼ ∂E/∂aⱼ)."""
        return a * (error - np.add.reduce(error * a, axis=0, keepdims=True))

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ), shape (..., units, units)."""
        a = np.asarray(self(z))
        return a[..., :, np.newaxis] * (np.eye(a.shape[-1]) - a[..., np.newaxis, :])


class LogSoftmax(_Shares):
    """The logarithms of shares that add up to 1.

    Parameters
    ----------
    axis : int
        −1, the outputs; stands here for Keras's order of arguments.
    """

    name = "log_softmax"
    module = "keras.activations"

    def __init__(self, axis: int = -1) -> None:
        self.axis = _last("axis", axis)

    def rule(self, z: Any) -> Any:
        """Return aᵢ = zᵢ − ln Σⱼ eᶻʲ; the largest z is taken off first."""
        z = shifted(z)
        return z - np.log(np.add.reduce(np.exp(z), axis=0, keepdims=True))

    def backward(self, error: Any, _z: Any, a: Any) -> Any:
        """Return ∂E/∂zᵢ = ∂E/∂aᵢ − eᵃⁱ Σⱼ ∂E/∂aⱼ."""
        return error - np.exp(a) * np.add.reduce(error, axis=0, keepdims=True)

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂aᵢ/∂zⱼ = δᵢⱼ − eᵃʲ, shape (..., units, units)."""
        a = np.asarray(self(z))
        return np.asarray(np.eye(a.shape[-1]) - np.exp(a)[..., np.newaxis, :], dtype=np.float64)


def _last(name: str, axis: Any) -> int:
    if axis not in (-1, 1):
        raise ValueError(f"Expected {name}=-1, the outputs; received {name}={axis!r}.")
    return int(axis)
