"""Activations of a whole layer together: each rule with its derivative beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.activations.base import Activation
from nnviz.engine.arrays import FloatArray


def shifted(z: Any) -> Any:
    """Return z less the largest along the first axis, so that no power of e overflows."""
    return z - np.maximum.reduce(z, axis=0, keepdims=True)


def softmax_of(z: Any) -> Any:
    """Return eᶻⁱ / Σⱼ eᶻʲ over the first axis."""
    shares = np.exp(shifted(z))
    return shares / np.add.reduce(shares, axis=0, keepdims=True)


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
