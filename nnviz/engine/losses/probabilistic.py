"""Losses of probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.losses.base import Loss, over_outputs

EPSILON = 1e-7  # Keras's: probabilities stay this far from 0 and 1 before a logarithm


def _clipped(p: Any) -> Any:
    return np.minimum(np.maximum(p, EPSILON), 1.0 - EPSILON)


class BinaryCrossentropy(Loss):
    """For k outputs that are each a probability; p is the activation kept off 0 and 1."""

    name = "binary_crossentropy"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = −(1/k) Σ (y ln p + (1 − y) ln(1 − p))."""
        p = _clipped(a)
        terms = y * np.log(p) + (1.0 - y) * np.log(1.0 - p)
        return over_outputs(terms) * (-1.0 / y.shape[0])

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (p − y) / (k p (1 − p)), and 0 where a was clipped."""
        p = _clipped(a)
        return np.equal(p, a) * (p - y) / (p * (1.0 - p)) * (1.0 / y.shape[0])


class CategoricalCrossentropy(Loss):
    """For outputs that share out one probability.

    s = a / Σa are the shares (of a softmax, the activations themselves), p the same kept off 0
    and 1.
    """

    name = "categorical_crossentropy"

    def rule(self, y: Any, a: Any) -> Any:
        """Return E = −Σ y ln p."""
        p = _clipped(a / over_outputs(a))
        return -over_outputs(y * np.log(p))

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a = (∂E/∂s − Σ s ∂E/∂s) / Σa, with ∂E/∂s = −y / p, 0 where clipped."""
        total = over_outputs(a)
        share = a / total
        p = _clipped(share)
        slope = np.equal(p, share) * -y / p
        return (slope - over_outputs(share * slope)) / total
