"""The changes of a network's structure: its layers and their neurons.

Layer 0 is the inputs; so long as there are data, they decide how many inputs and outputs there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.document.checks import check_layers, check_rule
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.elements import Element, Layer, Neuron
from nnviz.document.errors import EditError
from nnviz.document.moves import Ints
from nnviz.document.reshaping import Part, parts_of, reshaped
from nnviz.document.rules import Whole
from nnviz.document.settings import LayerSpec
from nnviz.document.vocabulary import MAX_PARAMETERS

_UNITS = Whole(1, MAX_PARAMETERS)


class Reshape(Edit):
    """A change of which layers and units there are."""

    touches = (
        *("title", "layers", "input_names", "output_names", "input", "target", "sample"),
        *("parameters", "initial", "frozen", "optimizer_state", "history"),
    )

    def size(self, document: Document) -> int:
        """Return how many weights and biases come to new places."""
        return document.n_parameters


@dataclass(frozen=True, eq=False)
class ResizeLayer(Reshape):
    """Give a layer another number of units: new ones come last, and the last ones go."""

    layer: int
    units: int
    text: str = "Change number of neurons"

    def size(self, document: Document) -> int:
        """Return about how many weights and biases there will be, or are."""
        grown = self.units / _size(document, self.layer)
        return round(document.n_parameters * max(1.0, grown))

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer as large as that; nothing if it is so already."""
        _check_units(document, self.layer, self.units)
        size = document.sizes[self.layer]
        if self.units == size:
            return {}
        kept = np.arange(min(self.units, size))
        units = np.concatenate([kept, np.full(self.units - len(kept), -1, np.intp)])
        return _with_units(document, self.layer, units)


@dataclass(frozen=True, eq=False)
class AddNeuron(Reshape):
    """Add a neuron, or an input, at the end of a layer."""

    layer: int
    text: str = "Add neuron"

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer larger by one."""
        return ResizeLayer(self.layer, _size(document, self.layer) + 1).changes(document)


@dataclass(frozen=True, eq=False)
class RemoveNeuron(Reshape):
    """Remove the last neuron, or the last input, of a layer."""

    layer: int
    text: str = "Remove neuron"

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer smaller by one."""
        size = _size(document, self.layer)
        if size == 1:
            raise EditError(_last_of(document, self.layer))
        return ResizeLayer(self.layer, size - 1).changes(document)


@dataclass(frozen=True, eq=False)
class MoveNeuron(Reshape):
    """Move a neuron, or an input, to another place in its layer."""

    layer: int
    unit: int
    to: int
    text: str = "Move neuron"

    def changes(self, document: Document) -> Fields:
        """Return the network with the neuron at its new place."""
        size = _size(document, self.layer, self.unit)
        if not 0 <= self.to < size:
            raise EditError(f"{document.layer_title(self.layer)}: there are {size:,} places")
        rest = np.delete(np.arange(size), self.unit)
        return _with_units(document, self.layer, np.insert(rest, self.to, self.unit))


@dataclass(frozen=True, eq=False)
class AddLayer(Reshape):
    """Add a hidden layer behind layer `after`; without `spec` it is like its neighbours."""

    after: int
    spec: LayerSpec | None = None
    text: str = "Add layer"

    def size(self, document: Document) -> int:
        """Return about how many weights and biases there will be."""
        units = document.sizes[self.after]
        return document.n_parameters + units * units

    def changes(self, document: Document) -> Fields:
        """Return the network with one layer more."""
        if not 0 <= self.after < len(document.layers):
            raise EditError("The outputs come last: add the layer before them")
        spec = self.spec or like_neighbours(document, self.after)
        layers = list(document.layers)
        layers.insert(self.after, spec)
        check_layers(document.sizes[0], layers)
        parts = parts_of(document)
        parts.insert(self.after + 1, Part(spec, None, np.full(spec.units, -1, np.intp)))
        return reshaped(document, parts)


