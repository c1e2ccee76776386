"""Metrics: what is reported beside the loss, by Keras's names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from nnviz.engine import losses
from nnviz.engine.configs import Registry
from nnviz.engine.metrics.base import Metric
from nnviz.engine.metrics.confusion import AUC, Precision, Recall
from nnviz.engine.metrics.means import (
    BinaryAccuracy,
    CategoricalAccuracy,
    MeanAbsoluteError,
    MeanMetricWrapper,
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
    "MeanMetricWrapper",
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

# a name, a metric, or a function of targets and outputs
AnyMetric: TypeAlias = str | Metric | Callable[..., Any]


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
    if _is_function(identifier):
        return _answering(MeanMetricWrapper(identifier), outputs)
    if _is_loss(identifier):
        # class numbers have become a column for each class when a metric sees them
        loss = losses.get(identifier.removeprefix("sparse_"))
        return MeanMetricWrapper(loss.per_sample, identifier)
    if isinstance(identifier, str) and identifier in _ACCURACY:
        return (BinaryAccuracy if outputs == 1 else CategoricalAccuracy)(identifier)
    metric = _REGISTRY.get(identifier)
    if isinstance(identifier, str):
        metric.name = identifier
    return metric


def check_all(chosen: Sequence[AnyMetric] | None) -> list[AnyMetric]:
    """Return the metrics given to `compile` as a list, after looking whether all are known.

    Raises
    ------
    ValueError
        If it is no list or tuple, or one is unknown.
    """
    if isinstance(chosen, (list, tuple)) and len(chosen) == 1 and isinstance(chosen[0], list):
        chosen = chosen[0]  # Keras's form of a list for each output
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
    if _is_function(identifier) or _is_loss(identifier):
        return
    if isinstance(identifier, str) and identifier in _ACCURACY:
        return
    metric = _REGISTRY.get(identifier)
    if type(metric).totals is Metric.totals:
        raise ValueError(
            f"Expected a metric with `totals` and `of_totals`; received one of class "
            f"{type(metric).__name__}. nnviz adds up sums over samples: write both in NumPy, or "
            "give a function of targets and outputs."
        )


def distinct_names(metrics: Sequence[Metric], weighted: Sequence[Metric]) -> list[str]:
    """Return the keys of metrics in the history, those of weighted samples last.

    As in Keras, one whose name is taken has a number behind, or "weighted" before.
    """
    taken: Counter[str] = Counter()
    names: list[str] = []
    for metric in (*metrics, *weighted):
        name = metric.name
        if name in taken and len(names) >= len(metrics):
            name = f"weighted_{name}"
        names.append(f"{name}_{taken[name]}" if name in taken else name)
        taken[name] += 1
    return names


def _is_function(identifier: Any) -> bool:
    return callable(identifier) and not isinstance(identifier, (type, Metric))


def _is_loss(identifier: Any) -> bool:
    """Whether a name is that of a loss alone, whose mean over samples is reported then."""
    known = isinstance(identifier, str) and losses.knows(identifier)
    return known and not _REGISTRY.knows(identifier)


def _answering(metric: MeanMetricWrapper, outputs: int) -> MeanMetricWrapper:
    """Return the metric after asking it about two samples, so that training need not find out."""
    metric.value(np.zeros((outputs, 2)), np.zeros((outputs, 2)))
    return metric
