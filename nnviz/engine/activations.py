"""Activations: each rule with its derivative beside it.

The rules are written for a matrix with one row per unit and one column per sample, in NumPy
functions alone, so that the same few lines compute a trace and are recorded into the fast
training step.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray


class Activation:
    """A function from logits z to activations a.

    Attributes
    ----------
    name : str
        Keras's name of it.
    """

    name = "activation"

    def rule(self, z: Any) -> Any:
        """Return a for z, shape (units, samples)."""
        raise NotImplementedError

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z, elementwise, from whichever of z and a is cheaper."""
        raise NotImplementedError

    def backward(self, error: Any, z: Any, a: Any) -> Any:
        """Return ∂E/∂z, given `error` = ∂E/∂a: the chain rule through this activation."""
        return error * self.slope(z, a)

    def __call__(self, x: Any) -> FloatArray:
        """Return the activation of `x`; softmax runs over the last axis."""
        array = np.asarray(x, dtype=np.float64)
        with np.errstate(all="ignore"):
            return np.array(self.rule(array.T).T, order="C")

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂a/∂z, shape of z; for softmax the Jacobian ∂aᵢ/∂zⱼ, shape (..., units, units)."""
        array = np.asarray(z, dtype=np.float64)
        with np.errstate(all="ignore"):
            slope = self.slope(array, self.rule(array))
        return np.array(np.broadcast_to(slope, array.shape))

    def __repr__(self) -> str:
        return f"<activation {self.name}>"


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

    def rule(self, z: Any) -> Any:
        """Return a = 1 / (1 + e⁻ᶻ)."""
        return np.reciprocal(np.exp(-z) + 1.0)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = a (1 − a)."""
        return (1.0 - a) * a


class Tanh(Activation):
    """Between −1 and 1."""

    name = "tanh"

    def rule(self, z: Any) -> Any:
        """Return a = tanh z."""
        return np.tanh(z)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 1 − a²."""
        return 1.0 - np.square(a)


class ReLU(Activation):
    """The positive part."""

    name = "relu"

    def rule(self, z: Any) -> Any:
        """Return a = max(z, 0)."""
        return np.maximum(z, 0.0)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 1 where z > 0, else 0."""
        return np.sign(a)


class LeakyReLU(Activation):
    """The positive part, and a little of the negative.

    Parameters
    ----------
    negative_slope : float
        How much of it.
    """

    name = "leaky_relu"

    def __init__(self, negative_slope: float = 0.2) -> None:
        self.negative_slope = float(negative_slope)

    def rule(self, z: Any) -> Any:
        """Return a = z where z > 0, else slope · z."""
        return np.maximum(z, 0.0) + np.minimum(z, 0.0) * self.negative_slope

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1 where z > 0, else the slope."""
        return np.heaviside(z, 0.0) * (1.0 - self.negative_slope) + self.negative_slope


class BinaryStep(Activation):
    """All or nothing; its derivative is 0, so gradient descent cannot train through it."""

    name = "binary_step"

    def rule(self, z: Any) -> Any:
        """Return a = 1 where z ≥ 0, else 0."""
        return np.heaviside(z, 1.0)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 0."""
        return a * 0.0


class Softmax(Activation):
    """Shares that add up to 1."""

    name = "softmax"

    def rule(self, z: Any) -> Any:
        """Return aᵢ = eᶻⁱ / Σⱼ eᶻʲ; the largest z is taken off first, so that nothing overflows."""
        shares = np.exp(z - np.maximum.reduce(z, axis=0, keepdims=True))
        return shares / np.add.reduce(shares, axis=0, keepdims=True)

    def backward(self, error: Any, _z: Any, a: Any) -> Any:
        """Return ∂E/∂zᵢ = aᵢ (∂E/∂aᵢ − Σⱼ aⱼ ∂E/∂aⱼ)."""
        return a * (error - np.add.reduce(error * a, axis=0, keepdims=True))

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ), shape (..., units, units)."""
        a = np.asarray(self(z))
        return a[..., :, np.newaxis] * (np.eye(a.shape[-1]) - a[..., np.newaxis, :])


linear = Linear()
sigmoid = Sigmoid()
tanh = Tanh()
relu = ReLU()
leaky_relu = LeakyReLU()
softmax = Softmax()
binary_step = BinaryStep()

_BY_NAME = {
    activation.name: activation
    for activation in (linear, sigmoid, tanh, relu, leaky_relu, softmax, binary_step)
}


def names() -> tuple[str, ...]:
    """Return the names of all activations."""
    return tuple(_BY_NAME)


def get(identifier: str | Activation | None) -> Activation:
    """Return the activation `identifier` names; None is linear.

    Raises
    ------
    ValueError
        If there is no such activation.
    """
    if identifier is None:
        return linear
    if isinstance(identifier, Activation):
        return identifier
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]
    raise ValueError(
        f"Could not interpret activation function identifier: {identifier!r}. "
        f"Expected one of {', '.join(_BY_NAME)}."
    )
