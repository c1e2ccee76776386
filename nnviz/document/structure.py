"""Where each weight and bias lies in the flat vector of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.document.elements import Bias, Edge
from nnviz.document.settings import LayerSpec


@dataclass(frozen=True)
class LayerSlices:
    """One layer's part of the flat vector: kernel rows in C order, then the bias."""

    n_in: int
    units: int
    kernel: slice
    bias: slice | None

    @property
    def stop(self) -> int:
        """The first index after this layer."""
        return int(self.kernel.stop if self.bias is None else self.bias.stop)

    def index(self, element: Edge | Bias) -> int:
        """Return the index of one weight or bias in the flat vector."""
        if not 0 <= element.unit < self.units:
            raise IndexError(f"{element} does not exist: the layer has {self.units} units")
        if isinstance(element, Edge):
            return self._edge_index(element)
        if self.bias is None:
            raise IndexError(f"{element} does not exist: the layer has no bias")
        return int(self.bias.start) + element.unit

    def element(self, index: int, layer: int) -> Edge | Bias:
        """Return what lies at `index` of the flat vector; `layer` is this layer's number."""
        offset = index - self.kernel.start
        if index < self.kernel.stop:
            return Edge(layer, offset // self.units, offset % self.units)
        return Bias(layer, index - self.kernel.stop)

    def _edge_index(self, edge: Edge) -> int:
        if not 0 <= edge.source < self.n_in:
            raise IndexError(f"{edge} does not exist: the layer has {self.n_in} inputs")
        return int(self.kernel.start) + edge.source * self.units + edge.unit


def layer_slices(n_inputs: int, layers: Sequence[LayerSpec]) -> tuple[LayerSlices, ...]:
    """Return the slices of every layer, the first layer's first."""
    slices: list[LayerSlices] = []
    n_in, start = n_inputs, 0
    for layer in layers:
        kernel = slice(start, start + n_in * layer.units)
        bias = slice(kernel.stop, kernel.stop + layer.units) if layer.use_bias else None
        slices.append(LayerSlices(n_in, layer.units, kernel, bias))
        n_in, start = layer.units, slices[-1].stop
    return tuple(slices)


def count_parameters(n_inputs: int, layers: Sequence[LayerSpec]) -> int:
    """Return how many weights and biases a network of these layers has."""
    return layer_slices(n_inputs, layers)[-1].stop
