"""Targets and predictions brought to the same form, where both are given by hand."""

from __future__ import annotations

from typing import Any

from nnviz.engine.arrays import FloatArray, numbers_of


def paired(y_true: Any, y_pred: Any) -> tuple[FloatArray, FloatArray]:
    """Return both with the same number of dimensions, and one target for each prediction.

    As in Keras, of ``(n,)`` and ``(n, 1)`` the first becomes the second. Targets ``(n,)`` or
    ``(n, 1)`` for predictions ``(n, k)`` are kept, as the number of each sample's class.

    Raises
    ------
    ValueError
        If they have other shapes, or are empty.
    """
    y, a = numbers_of(y_true, "y_true"), numbers_of(y_pred, "y_pred")
    shapes = f"received y_true of shape {y.shape} and y_pred of shape {a.shape}."
    if a.ndim == y.ndim - 1 and y.shape[-1] == 1:
        a = a[..., None] if a.ndim == 1 else a
        y = y if a.ndim == y.ndim else y[..., 0]
    elif y.ndim == a.ndim - 1:
        y = y[..., None]
    if not (y.ndim == a.ndim and y.ndim and a.size and y.shape[:-1] == a.shape[:-1]):
        raise ValueError(f"Expected y_true and y_pred of the same shape; {shapes}")
    if y.shape[-1] not in (1, a.shape[-1]):
        raise ValueError(f"Expected y_true with one number for each of y_pred; {shapes}")
    return y, a


def in_rows(values: FloatArray) -> FloatArray:
    """Return values of any shape as a matrix, with their last dimension as its columns."""
    return values.reshape(-1, values.shape[-1])


def weights_like(each: FloatArray, sample_weight: Any) -> FloatArray:
    """Return what each number of `each` counts.

    Raises
    ------
    ValueError
        If it is neither one number nor one for each.
    """
    weights = numbers_of(sample_weight, "sample_weight")
    if weights.size != 1 and weights.size != each.size:
        raise ValueError(
            f"Expected sample_weight with one number for each of {each.size} samples; "
            f"received shape {weights.shape}."
        )
    return weights.reshape(each.shape if weights.size == each.size else ())
