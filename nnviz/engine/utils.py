"""Keras's small helpers."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, numbers_of, positive_integer
from nnviz.engine.naming import clear_session
from nnviz.engine.randomness import set_random_seed

__all__ = ["clear_session", "set_random_seed", "to_categorical"]


def to_categorical(x: Any, num_classes: int | None = None) -> FloatArray:
    """Return one row per label with a 1 in its class's column.

    Parameters
    ----------
    x : array_like of int
        Labels from 0, of any shape; a last dimension of 1 is left out.
    num_classes : int, optional
        One more than the largest label, if not given.

    Raises
    ------
    ValueError
        If a label is not a whole number from 0 to ``num_classes - 1``.
    """
    values = numbers_of(x, "x")
    if num_classes is not None:
        positive_integer("num_classes", num_classes)
    shape = values.shape[:-1] if values.ndim > 1 and values.shape[-1] == 1 else values.shape
    labels = values.ravel().astype(np.intp)
    classes = int(labels.max(initial=-1)) + 1 if num_classes is None else num_classes
    if (labels != values.ravel()).any() or (labels < 0).any() or (labels >= classes).any():
        limit = "" if num_classes is None else f" to {classes - 1}"
        raise ValueError(
            f"Expected whole labels from 0{limit}; "
            f"received values from {values.min()} to {values.max()}."
        )
    rows = np.zeros((labels.size, classes))
    rows[np.arange(labels.size), labels] = 1.0
    return rows.reshape(*shape, classes)
