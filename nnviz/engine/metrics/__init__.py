"""Metrics: what is reported beside the loss, by Keras's names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnviz.engine.configs import Registry
from nnviz.engine.metrics.base import Metric
from nnviz.engine.metrics.confusion import AUC, Precision, Recall
from nnviz.engine.metrics.means import (
    BinaryAccuracy,
    CategoricalAccuracy,
    MeanAbsoluteError,
    MeanSquaredError,
    R2Score,
    RootMeanSquaredError,
    SparseCategoricalAccuracy,
)

__all__ = [
    "AUC",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Metric",
    "Precision",
    "R2Score",
    "Recall",
    "RootMeanSquaredError",
    "SparseCategoricalAccuracy",
    "get",
]

_CLASSES: tuple[type[Metric], ...] = (
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    MeanSquaredError,
    RootMeanSquaredError,
    MeanAbsoluteError,
    R2Score,
    Precision,
    Recall,
    AUC,
)
_SHORT: dict[str, type[Metric]] = {
    **dict.fromkeys(("mse", "MSE"), MeanSquaredError),
    **dict.fromkeys(("mae", "MAE"), MeanAbsoluteError),
}
_REGISTRY: Registry[Metric] = Registry("metric", Metric, _CLASSES, _SHORT)
_ACCURACY = ("accuracy", "acc")


def names() -> tuple[str, ...]:
    """Return the names of all metrics."""
    return ("accuracy", *_REGISTRY.names())


def get(identifier: Any, outputs: int) -> Metric:
    """Return the metric `identifier` names, for a model with so many `outputs`.

    As in Keras, a metric given by name keeps that name in the history, and "accuracy" is that of a
    yes or no for one output, and that of classes for more, whichever way the targets name them.

    Raises
    ------
    ValueError
        If there is no such metric.
    """
    if isinstance(identifier, str) and identifier in _ACCURACY:
        return (BinaryAccuracy if outputs == 1 else CategoricalAccuracy)(identifier)
    metric = _REGISTRY.get(identifier)
    if isinstance(identifier, str):
        metric.name = identifier
    return metric


def check_all(chosen: Sequence[str | Metric] | None) -> list[str | Metric]:
    """Return the metrics given to `compile` as a list, after looking whether all are known.

    Raises
    ------
    ValueError
        If it is no list or tuple, or one is unknown.
    """
    if chosen is not None and not isinstance(chosen, (list, tuple)):
        raise ValueError(
            f"Expected `metrics` argument to be a list or tuple. Received instead: "
            f"metrics={chosen!r} of type {type(chosen)}"
        )
    for metric in chosen or ():
        check(metric)
    return list(chosen or ())


def check(identifier: Any) -> None:
    """Raise ValueError unless there is such a metric; "accuracy" stands for any."""
    if not (isinstance(identifier, str) and identifier in _ACCURACY):
        _REGISTRY.get(identifier)
