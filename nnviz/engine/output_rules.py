"""A loss read through the activation of the output layer, exactly where the two belong together."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.activations.shares import in_range, rows_of_sums, shifted, summed
from nnviz.engine.losses.base import Loss, over_outputs
from nnviz.engine.losses.probabilistic import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Crossentropy,
)


class OutputRule:
    """A loss read through the activation of the output layer.

    Parameters
    ----------
    loss : Loss
    activation : Activation

    Attributes
    ----------
    any_shape : bool
        Whether `terms` takes samples along several axes, behind the first of the outputs.
    sees_range : bool
        Whether `exact` tells of logits taken for moderate that were not.
    """

    any_shape = False
    sees_range = False

    def __init__(self, loss: Loss, activation: Activation) -> None:
        self.loss = loss
        self.activation = activation

    def per_sample(self, y: Any, z: Any) -> Any:
        """Return E of each sample, shape (1, samples), from the logits."""
        return self.loss.rule(y, self.activation.rule(z))

    def remains(self, z: Any) -> tuple[Any, ...]:
        """Return what a training step leaves for `terms`.

        The first of them has the same activation as the logits.
        """
        return (z,)

    def terms(self, _total: float | None, y: Any, z: Any, *_others: Any) -> Any:
        """Return what adds up to E of each sample along the first axis, from what remains.

        `_total` is what y adds up to, if it is the same for all samples.
        """
        return self.per_sample(y, z)

    def exact(self, *_remains: Any) -> bool:
        """Whether no digit was lost to logits taken for moderate."""
        return True

    def heights(self, units: int) -> tuple[int, ...]:
        """Return how many rows each of them has."""
        return (units,)

    def rows_made(self, units: int) -> tuple[int, ...]:
        """Return in how many rows each of them is made: the first ones remain, others are alike."""
        return self.heights(units)

    def gradient(self, y: Any, _z: Any, a: Any) -> Any:
        """Return ∂E/∂a."""
        return self.loss.gradient(y, a)

    def delta(self, y: Any, z: Any, a: Any) -> Any:
        """Return δ = ∂E/∂z."""
        return self.activation.backward(self.gradient(y, z, a), z, a)


def _bounded_exp(values: Any) -> Any:
    return np.exp(np.minimum(values, 700.0))  # e⁷¹⁰ is infinite, and 0 · ∞ is not a number


class ExactCrossentropy(OutputRule):
    """Cross-entropy of its own activation: the exact mathematics on the logits, nothing clipped."""

    any_shape = True

    def __init__(self, loss: Crossentropy, activation: Activation) -> None:
        super().__init__(loss, activation)
        self.crossentropy = loss

    def per_sample(self, y: Any, z: Any) -> Any:
        """Return E of each sample, shape (1, samples), from the logits."""
        return self.crossentropy.of_logits(self.crossentropy.smoothed(y), z)


class SigmoidCrossentropy(ExactCrossentropy):
    """Binary cross-entropy of a sigmoid."""

    def gradient(self, y: Any, z: Any, _a: Any) -> Any:
        """Return ∂E/∂a = (1/k) ((1 − y) / (1 − a) − y / a), finite where a is rounded to 0 or 1."""
        y = self.crossentropy.smoothed(y)
        terms = (1.0 - y) * (_bounded_exp(z) + 1.0) - y * (_bounded_exp(-z) + 1.0)
        return terms * (1.0 / y.shape[0])

    def delta(self, y: Any, _z: Any, a: Any) -> Any:
        """Return δ = (a − y) / k."""
        return (a - self.crossentropy.smoothed(y)) * (1.0 / y.shape[0])


class SoftmaxCrossentropy(ExactCrossentropy):
    """Categorical cross-entropy of a softmax."""

    crossentropy: CategoricalCrossentropy
    sees_range = True

    def remains(self, z: Any) -> tuple[Any, Any]:
        """Return the logits less the largest, and Σ eᶻ of these: softmax has made both anyway."""
        z = shifted(z)
        return z, summed(np.exp(z))

    def terms(self, total: float | None, y: Any, z: Any, *others: Any) -> Any:
        """Return E of each sample."""
        if total != 1.0:
            return self.per_sample(y, z)
        return self.crossentropy.of_sums(self.crossentropy.smoothed(y), z, *others)

    def exact(self, _z: Any, sums: Any) -> bool:
        """Whether no power of e was too large or too small."""
        return in_range(sums)

    def heights(self, units: int) -> tuple[int, int]:
        """Return how many rows each of them has."""
        return units, 1

    def rows_made(self, units: int) -> tuple[int, int]:
        """Return in how many rows each of them is made."""
        return units, rows_of_sums(units)

    def gradient(self, y: Any, z: Any, _a: Any) -> Any:
        """Return ∂E/∂a = −y / a, finite where a is rounded to 0."""
        z = shifted(z)
        each = _bounded_exp(np.log(over_outputs(np.exp(z))) - z)
        return -self.crossentropy.smoothed(y) * each

    def delta(self, y: Any, _z: Any, a: Any) -> Any:
        """Return δ = a Σy − y, which is a − y for targets that add up to 1."""
        y = self.crossentropy.smoothed(y)
        return a * over_outputs(y) - y


def output_rule(loss: Loss, activation: Activation) -> OutputRule:
    """Return how `loss` reads an output layer with this activation."""
    if isinstance(loss, Crossentropy) and not loss.from_logits:
        if isinstance(loss, BinaryCrossentropy) and activation.name == "sigmoid":
            return SigmoidCrossentropy(loss, activation)
        if isinstance(loss, CategoricalCrossentropy) and activation.name == "softmax":
            return SoftmaxCrossentropy(loss, activation)
    return OutputRule(loss, activation)
