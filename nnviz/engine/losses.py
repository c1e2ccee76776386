"""Losses: each rule with its derivative beside it.

Like the activations, the rules take one row per output and one column per sample, so that the same
lines serve the trace and the recorded training step. E is the loss of one sample; the loss of a batch
is its mean over the samples.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.activations import Activation
from nnviz.engine.arrays import FloatArray

EPSILON = 1e-7  # Keras's: probabilities stay this far from 0 and 1 before a logarithm


def _over_outputs(values: Any) -> Any:
    return np.add.reduce(values, axis=0, keepdims=True)


def _clipped(p: Any) -> Any:
    return np.minimum(np.maximum(p, EPSILON), 1.0 - EPSILON)


class Loss:
    """A measure E of how far the activations a of the outputs are from the target y.

    Parameters
    ----------
    name : str, optional
        A name of one's own.

    Attributes
    ----------
    name : str
        Keras's name of it.
    """

    name = "loss"

    def __init__(self, name: str | None = None) -> None:
        if name is not None:
            self.name = name

    def rule(self, y: Any, a: Any) -> Any:
        """Return E of each sample, shape (1, samples)."""
        raise NotImplementedError

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a of each sample, shape (outputs, samples)."""
        raise NotImplementedError

    def __call__(self, y_true: Any, y_pred: Any) -> float:
        """Return the mean loss of predictions, both with one row per sample."""
        y, a = (np.atleast_2d(np.asarray(v, dtype=np.float64)).T for v in (y_true, y_pred))
        with np.errstate(all="ignore"):
            return float(np.mean(self.rule(y, a)))

    def __repr__(self) -> str:
        return f"<loss {self.name}>"


class MeanSquaredError(Loss):
    """E = (1/k) Σ (a − y)² over the k outputs, ∂E/∂a = (2/k) (a − y)."""

    name = "mean_squared_error"

    def rule(self, y: Any, a: Any) -> Any:
        return _over_outputs(np.square(a - y)) * (1.0 / y.shape[0])

    def gradient(self, y: Any, a: Any) -> Any:
        return (a - y) * (2.0 / y.shape[0])


class HalfSquaredError(Loss):
    """E = ½ Σ (y − a)² over the outputs, ∂E/∂a = a − y: the notes' loss."""

    name = "half_squared_error"

    def rule(self, y: Any, a: Any) -> Any:
        return _over_outputs(np.square(a - y)) * 0.5

    def gradient(self, y: Any, a: Any) -> Any:
        return a - y


class BinaryCrossentropy(Loss):
    """E = −(1/k) Σ (y ln p + (1 − y) ln(1 − p)), p the activation kept off 0 and 1.

    ∂E/∂a = (p − y) / (k p (1 − p)), and 0 where a was clipped.
    """

    name = "binary_crossentropy"

    def rule(self, y: Any, a: Any) -> Any:
        p = _clipped(a)
        terms = y * np.log(p) + (1.0 - y) * np.log(1.0 - p)
        return _over_outputs(terms) * (-1.0 / y.shape[0])

    def gradient(self, y: Any, a: Any) -> Any:
        p = _clipped(a)
        return np.equal(p, a) * (p - y) / (p * (1.0 - p)) * (1.0 / y.shape[0])


