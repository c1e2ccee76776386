"""What a file keeps of a model, asked before it is saved: nothing is lost in silence."""

from __future__ import annotations

from typing import Any

from nnviz.document.models import metrics_for
from nnviz.engine import initializers
from nnviz.engine.initializers import Initializer
from nnviz.engine.layers import Dense
from nnviz.engine.models import Sequential


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
        _check_metrics(model)


def _check_initializers(layer: Dense) -> None:
    kernel, bias = layer.kernel_initializer, layer.bias_initializer
    if layer.use_bias and bias.name != "zeros":
        raise ValueError(
            f"A file keeps no bias_initializer: expected 'zeros' in layer {layer.name!r}; "
            f"received {bias.name!r}."
        )
    if _settings(kernel) != _settings(initializers.get(kernel.name)):
        raise ValueError(
            f"A file keeps the name of a kernel_initializer: expected {kernel.name!r} with Keras's "
            f"own settings in layer {layer.name!r}; received {_settings(kernel)}."
        )


def _check_metrics(model: Sequential) -> None:
    assert model.loss is not None  # asked before
    chosen, kept = model._metrics, metrics_for(type(model.loss).name)
    lost = [metric for metric in chosen if metric not in (*kept, "acc")]
    if lost or (chosen and not kept):
        names = ", ".join(getattr(metric, "name", str(metric)) for metric in lost or chosen)
        raise ValueError(
            f"A file keeps no metrics but the accuracy beside a cross-entropy; received {names}: "
            "compile the model without them to save it."
        )


def _settings(initializer: Initializer) -> dict[str, Any]:
    """Return what shapes the values; the seed has done its work in a model that is built."""
    return {name: value for name, value in vars(initializer).items() if name != "seed"}
