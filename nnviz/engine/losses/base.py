"""What all losses share."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.configs import Configured
from nnviz.engine.naming import snake
from nnviz.engine.pairs import in_rows, paired, weights_like

T = TypeVar("T", bound="Loss")

# Keras's words for what is made of the losses of a batch's samples; the first two are the mean.
_MEANS = ("sum_over_batch_size", "mean")
_REDUCTIONS = (*_MEANS, "sum", "mean_with_sample_weight", "none", None)


def over_outputs(values: Any) -> Any:
    """Return the sum over the outputs, kept as one row."""
    return np.add.reduce(values, axis=0, keepdims=True) if values.shape[0] > 1 else values


def mean_over_outputs(values: Any) -> Any:
    """Return the mean over the outputs, kept as one row."""
    outputs = values.shape[0]
    return over_outputs(values) * (1.0 / outputs) if outputs > 1 else values


class Loss(Configured):
    """A measure E of how far the activations a of the outputs are from the target y.

    One of your own has a `rule` and its `gradient`, both written in NumPy's functions and operators
    on whole arrays: nnviz derives nothing by itself.

    Parameters
    ----------
    name : str, optional
        A name of one's own.
    reduction : {'sum_over_batch_size', 'mean', 'sum', 'mean_with_sample_weight', 'none'}
        What is made of the losses of the samples: their mean, which the first two say, their sum,
        their mean by weight, or nothing. A model is trained by mean or sum.
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
        name: str | None = None,
        reduction: str | None = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        if reduction not in _REDUCTIONS:
            raise ValueError(
                "Invalid value for argument `reduction`. Expected one of "
                f"{', '.join(map(str, _REDUCTIONS))}. Received: reduction={reduction}"
            )
        self.reduction = reduction
        self.dtype = dtype
        if name is not None:
            self.name = name
        elif self.name == Loss.name:
            self.name = snake(type(self).__name__)

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

    def counts(self, size: int) -> float:
        """Return what the loss of a sample counts beside its mean in a minibatch of this size."""
        return float(size) if self.reduction == "sum" else 1.0

    def require_trainable(self) -> None:
        """Raise ValueError if a model cannot be trained by this loss."""
        if type(self).rule is Loss.rule or type(self).gradient is Loss.gradient:
            raise ValueError(
                f"Expected a loss with a `rule` and its `gradient`; received {self!r}. nnviz "
                "derives no function by itself: write both in NumPy in a subclass of "
                "`nnviz.losses.Loss`."
            )
        if self.reduction not in (*_MEANS, "sum"):
            raise ValueError(
                "Expected a loss to train by with reduction='sum_over_batch_size', 'mean' or "
                f"'sum'; received reduction={self.reduction!r}."
            )

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

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Return the loss of predictions, each times its weight if weights are given.

        It is one number by `reduction`, or an array of one for each sample.
        """
        each = self.per_sample(y_true, y_pred)
        weights = np.ones(()) if sample_weight is None else weights_like(each, sample_weight)
        if self.reduction in (None, "none"):
            return each * weights
        total = float((each * weights).sum())
        if self.reduction == "sum":
            return total
        if self.reduction == "mean_with_sample_weight":
            return total / float(np.broadcast_to(weights, each.shape).sum())
        return total / each.size

    def __repr__(self) -> str:
        return f"<loss {self.name}>"


class NamedLoss(Loss):
    """A loss that Keras has by name: its arguments come in another order than the base's."""

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name, reduction, dtype)
