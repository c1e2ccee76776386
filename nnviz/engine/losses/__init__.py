"""Losses: each rule with its derivative beside it.

Like the activations, the rules take one row per output and one column per sample, so that the
same lines serve the trace and the recorded training step. E is the loss of one sample; the loss of
a batch is its mean over the samples.
"""

from __future__ import annotations

from typing import Any

from nnviz.engine.arrays import FloatArray
from nnviz.engine.configs import Registry
from nnviz.engine.losses.base import Loss
from nnviz.engine.losses.margins import CategoricalHinge, Hinge, SquaredHinge
from nnviz.engine.losses.probabilistic import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    KLDivergence,
    SparseCategoricalCrossentropy,
)
from nnviz.engine.losses.regression import (
    HalfSquaredError,
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
)

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "HalfSquaredError",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "binary_crossentropy",
    "categorical_crossentropy",
    "categorical_hinge",
    "get",
    "half_squared_error",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]


class LossFunction:
    """Keras's function of a loss: called, it gives the loss of each sample (rows).

    Parameters
    ----------
    loss : type
        The class behind it; further arguments of a call are those of its constructor.
    """

    def __init__(self, loss: type[Loss]) -> None:
        self.loss = loss
        self.__name__ = loss.name

    def __call__(self, y_true: Any, y_pred: Any, *options: Any, **named: Any) -> FloatArray:
        """Return the loss of each sample; as Keras's function does, without the last dimension."""
        return self.loss(*options, **named).per_sample(y_true, y_pred)

    def __repr__(self) -> str:
        return f"<loss function {self.__name__}>"


mean_squared_error = LossFunction(MeanSquaredError)
mean_absolute_error = LossFunction(MeanAbsoluteError)
mean_absolute_percentage_error = LossFunction(MeanAbsolutePercentageError)
mean_squared_logarithmic_error = LossFunction(MeanSquaredLogarithmicError)
half_squared_error = LossFunction(HalfSquaredError)
huber = LossFunction(Huber)
log_cosh = LossFunction(LogCosh)
poisson = LossFunction(Poisson)
binary_crossentropy = LossFunction(BinaryCrossentropy)
categorical_crossentropy = LossFunction(CategoricalCrossentropy)
sparse_categorical_crossentropy = LossFunction(SparseCategoricalCrossentropy)
kl_divergence = LossFunction(KLDivergence)
hinge = LossFunction(Hinge)
squared_hinge = LossFunction(SquaredHinge)
categorical_hinge = LossFunction(CategoricalHinge)

_CLASSES: tuple[type[Loss], ...] = (
    MeanSquaredError,
    HalfSquaredError,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredLogarithmicError,
    Huber,
    LogCosh,
    Poisson,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    KLDivergence,
    Hinge,
    SquaredHinge,
    CategoricalHinge,
)
_SHORT: dict[str, type[Loss]] = {
    "mse": MeanSquaredError,
    "mae": MeanAbsoluteError,
    "mape": MeanAbsolutePercentageError,
    "msle": MeanSquaredLogarithmicError,
    "bce": BinaryCrossentropy,
    "kld": KLDivergence,
}
_REGISTRY = Registry(
    "loss",
    Loss,
    _CLASSES,
    {**_SHORT, **{name.upper(): cls for name, cls in _SHORT.items()}},
)
names = _REGISTRY.names
knows = _REGISTRY.knows


def get(identifier: Any) -> Loss:
    """Return the loss `identifier` names, configures or is.

    Raises
    ------
    ValueError
        If there is no such loss.
    """
    if isinstance(identifier, (list, tuple)) and len(identifier) == 1:
        return get(identifier[0])  # Keras's form of a loss for each output
    if callable(identifier) and not isinstance(identifier, (Loss, LossFunction, type)):
        raise ValueError(
            f"Could not interpret loss identifier: {identifier!r}. nnviz derives no Python "
            "function by itself: expected a name, or a subclass of `nnviz.losses.Loss` with a "
            "`rule` and its `gradient` written in NumPy."
        )
    return _REGISTRY.get(identifier.loss if isinstance(identifier, LossFunction) else identifier)
