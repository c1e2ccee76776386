"""The numbers that a picture shows, taken from the document and its trace and never changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from nnviz.diagram.largest import largest_of
from nnviz.diagram.options import Quantity
from nnviz.diagram.style import Floats
from nnviz.diagram.telling import Letter, Telling
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.engine.trace import LayerTrace, Trace


class Readings:
    """Values of nodes, edges and biases of the sample shown.

    Parameters
    ----------
    telling : Telling
        Which number of each layer is wanted; without a backward pass there are values only.
    """

    def __init__(self, document: Document, trace: Trace, telling: Telling) -> None:
        self.document = document
        self.trace = trace
        told = trace.layers[-1].delta is not None
        self.telling = telling if told else replace(telling, quantity="values")
        self._largest_nodes: dict[Letter, tuple[float, ...]] = {}

    @cached_property
    def nodes(self) -> tuple[Floats, ...]:
        """One value per unit of each layer, the inputs first; of those to come their a."""
        return tuple(self._in_discs(layer) for layer in range(len(self.trace.layers) + 1))

    def _in_discs(self, layer: int) -> Floats:
        count = self.document.sizes[layer]
        letters = [self.telling.disc(layer, unit) for unit in (0, count - 1)]
        if letters[0] == letters[1]:
            return self.values(layer, letters[0] or "a")
        # The step is in the middle of this layer.
        each = (self.telling.disc(layer, unit) or "a" for unit in range(count))
        return np.array([self.values(layer, letter)[unit] for unit, letter in enumerate(each)])

    def values(self, layer: int, letter: Letter) -> Floats:
        """Return what `letter` is of each unit of `layer`; of the inputs x for a, ∂E/∂x for δ."""
        if layer == 0:
            inputs = self.trace.x if letter == "a" else _told(self.trace.layers[0].dE_dinputs)
            return np.asarray(inputs[0])
        traced = self.trace.layers[layer - 1]
        if letter == "a":
            return np.asarray(traced.a[0])
        if letter == "z":
            return np.asarray(traced.z[0])
        return np.asarray(_told(traced.delta if letter == "δ" else traced.dE_da)[0])

    def edges(self, layer: int) -> Floats:
        """Return the values of the edges into `layer`; shape (n_sources, n_units)."""
        traced, quantity = self.trace.layers[layer - 1], self.telling.edges(layer)
        if quantity == "gradients":
            return _told(traced.dE_dkernel)
        if quantity == "updates":
            return _told(traced.kernel_new) - _told(traced.kernel_old)
        return self.document.kernel(layer)

    def biases(self, layer: int) -> Floats | None:
        """Return the values of the biases of `layer`, or None if it has none."""
        values, quantity = self.document.bias(layer), self.telling.biases(layer)
        if values is None or quantity == "values":
            return values
        traced = self.trace.layers[layer - 1]
        return _bias_change(traced) if quantity == "updates" else traced.dE_dbias

    def of_edge(self, edge: Edge) -> float:
        """Return one edge's value."""
        return float(self.edges(edge.layer)[edge.source, edge.unit])

    def of_bias(self, bias: Bias) -> float | None:
        """Return one bias's value, or None if its layer has none."""
        values = self.biases(bias.layer)
        return None if values is None else float(values[bias.unit])

    @cached_property
    def largest_edges(self) -> tuple[float, ...]:
        """The largest |value| of the edges into each layer, from layer 1."""
        return tuple(largest_of(self.edges(layer)) for layer in self._layers)

    def largest_bias(self, layer: int) -> float:
        """Return the largest |bias| of all layers that show the same of theirs as `layer`."""
        return self._largest_biases[self.telling.biases(layer)]

    @cached_property
    def _largest_biases(self) -> dict[Quantity, float]:
        largest: dict[Quantity, float] = {}
        for layer in self._layers:
            values, shown = self.biases(layer), self.telling.biases(layer)
            found = 0.0 if values is None else largest_of(values)
            largest[shown] = max(found, largest.get(shown, 0.0))
        return largest

    def largest_nodes(self, letter: Letter) -> tuple[float, ...]:
        """Return the largest |value| of each layer's `letter`, of z and a at least 1."""
        if letter not in self._largest_nodes:
            least = 1.0 if letter in ("z", "a") else 0.0
            inputs = largest_of(self.values(0, letter)) if letter in ("a", "δ") else 0.0
            found = (inputs, *(largest_of(self.values(layer, letter)) for layer in self._layers))
            self._largest_nodes[letter] = tuple(max(value, least) for value in found)
        return self._largest_nodes[letter]

    @property
    def _layers(self) -> range:
        return range(1, len(self.trace.layers) + 1)


def _bias_change(traced: LayerTrace) -> Floats:
    return _told(traced.bias_new) - _told(traced.bias_old)


def _told(values: Floats | None) -> Floats:
    """Return values of the backward pass, which are there whenever there is a target."""
    if values is None:
        raise ValueError("the trace has no backward pass: the document has no target")
    return values
