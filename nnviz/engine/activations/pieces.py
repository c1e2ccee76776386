"""Activations put together from pieces: each rule with its derivative beside it.

At a corner the derivative is the one of the piece that Keras takes.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.activations.base import Activation
from nnviz.engine.arrays import number

_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


class ReLU(Activation):
    """The positive part.

    Parameters
    ----------
    negative_slope : float
        How much of the negative part.
    max_value : float, optional
        What larger values become.
    threshold : float
        Where the positive part begins.
    """

    name = "relu"

    def __init__(
        self,
        negative_slope: float = 0.0,
        max_value: float | None = None,
        threshold: float = 0.0,
    ) -> None:
        self.negative_slope = number("negative_slope", negative_slope, 0.0, math.inf)
        self.max_value = (
            None if max_value is None else number("max_value", max_value, 0.0, math.inf)
        )
        self.threshold = number("threshold", threshold, 0.0, math.inf)
        self._plain = not negative_slope and max_value is None and not threshold
        self.slope_needs_z = not self._plain

    def rule(self, z: Any) -> Any:
        """Return a = max(z, 0); in full, z above the threshold θ and slope · (z − θ) below it."""
        if self._plain:
            return np.maximum(z, 0.0)
        above = z * (z > self.threshold)
        if self.max_value is not None:
            above = np.minimum(above, self.max_value)
        return above + np.minimum(z - self.threshold, 0.0) * self.negative_slope

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 1 where z > 0, else 0; in full, the slope below θ and 0 above the top."""
        if self._plain:
            return np.sign(a)
        above = (z > self.threshold) * 1.0
        if self.max_value is not None:
            above = above * (z < self.max_value)
        return above + (z <= self.threshold) * self.negative_slope


class LeakyReLU(Activation):
    """The positive part, and a little of the negative.

    Parameters
    ----------
    negative_slope : float
        How much of it.
    """

    name = "leaky_relu"

    def __init__(self, negative_slope: float = 0.2) -> None:
        self.negative_slope = number("negative_slope", negative_slope, 0.0, math.inf)

    def rule(self, z: Any) -> Any:
        """Return a = z where z > 0, else slope · z."""
        return np.maximum(z, 0.0) + np.minimum(z, 0.0) * self.negative_slope

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1 where z > 0, else the slope."""
        return np.heaviside(z, 0.0) * (1.0 - self.negative_slope) + self.negative_slope


class ReLU6(Activation):
    """The positive part, up to 6."""

    name = "relu6"
    module = "keras.activations"

    def rule(self, z: Any) -> Any:
        """Return a = min(max(z, 0), 6)."""
        return np.minimum(np.maximum(z, 0.0), 6.0)

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1 where 0 < z < 6, else 0."""
        return (np.abs(z - 3.0) < 3.0) * 1.0


class ELU(Activation):
    """The positive part, and below it an exponential that ends at −α.

    Parameters
    ----------
    alpha : float
        α.
    """

    name = "elu"

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = number("alpha", alpha, 0.0, math.inf)

    def rule(self, z: Any) -> Any:
        """Return a = z where z > 0, else α (eᶻ − 1)."""
        return np.maximum(z, 0.0) + np.expm1(np.minimum(z, 0.0)) * self.alpha

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1 where z > 0, else α eᶻ."""
        return (z > 0.0) + (z <= 0.0) * np.exp(np.minimum(z, 0.0)) * self.alpha


class SELU(ELU):
    """An ELU scaled so that activations keep mean 0 and variance 1 from layer to layer."""

    name = "selu"
    module = "keras.activations"

    def __init__(self) -> None:
        super().__init__(_SELU_ALPHA)

    def rule(self, z: Any) -> Any:
        """Return a = 1.0507 · ELU(z), with α = 1.6733."""
        return super().rule(z) * _SELU_SCALE

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 1.0507 where z > 0, else 1.0507 α eᶻ."""
        return super().slope(z, a) * _SELU_SCALE


class HardSigmoid(Activation):
    """A sigmoid of three straight pieces."""

    name = "hard_sigmoid"
    module = "keras.activations"

    def rule(self, z: Any) -> Any:
        """Return a = min(max(z + 3, 0), 6) / 6."""
        return np.minimum(np.maximum(z + 3.0, 0.0), 6.0) * (1.0 / 6.0)

    def slope(self, z: Any, _a: Any) -> Any:
        """Return ∂a/∂z = 1/6 where |z| < 3, else 0."""
        return (np.abs(z) < 3.0) * (1.0 / 6.0)


class HardSiLU(HardSigmoid):
    """z times its own hard sigmoid; also called hard swish."""

    name = "hard_silu"

    def rule(self, z: Any) -> Any:
        """Return a = z · hard sigmoid(z)."""
        return z * super().rule(z)

    def slope(self, z: Any, a: Any) -> Any:
        """Return ∂a/∂z = hard sigmoid(z) + z · its slope."""
        return super().rule(z) + z * super().slope(z, a)


class BinaryStep(Activation):
    """All or nothing; its derivative is 0, so gradient descent cannot train through it."""

    name = "binary_step"
    module = "nnviz.activations"

    def rule(self, z: Any) -> Any:
        """Return a = 1 where z ≥ 0, else 0."""
        return np.heaviside(z, 1.0)

    def slope(self, _z: Any, a: Any) -> Any:
        """Return ∂a/∂z = 0."""
        return a * 0.0
