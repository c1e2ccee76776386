"""Activations that are made of other things than a formula: scaling, masks, one after another."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.activations.base import Activation
from nnviz.engine.activations.smooth import Linear
from nnviz.engine.arrays import FloatArray


class Affine(Activation):
    """Each unit scaled and shifted.

    Parameters
    ----------
    scale, offset : float or array_like
        One number, or one for each unit.
    units : int
    """

    name = "affine"

    def __init__(self, scale: Any, offset: Any, units: int) -> None:
        self._scale = _column(scale, units)
        self._offset = _column(offset, units)

    def rule(self, z: Any) -> Any:
        """Return a = scale · z + offset."""
        return z * self._scale + self._offset

    def slope(self, _z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = scale."""
        return self._scale

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂a/∂z, shape of z."""
        return np.array(np.broadcast_to(self._scale.T, np.shape(z)))


class Masked(Activation):
    """Each value multiplied with its own place in a mask, which is drawn for every minibatch.

    Parameters
    ----------
    mask : ndarray, shape (units, samples)
    """

    name = "dropout"

    def __init__(self, mask: FloatArray) -> None:
        self._mask = mask

    def rule(self, z: Any) -> Any:
        """Return a = mask · z."""
        return z * self._mask

    def slope(self, _z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = mask."""
        return self._mask


class Composed(Activation):
    """One activation after another.

    Parameters
    ----------
    first, second : Activation
    """

    def __init__(self, first: Activation, second: Activation) -> None:
        self.first = first
        self.second = second
        self.name = f"{first.name}, {second.name}"
        self.elementwise = first.elementwise and second.elementwise

    def rule(self, z: Any) -> Any:
        """Return a = second(first(z))."""
        return self.second.rule(self.first.rule(z))

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z by the chain rule."""
        between = self.first.rule(z)
        return self.second.slope(between, a) * self.first.slope(z, between)

    def backward(self, error: Any, z: Any, a: Any) -> Any:
        """Return ∂E/∂z, given `error` = ∂E/∂a."""
        between = self.first.rule(z)
        return self.first.backward(self.second.backward(error, between, a), z, between)

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂a/∂z, shape of z; or the Jacobian where a depends on every z."""
        outer, inner = self.second.derivative(self.first(z)), self.first.derivative(z)
        if self.elementwise:
            return np.asarray(outer * inner, dtype=np.float64)
        return _jacobian(outer, self.second) @ _jacobian(inner, self.first)

    def serialized(self) -> Any:
        """Return the names; a composed activation is made from layers, which have the configs."""
        return self.name


def one_after_another(first: Activation, second: Activation) -> Activation:
    """Return both as one activation; what is linear adds nothing."""
    return second if isinstance(first, Linear) else Composed(first, second)


def _jacobian(derivative: FloatArray, activation: Activation) -> FloatArray:
    if not activation.elementwise:
        return derivative
    return derivative[..., :, np.newaxis] * np.eye(derivative.shape[-1])


def _column(values: Any, units: int) -> FloatArray:
    array = np.broadcast_to(np.asarray(values, dtype=np.float64), (units,))
    return np.array(array).reshape(units, 1)