@dataclass(frozen=True, eq=False)
class Remove(Reshape):
    """Remove neurons, inputs and hidden layers, all that are among `elements`, with their weights.

    Where all neurons of a hidden layer go, the layer goes.
    """

    elements: tuple[Element, ...]
    text: str = "Remove"

    def changes(self, document: Document) -> Fields:
        """Return the network without them."""
        parts = parts_of(document)
        gone = _gone(document, self.elements)
        for layer in sorted(gone, reverse=True):
            size = _size(document, layer, *gone[layer])
            if len(gone[layer]) < size:
                units = np.delete(np.arange(size), sorted(gone[layer]))
                parts[layer] = replace(parts[layer], units=units)
            else:
                _check_hidden(document, layer, "removed")
                del parts[layer]
        return reshaped(document, parts)


@dataclass(frozen=True, eq=False)
class MoveLayer(Reshape):
    """Move a hidden layer to another place among the hidden ones."""

    layer: int
    to: int
    text: str = "Move layer"

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer at its new place."""
        _check_hidden(document, self.layer, "moved")
        if not is_hidden(document, self.to):
            raise EditError("Hidden layers stay between the inputs and the outputs")
        parts = parts_of(document)
        parts.insert(self.to, parts.pop(self.layer))
        return reshaped(document, parts)


@dataclass(frozen=True, eq=False)
class UseBias(Reshape):
    """Give a layer biases, which begin at 0, or take them away."""

    layer: int
    use_bias: bool
    text: str = "Change use of bias"

    def changes(self, document: Document) -> Fields:
        """Return the network with or without the layer's biases."""
        _size(document, self.layer)
        if not self.layer:
            raise EditError("The inputs have no biases")
        parts = parts_of(document)
        spec = document.layers[self.layer - 1]
        parts[self.layer] = replace(parts[self.layer], spec=replace(spec, use_bias=self.use_bias))
        return reshaped(document, parts)


def like_neighbours(document: Document, after: int) -> LayerSpec:
    """Return a layer as large as layer `after`, and else like the hidden layer next to it."""
    units, hidden = document.sizes[after], document.layers[:-1]
    if not hidden:
        return LayerSpec(units, "relu")
    neighbour = hidden[max(after, 1) - 1]
    return replace(neighbour, units=units, name="")


def is_hidden(document: Document, layer: int) -> bool:
    """Return whether a layer is neither the inputs nor the outputs."""
    return 0 < layer < len(document.layers)


def _check_hidden(document: Document, layer: int, done: str) -> None:
    _size(document, layer)
    if not is_hidden(document, layer):
        title = document.layer_title(layer)
        raise EditError(f"{title}: only hidden layers can be {done}")


def _gone(document: Document, elements: Sequence[Element]) -> dict[int, set[int]]:
    """Return which units of each layer are to go."""
    gone: dict[int, set[int]] = {}
    for element in elements:
        if isinstance(element, Neuron):
            gone.setdefault(element.layer, set()).add(element.unit)
        elif isinstance(element, Layer):
            gone[element.layer] = set(range(_size(document, element.layer)))
    if not gone:
        raise EditError("Only neurons, inputs and hidden layers can be removed")
    return gone


def _size(document: Document, layer: int, *units: int) -> int:
    """Return how many units a layer has; refuse a layer or units that are not there."""
    if not 0 <= layer <= len(document.layers):
        raise EditError(f"there are {len(document.layers):,} layers, not {layer:,}")
    size = document.sizes[layer]
    if units and not 0 <= min(units) <= max(units) < size:
        raise EditError(f"{document.layer_title(layer)}: there are {size:,} units")
    return size


def _check_units(document: Document, layer: int, units: int) -> None:
    """Refuse a size before anything of that size is made."""
    _size(document, layer)
    what = document.layer_title(layer)
    check_rule(f"{what}, number of {'inputs' if layer == 0 else 'neurons'}", units, _UNITS)
    layers = list(document.layers)
    if layer:
        layers[layer - 1] = replace(layers[layer - 1], units=units)
    check_layers(document.sizes[0] if layer else units, layers)


def _last_of(document: Document, layer: int) -> str:
    if is_hidden(document, layer):
        return f"{document.layer_title(layer)} needs at least one neuron: remove the layer instead"
    return f"The network needs at least one {'output' if layer else 'input'}"


def _with_units(document: Document, layer: int, units: Ints) -> Fields:
    parts = parts_of(document)
    parts[layer] = replace(parts[layer], units=units)
    return reshaped(document, parts)
