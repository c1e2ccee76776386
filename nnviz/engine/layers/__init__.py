"""Layers, with Keras's arguments."""

from __future__ import annotations

from nnviz.engine.layers.base import Layer, matching
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.input import Input, InputLayer

__all__ = ["Dense", "Input", "InputLayer", "Layer", "matching"]
