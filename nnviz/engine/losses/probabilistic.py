"""Losses of probabilities."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from nnviz.engine.activations.base import sigmoid_of
from nnviz.engine.activations.shares import shifted, softmax_of
from nnviz.engine.arrays import EPSILON as EPSILON
from nnviz.engine.arrays import FloatArray, number
from nnviz.engine.losses.base import NamedLoss, mean_over_outputs, over_outputs
from nnviz.engine.utils import to_categorical

T = TypeVar("T", bound="Crossentropy")

_LEAST = {8: -300.0, 4: -40.0}  # by bytes of a number: powers of e that are far from the smallest


def _clipped(p: Any) -> Any:
    """Return probabilities kept off 0 and 1 before a logarithm, as in Keras."""
    return np.minimum(np.maximum(p, EPSILON), 1.0 - EPSILON)


class Crossentropy(NamedLoss):
    """What binary and categorical cross-entropy share.

    Parameters
    ----------
    from_logits : bool
        Whether the outputs are logits, and not yet probabilities.
    label_smoothing : float
        How much of each target is shared out among all outputs, from 0 to 1.
    axis : int
        −1, the outputs; stands here for Keras's order of arguments.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(reduction, name, dtype)
        self.from_logits = bool(from_logits)
        self.label_smoothing = number("label_smoothing", label_smoothing, 0.0, 1.0)
        if axis not in (-1, 1):
            raise ValueError(f"Expected axis=-1, the outputs; received axis={axis!r}.")
        self.axis = axis

    def rule(self, y: Any, a: Any) -> Any:
        """Return E of each sample."""
        y = self.smoothed(y)
        return self.of_logits(y, a) if self.from_logits else self.of_probabilities(y, a)

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a."""
        y = self.smoothed(y)
        if self.from_logits:
            return self.logits_gradient(y, a)
        return self.probabilities_gradient(y, a)

    def smoothed(self, y: Any) -> Any:
        """Return the targets with a part of each shared out."""
        if not self.label_smoothing:
            return y
        return y * (1.0 - self.label_smoothing) + self.label_smoothing * self.even_share(y)

    def even_share(self, y: Any) -> float:
        """Return what a target is when nothing is known."""
        raise NotImplementedError

    def of_logits(self, y: Any, z: Any) -> Any:
        """Return E from logits: the exact mathematics, nothing clipped."""
        raise NotImplementedError

    def logits_gradient(self, y: Any, z: Any) -> Any:
        """Return ∂E/∂z."""
        raise NotImplementedError

    def of_probabilities(self, y: Any, a: Any) -> Any:
        """Return E from probabilities."""
        raise NotImplementedError

    def probabilities_gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a."""
        raise NotImplementedError


class BinaryCrossentropy(Crossentropy):
    """For k outputs that are each a probability; p is the activation kept off 0 and 1."""

    name = "binary_crossentropy"

    def even_share(self, _y: Any) -> float:
        """Return ½."""
        return 0.5

    def of_logits(self, y: Any, z: Any) -> Any:
        """Return E = (1/k) Σ (max(z, 0) − z y + ln(1 + e^−|z|))."""
        terms = np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))
        return mean_over_outputs(terms)

    def logits_gradient(self, y: Any, z: Any) -> Any:
        """Return ∂E/∂z = (σ(z) − y) / k."""
        return (sigmoid_of(z) - y) * (1.0 / y.shape[0])

    def of_probabilities(self, y: Any, a: Any) -> Any:
        """Return E = −(1/k) Σ (y ln p + (1 − y) ln(1 − p))."""
        p = _clipped(a)
        terms = y * np.log(p) + (1.0 - y) * np.log(1.0 - p)
        return over_outputs(terms) * (-1.0 / y.shape[0])

    def probabilities_gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (p − y) / (k p (1 − p)), and 0 where a was clipped."""
        p = _clipped(a)
        return np.equal(p, a) * (p - y) / (p * (1.0 - p)) * (1.0 / y.shape[0])


class CategoricalCrossentropy(Crossentropy):
    """For outputs that share out one probability.

    s = a / Σa are the shares (of a softmax, the activations themselves), p the same kept off 0
    and 1.
    """

    name = "categorical_crossentropy"

    def even_share(self, y: Any) -> float:
        """Return one of k."""
        return 1.0 / float(y.shape[0])

    def of_logits(self, y: Any, z: Any) -> Any:
        """Return E = Σ y (ln Σ eᶻ − z)."""
        z = shifted(z)
        return over_outputs(y * (np.log(over_outputs(np.exp(z))) - z))

    def of_sums(self, y: Any, z: Any, sums: Any) -> Any:
        """Return E = ln(Σ eᶻ / eˢ) for s = Σ y z, where the sums are known and Σ y is 1.

        The difference ln Σ eᶻ − s would lose the digits of a small E if z is large.
        """
        whole = np.einsum("k...,k...->...", y, z)[np.newaxis]
        part = np.maximum(whole, _LEAST[whole.itemsize])
        return np.log(sums * np.exp(-part)) + (part - whole)

    def logits_gradient(self, y: Any, z: Any) -> Any:
        """Return ∂E/∂z = s Σy − y, where s is the softmax of z."""
        return softmax_of(z) * over_outputs(y) - y

    def of_probabilities(self, y: Any, a: Any) -> Any:
        """Return E = −Σ y ln p."""
        p = _clipped(a / over_outputs(a))
        return -over_outputs(y * np.log(p))

    def probabilities_gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (∂E/∂s − Σ s ∂E/∂s) / Σa, with ∂E/∂s = −y / p, 0 where clipped."""
        total = over_outputs(a)
        share = a / total
        p = _clipped(share)
        slope = np.equal(p, share) * -y / p
        return (slope - over_outputs(share * slope)) / total


class SparseCategoricalCrossentropy(CategoricalCrossentropy):
    """Categorical cross-entropy for targets that are the number of the right class, from 0."""

    name = "sparse_categorical_crossentropy"

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(from_logits, 0.0, axis, reduction, name, dtype)
        if ignore_class is not None:
            raise ValueError(
                f"Expected ignore_class=None; received {ignore_class!r}. "
                "Give samples of that class a sample_weight of 0."
            )
        self.ignore_class = ignore_class

    def as_targets(self, y: FloatArray, outputs: int) -> FloatArray:
        """Return one row per label with a 1 in its class's column."""
        if y.shape[1] != 1:
            raise ValueError(
                f"Expected y with one class number per sample; received shape {y.shape}. "
                "For one column per class, use categorical_crossentropy."
            )
        labels = y[:, 0].astype(np.intp)
        wrong = (labels != y[:, 0]) | (labels < 0) | (labels >= outputs)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise ValueError(
                f"Expected class numbers in y from 0 to {outputs - 1}, one for each output; "
                f"received {y[row, 0]:g} at row {row}."
            )
        return to_categorical(labels, outputs)


class KLDivergence(NamedLoss):
    """How far shares of a probability are from the target's: the Kullback-Leibler divergence.

    t and p are target and activation kept between ε and 1.
    """

    name = "kl_divergence"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = Σ t ln(t / p)."""
        t = _up_to_one(y)
        return over_outputs(t * np.log(t / _up_to_one(a)))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = −t / p, and 0 where a was clipped."""
        p = _up_to_one(a)
        return np.equal(p, a) * -_up_to_one(y) / p


def _up_to_one(p: Any) -> Any:
    return np.minimum(np.maximum(p, EPSILON), 1.0)
