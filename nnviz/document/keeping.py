"""What a file keeps of a model, asked before it is saved: nothing is lost in silence."""

from __future__ import annotations

from typing import Any

from nnviz.document.vocabulary import METRICS
from nnviz.engine import initializers
from nnviz.engine.initializers import Initializer
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss
from nnviz.engine.metrics import Metric
from nnviz.engine.models import Sequential

_SAME = {
    "acc": "accuracy",
    **dict.fromkeys(("mse", "MSE"), "mean_squared_error"),
    **dict.fromkeys(("mae", "MAE"), "mean_absolute_error"),
}


def check_kept(model: Sequential) -> None:
    """Refuse a model that would come back from its file with other settings.

    Raises
    ------
    ValueError
        With one sentence that names the setting and says what is kept.
    """
    for layer in model.stages:
        _check_initializers(layer)
    if model.loss is not None:
        _check_reduction(model.loss)
        _check_metrics(model)


def _check_reduction(loss: Loss) -> None:
    if loss.counts(2) != 1.0:
        raise ValueError(
            "A file keeps losses that are a mean over the samples; received one with "
            f"reduction={loss.reduction!r}: compile the model with another to save it."
        )


def _check_initializers(layer: Dense) -> None:
    kernel, bias = layer.kernel_initializer, layer.bias_initializer
    if layer.use_bias and bias.name != "zeros":
        raise ValueError(
            f"A file keeps no bias_initializer: expected 'zeros' in layer {layer.name!r}; "
            f"received {bias.name!r}."
        )
    if kernel.name not in initializers.names():
        raise ValueError(
            f"A file keeps the name of a kernel_initializer: expected one of "
            f"{', '.join(initializers.names())} in layer {layer.name!r}; received {kernel!r}."
        )
    if _settings(kernel) != _settings(initializers.get(kernel.name)):
        raise ValueError(
            f"A file keeps the name of a kernel_initializer: expected {kernel.name!r} with Keras's "
            f"own settings in layer {layer.name!r}; received {_settings(kernel)}."
        )


def metric_name(metric: Any) -> str | None:
    """Return the name by which a document knows a metric; None if it cannot hold it."""
    if isinstance(metric, str):
        return _SAME.get(metric, metric if metric in METRICS else None)
    if not isinstance(metric, Metric):
        return None
    plain = type(metric).name in METRICS and metric.get_config() == type(metric)().get_config()
    return type(metric).name if plain else None


def _check_metrics(model: Sequential) -> None:
    lost = [metric for metric in model._metrics if metric_name(metric) is None]
    if lost:
        names = ", ".join(getattr(metric, "name", str(metric)) for metric in lost)
        raise ValueError(
            f"A file keeps metrics by name, with Keras's own settings: {', '.join(METRICS)}; "
            f"received {names}: compile the model without to save it."
        )


def _settings(initializer: Initializer) -> dict[str, Any]:
    """Return what shapes the values; the seed has done its work in a model that is built."""
    return {name: value for name, value in vars(initializer).items() if name != "seed"}
