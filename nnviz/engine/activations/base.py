"""What all activations share."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.configs import Configured


def sigmoid_of(z: Any) -> Any:
    """Return σ(z) = 1 / (1 + e⁻ᶻ)."""
    return np.reciprocal(np.exp(-z) + 1.0)


def softplus_of(z: Any) -> Any:
    """Return ln(1 + eᶻ), exact for z of any size."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


class Activation(Configured):
    """A function from logits z to activations a.

    Attributes
    ----------
    name : str
        Keras's name of it.
    elementwise : bool
        Whether each a depends on its own z alone.
    slope_needs_z : bool
        Whether `slope` reads z; else the slopes of many layers can be computed at once from a.
    """

    name = "activation"
    elementwise: bool = True
    slope_needs_z: bool = True
    module: ClassVar[str] = "keras.layers"

    def rule(self, z: Any) -> Any:
        """Return a for z, shape (units, samples)."""
        raise NotImplementedError

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z, elementwise, from whichever of z and a is cheaper."""
        raise NotImplementedError

    def backward(self, error: Any, z: Any, a: Any) -> Any:
        """Return ∂E/∂z, given `error` = ∂E/∂a: the chain rule through this activation."""
        return error * self.slope(z, a)

    def __call__(self, x: Any, *options: Any, **named: Any) -> FloatArray:
        """Return the activation of `x`; softmax runs over the last axis.

        Further arguments are those of the constructor, as in ``leaky_relu(x, negative_slope=0.1)``.
        """
        if options or named:
            return type(self)(*options, **named)(x)
        array = np.asarray(x, dtype=np.float64)
        with np.errstate(all="ignore"):
            return np.array(self.rule(array.T).T, order="C")

    def derivative(self, z: Any) -> FloatArray:
        """Return ∂a/∂z, shape of z; or the Jacobian ∂aᵢ/∂zⱼ, shape (..., units, units).

        The Jacobian is returned where each a depends on every z, as in softmax.
        """
        array = np.asarray(z, dtype=np.float64)
        with np.errstate(all="ignore"):
            slope = self.slope(array, self.rule(array))
        return np.array(np.broadcast_to(slope, array.shape))

    def serialized(self) -> Any:
        """Return the name alone where all arguments are Keras's defaults."""
        return self.name if vars(self) == vars(type(self)()) else super().serialized()

    def __repr__(self) -> str:
        return f"<activation {self.name}>"
