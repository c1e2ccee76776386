"""A loss read through the activation of the output layer, exactly where the two belong together."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.losses.base import Loss, over_outputs
from nnviz.engine.losses.probabilistic import BinaryCrossentropy, CategoricalCrossentropy


class OutputRule:
    """A loss read through the activation of the output layer.

    Parameters
    ----------
    loss : Loss
    activation : Activation
    """

    def __init__(self, loss: Loss, activation: Activation) -> None:
        self.loss = loss
        self.activation = activation

    def per_sample(self, y: Any, z: Any) -> Any:
        """Return E of each sample, shape (1, samples), from the logits."""
        return self.loss.rule(y, self.activation.rule(z))

    def gradient(self, y: Any, _z: Any, a: Any) -> Any:
        """Return ∂E/∂a."""
        return self.loss.gradient(y, a)

    def delta(self, y: Any, z: Any, a: Any) -> Any:
        """Return δ = ∂E/∂z."""
        return self.activation.backward(self.gradient(y, z, a), z, a)


def _bounded_exp(values: Any) -> Any:
    return np.exp(np.minimum(values, 700.0))  # e⁷¹⁰ is infinite, and 0 · ∞ is not a number


class SigmoidCrossentropy(OutputRule):
    """Binary cross-entropy of a sigmoid: the exact mathematics on the logits, nothing clipped."""

    def per_sample(self, y: Any, z: Any) -> Any:
        """Return E = (1/k) Σ (max(z, 0) − z y + ln(1 + e^−|z|))."""
        terms = np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))
        return over_outputs(terms) * (1.0 / y.shape[0])

    def gradient(self, y: Any, z: Any, _a: Any) -> Any:
        """Return ∂E/∂a = (1/k) ((1 − y) / (1 − a) − y / a), finite where a is rounded to 0 or 1."""
        terms = (1.0 - y) * (_bounded_exp(z) + 1.0) - y * (_bounded_exp(-z) + 1.0)
        return terms * (1.0 / y.shape[0])

    def delta(self, y: Any, _z: Any, a: Any) -> Any:
        """Return δ = (a − y) / k."""
        return (a - y) * (1.0 / y.shape[0])


class SoftmaxCrossentropy(OutputRule):
    """Categorical cross-entropy of a softmax: the exact mathematics on the logits."""

    def per_sample(self, y: Any, z: Any) -> Any:
        """Return E = Σ y (ln Σ eᶻ − z)."""
        shifted = z - np.maximum.reduce(z, axis=0, keepdims=True)
        return over_outputs(y * (np.log(over_outputs(np.exp(shifted))) - shifted))

    def gradient(self, y: Any, z: Any, _a: Any) -> Any:
        """Return ∂E/∂a = −y / a, finite where a is rounded to 0."""
        shifted = z - np.maximum.reduce(z, axis=0, keepdims=True)
        return -y * _bounded_exp(np.log(over_outputs(np.exp(shifted))) - shifted)

    def delta(self, y: Any, _z: Any, a: Any) -> Any:
        """Return δ = a Σy − y, which is a − y for targets that add up to 1."""
        return a * over_outputs(y) - y


_EXACT_PAIRS: dict[tuple[str, type[Loss]], type[OutputRule]] = {
    ("sigmoid", BinaryCrossentropy): SigmoidCrossentropy,
    ("softmax", CategoricalCrossentropy): SoftmaxCrossentropy,
}


def output_rule(loss: Loss, activation: Activation) -> OutputRule:
    """Return how `loss` reads an output layer with this activation."""
    return _EXACT_PAIRS.get((activation.name, type(loss)), OutputRule)(loss, activation)
