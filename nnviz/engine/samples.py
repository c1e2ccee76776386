"""How samples are shaped, weighted, split and counted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from nnviz.engine.arrays import FloatArray, number, numbers_of, positive_integer, require_finite

BATCH_SIZE = 32  # Keras's default


class Samples(NamedTuple):
    """Inputs and targets with one row per sample, and what the loss of each sample counts.

    Attributes
    ----------
    x : ndarray, shape (n, inputs)
    y : ndarray, shape (n, outputs)
    weights : ndarray, shape (n,), or None
        None for 1 each.
    """

    x: FloatArray
    y: FloatArray
    weights: FloatArray | None = None

    def part(self, start: int, stop: int) -> Samples:
        """Return the samples from `start` up to, but not with, `stop`."""
        weights = None if self.weights is None else self.weights[start:stop]
        return Samples(self.x[start:stop], self.y[start:stop], weights)


def class_weighted(
    samples: Samples, class_weight: Mapping[int, float] | None, sample_weight: Any
) -> Samples:
    """Return the samples, each counting by its class.

    Raises
    ------
    ValueError
        If there are weights of samples and of classes, or `class_weight` is wrong.
    """
    if class_weight is None:
        return samples
    if sample_weight is not None:
        raise ValueError(
            "You cannot `class_weight` and `sample_weight` at the same time: "
            "expected one of them, received both."
        )
    weights = class_weights_of(samples.y, class_weight)
    return samples._replace(
        weights=weights if samples.weights is None else weights * samples.weights
    )


def split_off(samples: Samples, share: float) -> tuple[Samples, Samples | None]:
    """Return the samples to train on, and the last `share` of them, or None for share 0.

    Raises
    ------
    ValueError
        If one of both would be empty.
    """
    if not share:
        return samples, None
    n, share = len(samples.x), number("validation_split", share, -math.inf, math.inf)
    kept = math.floor(n * (1.0 - share)) if 0.0 < share < 1.0 else 0
    if not 0 < kept < n:
        raise ValueError(
            f"Training data contains {n} samples, which is not sufficient to split it into a "
            f"validation and training set as specified by `validation_split={share}`: expected a "
            "share between 0 and 1 that leaves samples in both."
        )
    return samples.part(0, kept), samples.part(kept, n)


def require_rows(values: FloatArray, shape: tuple[int, ...]) -> None:
    """Raise ValueError if `values` have one dimension, where a sample of this shape has several."""
    if values.ndim != 1 or shape == (1,):
        return
    raise ValueError(
        f"Expected x with one row per sample, shape {(None, *shape)}; "
        f"received shape {values.shape}." + _as_one_sample(values, shape)
    )


def _as_one_sample(values: FloatArray, shape: tuple[int, ...]) -> str:
    """Return how to give numbers that may be one sample."""
    if values.shape != shape:
        return ""
    return f" One sample is given as {[values.tolist()] if values.size <= 4 else '[x]'}."


def weights_of(n: int, sample_weight: Any) -> FloatArray | None:
    """Return what the loss of each of `n` samples counts, or None for 1 each.

    Raises
    ------
    ValueError
        If they are not `n` finite numbers.
    """
    if sample_weight is None:
        return None
    weights = numbers_of(sample_weight, "sample_weight")
    if weights.shape not in ((n,), (n, 1)):
        raise ValueError(
            f"Expected sample_weight with one number for each of {n} samples; "
            f"received shape {weights.shape}."
        )
    require_finite(weights.reshape(n, 1), "sample_weight")
    return weights.reshape(n)


def class_weights_of(y: FloatArray, class_weight: Mapping[int, float]) -> FloatArray:
    """Return the weight of each sample's class: its label, or the place of its largest target.

    Raises
    ------
    ValueError
        If a class is not a whole number, or a weight not a finite one.
    """
    if not isinstance(class_weight, Mapping):
        raise ValueError(
            f"Expected `class_weight` to be a dict from class numbers to weights; "
            f"received {class_weight!r}."
        )
    labels = np.round(y[:, 0]).astype(np.intp) if y.shape[1] == 1 else y.argmax(axis=1)
    weights = np.ones(len(y))
    for label, weight in class_weight.items():
        if not isinstance(label, (int, np.integer)):
            raise ValueError(
                f"Expected `class_weight` to be a dict with integer keys; received key {label!r}."
            )
        weights[labels == label] = number(f"class_weight[{label}]", weight, -math.inf, math.inf)
    return weights


def as_rows(x: Any, y: Any, rank: int) -> tuple[Any, Any]:
    """Return one sample, whose `x` has `rank` dimensions, as one row; anything else as it is."""
    if np.ndim(x) != rank:
        return x, y
    return np.asarray(x)[np.newaxis], None if y is None else np.atleast_1d(y)[np.newaxis]


def batching(n: int, batch_size: int | None, steps: int | None) -> tuple[int, int]:
    """Return the size of a minibatch, and how many of n samples there are: at most `steps`."""
    size = BATCH_SIZE if batch_size is None else positive_integer("batch_size", batch_size)
    number = math.ceil(n / size)
    return size, number if steps is None else min(number, positive_integer("steps", steps))
