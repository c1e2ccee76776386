"""Layers, with Keras's arguments."""

from __future__ import annotations

from nnviz.engine.layers.activation import Activation, LeakyReLU, ReLU, Softmax
from nnviz.engine.layers.base import Layer, matching
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
    "matching",
]
