"""What all losses share."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.configs import Configured
from nnviz.engine.pairs import in_rows, paired, weights_like

T = TypeVar("T", bound="Loss")

# Keras's words for the mean over the samples of a batch.
_MEANS = ("sum_over_batch_size", "mean")


def over_outputs(values: Any) -> Any:
    """Return the sum over the outputs, kept as one row."""
    return np.add.reduce(values, axis=0, keepdims=True)


class Loss(Configured):
    """A measure E of how far the activations a of the outputs are from the target y.

    Parameters
    ----------
    reduction : {'sum_over_batch_size', 'mean'}
        The loss of a batch is the mean over its samples: both words say so.
    name : str, optional
        A name of one's own.
    dtype : optional
        Stands here for Keras's order of arguments.

    Attributes
    ----------
    name : str
        Keras's name of it.
    """

    name = "loss"
    module: ClassVar[str] = "keras.losses"

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        if reduction not in _MEANS:
            raise ValueError(
                f"Expected reduction to be one of {', '.join(_MEANS)}; received {reduction!r}."
            )
        self.reduction = reduction
        self.dtype = dtype
        if name is not None:
            self.name = name

    def rule(self, y: Any, a: Any) -> Any:
        """Return E of each sample, shape (1, samples)."""
        raise NotImplementedError

    def gradient(self, y: Any, a: Any) -> Any:
        """Return ∂E/∂a of each sample, shape (outputs, samples)."""
        raise NotImplementedError

    def as_targets(self, y: FloatArray, outputs: int) -> FloatArray:
        """Return the targets as this loss reads them, one column for each output.

        Raises
        ------
        ValueError
            If they do not fit.
        """
        if y.shape[1] != outputs:
            raise ValueError(
                f"Expected y with {outputs} columns, one for each output; received shape {y.shape}."
            )
        return y

    def reading(self: T, _y: FloatArray) -> T:
        """Return this loss as it reads targets like `y`, of any shape."""
        return self

    def per_sample(self, y_true: Any, y_pred: Any) -> FloatArray:
        """Return the loss of each sample: the shape of `y_pred` without its last dimension.

        Raises
        ------
        ValueError
            If the targets do not fit the predictions.
        """
        y, a = paired(y_true, y_pred)
        columns = self.as_targets(in_rows(y), a.shape[-1])
        with np.errstate(all="ignore"):
            each: FloatArray = self.reading(columns).rule(columns.T, in_rows(a).T)[0]
        return each.reshape(a.shape[:-1])

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
        """Return the mean loss of predictions, each times its weight if weights are given."""
        each = self.per_sample(y_true, y_pred)
        if sample_weight is not None:
            each = each * weights_like(each, sample_weight)
        return float(np.mean(each))

    def __repr__(self) -> str:
        return f"<loss {self.name}>"
