"""Layers that only apply an activation."""

from __future__ import annotations

from typing import Any

from nnviz.engine import activations
from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers.base import Layer


class ActivationLayer(Layer):
    """What layers that only apply an activation share.

    Attributes
    ----------
    activation : activations.Activation
    """

    activation: activations.Activation

    def apply(self, x: FloatArray) -> FloatArray:
        """Return the activations of samples in rows."""
        return self.activation(x)

    def of_units(self, _units: int) -> activations.Activation:
        """Return what this layer does to the units before it."""
        return self.activation


class Activation(ActivationLayer):
    """Apply an activation.

    Parameters
    ----------
    activation : str or activations.Activation
    """

    def __init__(self, activation: Any, **options: Any) -> None:
        super().__init__(**options)
        self.activation = activations.get(activation)


class ReLU(ActivationLayer):
    """Keep the positive part.

    Parameters
    ----------
    max_value : float, optional
        What larger values become.
    negative_slope : float
        How much of the negative part.
    threshold : float
        Where the positive part begins.
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.max_value = max_value
        self.negative_slope = negative_slope
        self.threshold = threshold
        self.activation = activations.ReLU(negative_slope, max_value, threshold)


class LeakyReLU(ActivationLayer):
    """Keep the positive part, and a little of the negative.

    Parameters
    ----------
    negative_slope : float
        How much of it: 0.3, while the activation named leaky_relu has 0.2, as in Keras.
    """

    def __init__(self, negative_slope: float = 0.3, **options: Any) -> None:
        super().__init__(**options)
        self.negative_slope = negative_slope
        self.activation = activations.LeakyReLU(negative_slope)


class Softmax(ActivationLayer):
    """Turn logits into shares that add up to 1.

    Parameters
    ----------
    axis : int
        −1, the outputs; stands here for Keras's order of arguments.
    """

    def __init__(self, axis: int = -1, **options: Any) -> None:
        super().__init__(**options)
        self.axis = axis
        self.activation = activations.Softmax(axis)
