"""The things of a network that can be pointed at: neurons, edges, biases, targets, the loss.

Layers count as the textbooks do: 0 is the input, 1 the first layer after it. Units count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Neuron:
    """Unit `unit` of layer `layer`; layer 0 holds the inputs."""

    layer: int
    unit: int


@dataclass(frozen=True)
class Edge:
    """The weight from unit `source` of layer `layer - 1` to unit `unit` of layer `layer`."""

    layer: int
    source: int
    unit: int


@dataclass(frozen=True)
class Bias:
    """The bias of unit `unit` of layer `layer` (from 1)."""

    layer: int
    unit: int


@dataclass(frozen=True)
class Target:
    """The target of output `unit`."""

    unit: int


@dataclass(frozen=True)
class Layer:
    """A whole layer; 0 is the input."""

    layer: int


@dataclass(frozen=True)
class Loss:
    """The loss node."""


Element: TypeAlias = Neuron | Edge | Bias | Target | Layer | Loss
