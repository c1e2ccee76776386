"""The numbers that a picture shows, taken from the document and its trace and never changed."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from nnviz.diagram.options import Quantity
from nnviz.diagram.style import Floats
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.engine.trace import LayerTrace, Trace


class Readings:
    """Values of nodes, edges and biases of the sample shown.

    Attributes
    ----------
    quantity : {'values', 'gradients', 'updates'}
        What is really shown: values only, if there is no backward pass.
    """

    def __init__(self, document: Document, trace: Trace, quantity: Quantity = "values") -> None:
        self.document = document
        self.trace = trace
        told = trace.layers[-1].delta is not None
        self.quantity: Quantity = quantity if told else "values"

    @cached_property
    def nodes(self) -> tuple[Floats, ...]:
        """One value per unit of each layer, the inputs first: a, or ∂E/∂z for gradients."""
        if self.quantity == "gradients":
            deltas = [_told(layer.delta)[0] for layer in self.trace.layers]
            return (_told(self.trace.layers[0].dE_dinputs)[0], *deltas)
        return (self.trace.x[0], *(layer.a[0] for layer in self.trace.layers))

    def sums(self, layer: int) -> Floats:
        """Return the weighted sums z of `layer` (from 1)."""
        return np.asarray(self.trace.layers[layer - 1].z[0])

    def edges(self, layer: int) -> Floats:
        """Return the values of the edges into `layer`; shape (n_sources, n_units)."""
        traced = self.trace.layers[layer - 1]
        if self.quantity == "gradients":
            return _told(traced.dE_dkernel)
        if self.quantity == "updates":
            return _told(traced.kernel_new) - _told(traced.kernel_old)
        return self.document.kernel(layer)

    def biases(self, layer: int) -> Floats | None:
        """Return the values of the biases of `layer`, or None if it has none."""
        values = self.document.bias(layer)
        if values is None or self.quantity == "values":
            return values
        traced = self.trace.layers[layer - 1]
        return _bias_change(traced) if self.quantity == "updates" else traced.dE_dbias

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
        layers = range(1, len(self.trace.layers) + 1)
        return tuple(_largest(self.edges(layer)) for layer in layers)

    @cached_property
    def largest_bias(self) -> float:
        """The largest |bias| of the network."""
        biases = (self.biases(layer) for layer in range(1, len(self.trace.layers) + 1))
        return max((_largest(values) for values in biases if values is not None), default=0.0)

    @cached_property
    def largest_nodes(self) -> tuple[float, ...]:
        """The end of each layer's colour scale: its largest |value|, of activations at least 1."""
        least = 1.0 if self.quantity != "gradients" else 0.0
        return tuple(max(_largest(values), least) for values in self.nodes)


def _largest(values: Floats) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _bias_change(traced: LayerTrace) -> Floats:
    return _told(traced.bias_new) - _told(traced.bias_old)


def _told(values: Floats | None) -> Floats:
    """Return values of the backward pass, which are there whenever there is a target."""
    if values is None:
        raise ValueError("the trace has no backward pass: the document has no target")
    return values
