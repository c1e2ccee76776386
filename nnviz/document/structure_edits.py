"""The changes of a network's structure: its layers and their neurons, and what they are called.

Layer 0 is the inputs; so long as there are data, they decide how many inputs and outputs there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.document.checks import check_layers, check_rule
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.elements import Element, Layer, Neuron, Target
from nnviz.document.errors import EditError
from nnviz.document.reshaping import Ints, Part, parts_of, reshaped
from nnviz.document.rules import Text, Whole
from nnviz.document.settings import LayerSpec
from nnviz.document.vocabulary import MAX_PARAMETERS

NAME = Text(1, 200)
_UNITS = Whole(1, MAX_PARAMETERS)


@dataclass(frozen=True, eq=False)
class ResizeLayer(Edit):
    """Give a layer another number of units: new ones come last, and the last ones go."""

    layer: int
    units: int
    text: str = "Change number of neurons"

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer as large as that."""
        _check_units(document, self.layer, self.units)
        size = document.sizes[self.layer]
        kept = np.arange(min(self.units, size))
        units = np.concatenate([kept, np.full(self.units - len(kept), -1, np.intp)])
        return _with_units(document, self.layer, units)


@dataclass(frozen=True, eq=False)
class AddNeuron(Edit):
    """Add a neuron, or an input, at the end of a layer."""

    layer: int
    text: str = "Add neuron"

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer larger by one."""
        return ResizeLayer(self.layer, _size(document, self.layer) + 1).changes(document)


@dataclass(frozen=True, eq=False)
class RemoveNeurons(Edit):
    """Remove neurons, or inputs, with all their weights; without `units` the last one."""

    layer: int
    units: tuple[int, ...] = ()
    text: str = "Remove neuron"

    def changes(self, document: Document) -> Fields:
        """Return the network without the neurons."""
        size = _size(document, self.layer, *self.units)
        gone = set(self.units or (size - 1,))
        if len(gone) >= size:
            raise EditError(_last_of(document, self.layer))
        return _with_units(document, self.layer, np.delete(np.arange(size), sorted(gone)))


@dataclass(frozen=True, eq=False)
class MoveNeuron(Edit):
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
class AddLayer(Edit):
    """Add a hidden layer behind layer `after`; without `spec` it is like its neighbours."""

    after: int
    spec: LayerSpec | None = None
    text: str = "Add layer"

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
class RemoveLayer(Edit):
    """Remove a hidden layer with all its weights."""

    layer: int
    text: str = "Remove layer"

    def changes(self, document: Document) -> Fields:
        """Return the network without the layer."""
        _check_hidden(document, self.layer, "removed")
        parts = parts_of(document)
        del parts[self.layer]
        return reshaped(document, parts)


@dataclass(frozen=True, eq=False)
class MoveLayer(Edit):
    """Move a hidden layer to another place among the hidden ones."""

    layer: int
    to: int
    text: str = "Move layer"

    def changes(self, document: Document) -> Fields:
        """Return the network with the layer at its new place."""
        for layer in (self.layer, self.to):
            _check_hidden(document, layer, "moved")
        parts = parts_of(document)
        parts.insert(self.to, parts.pop(self.layer))
        return reshaped(document, parts)


@dataclass(frozen=True, eq=False)
class UseBias(Edit):
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


@dataclass(frozen=True, eq=False)
class Name(Edit):
    """Name a layer, an input or an output (by its neuron or its target)."""

    element: Element
    name: str
    text: str = "Rename"

    def changes(self, document: Document) -> Fields:
        """Return the names, this one among them."""
        name, element = self.name.strip(), self.element
        if not name:
            raise EditError("A name needs at least one letter or digit")
        check_rule("name", name, NAME)
        if name_of(document, element) is None:
            raise EditError("Only layers, inputs and outputs have names")
        if isinstance(element, Layer):
            return {"layers": _named(document.layers, element.layer, name)}
        assert isinstance(element, Neuron | Target)  # nothing else has a name
        inputs = isinstance(element, Neuron) and element.layer == 0
        field = "input_names" if inputs else "output_names"
        names = list(getattr(document, field))
        names[element.unit] = name
        return {field: tuple(names)}


def name_of(document: Document, element: Element) -> str | None:
    """Return the name that can be given another, None for what has none."""
    last = len(document.layers)
    if isinstance(element, Layer):
        return document.layer_title(element.layer) if 1 <= element.layer <= last else None
    if isinstance(element, Target):
        element = Neuron(last, element.unit)
    if not isinstance(element, Neuron) or element.layer not in (0, last):
        return None
    names = document.output_names if element.layer else document.input_names
    return names[element.unit] if element.unit < len(names) else None


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
    if not is_hidden(document, layer):
        raise EditError(
            f"{document.layer_title(layer if layer == 0 else len(document.layers))}: only hidden"
            f" layers can be {done}"
        )


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


def _named(layers: Sequence[LayerSpec], layer: int, name: str) -> tuple[LayerSpec, ...]:
    named = list(layers)
    named[layer - 1] = replace(named[layer - 1], name=name)
    return tuple(named)