class CategoricalCrossentropy(Loss):
    """E = −Σ y ln p, p the activations divided by their sum and kept off 0 and 1.

    With s = a / Σa: ∂E/∂s = −y / p (0 where clipped), ∂E/∂a = (∂E/∂s − Σ s ∂E/∂s) / Σa.
    """

    name = "categorical_crossentropy"

    def rule(self, y: Any, a: Any) -> Any:
        p = _clipped(a / _over_outputs(a))
        return -_over_outputs(y * np.log(p))

    def gradient(self, y: Any, a: Any) -> Any:
        total = _over_outputs(a)
        share = a / total
        p = _clipped(share)
        slope = np.equal(p, share) * -y / p
        return (slope - _over_outputs(share * slope)) / total


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

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a."""
        return self.loss.gradient(y, a)

    def delta(self, y: Any, z: Any, a: Any) -> Any:
        """Return δ = ∂E/∂z."""
        return self.activation.backward(self.gradient(y, a), z, a)


class SigmoidCrossentropy(OutputRule):
    """Binary cross-entropy of a sigmoid: the exact mathematics on the logits, nothing clipped.

    E = (1/k) Σ max(z, 0) − z y + ln(1 + e^−|z|), δ = (a − y) / k.
    """

    def per_sample(self, y: Any, z: Any) -> Any:
        terms = np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))
        return _over_outputs(terms) * (1.0 / y.shape[0])

    def gradient(self, y: Any, a: Any) -> Any:
        return (a - y) / (a * (1.0 - a)) * (1.0 / y.shape[0])

    def delta(self, y: Any, z: Any, a: Any) -> Any:
        return (a - y) * (1.0 / y.shape[0])


class SoftmaxCrossentropy(OutputRule):
    """Categorical cross-entropy of a softmax: the exact mathematics on the logits.

    E = Σ y (ln Σ eᶻ − z), ∂E/∂a = −y / a, δ = a Σy − y.
    """

    def per_sample(self, y: Any, z: Any) -> Any:
        shifted = z - np.maximum.reduce(z, axis=0, keepdims=True)
        return _over_outputs(y * (np.log(_over_outputs(np.exp(shifted))) - shifted))

    def gradient(self, y: Any, a: Any) -> Any:
        return -y / a

    def delta(self, y: Any, z: Any, a: Any) -> Any:
        return a * _over_outputs(y) - y


_EXACT_PAIRS: dict[tuple[str, type[Loss]], type[OutputRule]] = {
    ("sigmoid", BinaryCrossentropy): SigmoidCrossentropy,
    ("softmax", CategoricalCrossentropy): SoftmaxCrossentropy,
}


def output_rule(loss: Loss, activation: Activation) -> OutputRule:
    """Return how `loss` reads an output layer with this activation."""
    return _EXACT_PAIRS.get((activation.name, type(loss)), OutputRule)(loss, activation)


_CLASSES = (MeanSquaredError, HalfSquaredError, BinaryCrossentropy, CategoricalCrossentropy)
_BY_NAME: dict[str, type[Loss]] = {
    **{cls.name: cls for cls in _CLASSES},
    **{cls.__name__: cls for cls in _CLASSES},
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
}


def names() -> tuple[str, ...]:
    """Return the names of all losses."""
    return tuple(cls.name for cls in _CLASSES)


def get(identifier: str | Loss) -> Loss:
    """Return the loss `identifier` names.

    Raises
    ------
    ValueError
        If there is no such loss.
    """
    if isinstance(identifier, Loss):
        return identifier
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]()
    raise ValueError(
        f"Could not interpret loss identifier: {identifier!r}. Expected one of {', '.join(names())}."
    )


def mean_squared_error(y_true: Any, y_pred: Any) -> FloatArray:
    """Return the mean squared error of each sample (rows)."""
    return _per_row(MeanSquaredError(), y_true, y_pred)


def half_squared_error(y_true: Any, y_pred: Any) -> FloatArray:
    """Return half the squared error of each sample (rows)."""
    return _per_row(HalfSquaredError(), y_true, y_pred)


def binary_crossentropy(y_true: Any, y_pred: Any) -> FloatArray:
    """Return the binary cross-entropy of each sample (rows)."""
    return _per_row(BinaryCrossentropy(), y_true, y_pred)


def categorical_crossentropy(y_true: Any, y_pred: Any) -> FloatArray:
    """Return the categorical cross-entropy of each sample (rows)."""
    return _per_row(CategoricalCrossentropy(), y_true, y_pred)


def _per_row(loss: Loss, y_true: Any, y_pred: Any) -> FloatArray:
    y, a = (np.asarray(values, dtype=np.float64).T for values in (y_true, y_pred))
    with np.errstate(all="ignore"):
        result: FloatArray = loss.rule(y, a)[0]
    return result
