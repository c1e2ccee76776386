"""Smooth activations: each rule with its derivative beside it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.activations.base import Activation, sigmoid_of, softplus_of
from nnviz.engine.activations.special import erf


class Linear(Activation):
    """No change."""

    name = "linear"

    def rule(self, z: Any) -> Any:
        """Return a = z."""
        return z

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1."""
        return np.ones_like(z)

    def backward(self, error: Any, _z: Any, _a: Any) -> Any:
        """Return ∂E/∂z = ∂E/∂a."""
        return error


class Sigmoid(Activation):
    """Between 0 and 1."""

    name = "sigmoid"
    slope_needs_z = False

    def rule(self, z: Any) -> Any:
        """Return a = 1 / (1 + e⁻ᶻ)."""
        return sigmoid_of(z)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = a (1 − a)."""
        return (1.0 - a) * a


class Tanh(Activation):
    """Between −1 and 1."""

    name = "tanh"
    slope_needs_z = False

    def rule(self, z: Any) -> Any:
        """Return a = tanh z."""
        return np.tanh(z)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 1 − a²."""
        return 1.0 - np.square(a)


class Exponential(Activation):
    """The exponential function."""

    name = "exponential"

    def rule(self, z: Any) -> Any:
        """Return a = eᶻ."""
        return np.exp(z)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = a."""
        return a


class Softplus(Activation):
    """A ReLU with a rounded corner."""

    name = "softplus"

    def rule(self, z: Any) -> Any:
        """Return a = ln(1 + eᶻ)."""
        return softplus_of(z)

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = σ(z)."""
        return sigmoid_of(z)


class Softsign(Activation):
    """Between −1 and 1, and slow to get there."""

    name = "softsign"

    def rule(self, z: Any) -> Any:
        """Return a = z / (1 + |z|)."""
        return z / (np.abs(z) + 1.0)

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1 / (1 + |z|)²."""
        return np.reciprocal(np.square(np.abs(z) + 1.0))


class SiLU(Activation):
    """z times its own sigmoid; also called swish."""

    name = "silu"

    def rule(self, z: Any) -> Any:
        """Return a = z σ(z)."""
        return z * sigmoid_of(z)

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z = σ(z) + a (1 − σ(z))."""
        s = sigmoid_of(z)
        return s + a * (1.0 - s)


class Mish(Activation):
    """z times the tanh of its own softplus."""

    name = "mish"

    def rule(self, z: Any) -> Any:
        """Return a = z tanh(ln(1 + eᶻ))."""
        return z * np.tanh(softplus_of(z))

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = t + z (1 − t²) σ(z), with t = tanh(ln(1 + eᶻ))."""
        t = np.tanh(softplus_of(z))
        return t + z * (1.0 - np.square(t)) * sigmoid_of(z)


class GELU(Activation):
    """z times the share Φ(z) of a normal distribution below it.

    Parameters
    ----------
    approximate : bool
        Whether Φ is the usual one by tanh, instead of the exact one.
    """

    name = "gelu"
    module = "keras.activations"

    def __init__(self, approximate: bool = False) -> None:
        self.approximate = bool(approximate)

    def rule(self, z: Any) -> Any:
        """Return a = z Φ(z)."""
        return z * self._share(z)

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z = Φ(z) + z Φ′(z), with Φ(z) = a / z, which is ½ at 0."""
        zero = np.equal(z, 0.0)
        share = (a + zero * 0.5) / (z + zero)
        if not self.approximate:
            return share + z * np.exp(np.square(z) * -0.5) * (1.0 / math.sqrt(2.0 * math.pi))
        inner = (np.square(z) * (3.0 * 0.044715) + 1.0) * (2.0 * math.sqrt(2.0 / math.pi))
        return share + z * share * (1.0 - share) * inner

    def _share(self, z: Any) -> Any:
        if not self.approximate:
            return (erf(z * math.sqrt(0.5)) + 1.0) * 0.5
        cubic = (np.square(z) * 0.044715 + 1.0) * z
        return (np.tanh(cubic * math.sqrt(2.0 / math.pi)) + 1.0) * 0.5
