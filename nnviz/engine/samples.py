"""How samples are split, shaped and counted."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from nnviz.engine.arrays import FloatArray, positive_integer

BATCH_SIZE = 32  # Keras's default

Samples: TypeAlias = tuple[FloatArray, FloatArray]


def split_off(x: FloatArray, y: FloatArray, share: float) -> tuple[Samples, Samples | None]:
    """Return the samples to train on, and the last `share` of them, or None for share 0.

    Raises
    ------
    ValueError
        If one of both would be empty.
    """
    if not share:
        return (x, y), None
    kept = math.floor(len(x) * (1.0 - share)) if 0.0 < share < 1.0 else 0
    if not 0 < kept < len(x):
        raise ValueError(
            f"Training data contains {len(x)} samples, which is not sufficient to split it into a "
            f"validation and training set as specified by `validation_split={share}`: expected a "
            "share between 0 and 1 that leaves samples in both."
        )
    return (x[:kept], y[:kept]), (x[kept:], y[kept:])


def as_rows(x: Any, y: Any) -> tuple[Any, Any]:
    """Return one sample, whose `x` has one dimension, as one row; anything else as it is."""
    if np.ndim(x) != 1:
        return x, y
    return np.asarray(x)[np.newaxis], None if y is None else np.atleast_1d(y)[np.newaxis]


def batches(samples: int, batch_size: int | None) -> int:
    """Return how many batches `samples` make."""
    size = BATCH_SIZE if batch_size is None else positive_integer("batch_size", batch_size)
    return math.ceil(samples / size)
