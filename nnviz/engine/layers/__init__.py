"""Layers, with Keras's arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnviz.engine.layers.activation import Activation, LeakyReLU, ReLU, Softmax
from nnviz.engine.layers.base import Layer
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.dropout import Dropout
from nnviz.engine.layers.input import Input, InputLayer
from nnviz.engine.layers.scaling import Flatten, Normalization, Rescaling

__all__ = [
    "Activation",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "InputLayer",
    "Layer",
    "LeakyReLU",
    "Normalization",
    "ReLU",
    "Rescaling",
    "Softmax",
    "deserialize",
]

_CLASSES: tuple[type[Layer], ...] = (
    Activation,
    Dense,
    Dropout,
    Flatten,
    LeakyReLU,
    Normalization,
    ReLU,
    Rescaling,
    Softmax,
)
_BY_NAME = {cls.__name__: cls for cls in _CLASSES}


def deserialize(config: Mapping[str, Any]) -> Layer | InputLayer:
    """Return the layer, without weights, that a config of Keras's form describes.

    Raises
    ------
    ValueError
        If nnviz has no such layer.
    """
    name = config.get("class_name")
    if name == "InputLayer":
        return InputLayer.from_config(config["config"])
    if name not in _BY_NAME:
        raise ValueError(
            f"Unknown layer: {name!r}. Expected one of InputLayer, {', '.join(_BY_NAME)}."
        )
    return _BY_NAME[name].from_config(config["config"])
