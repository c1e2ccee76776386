"""What is involved when several elements are selected: all that any one of them touches."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from nnviz.diagram.places import Column, Ints
from nnviz.document.elements import Bias, Element, Layer, Loss, Neuron, Target
from nnviz.document.group import Group
from nnviz.engine.arrays import BoolArray


class Touched:
    """Tells it from masks, so that it costs the same for three weights and for a million.

    Attributes
    ----------
    group : Group
        What is selected.
    """

    def __init__(self, group: Group) -> None:
        self.group = group
        self._layers = {one.layer for one in group.others if isinstance(one, Layer)}
        self._all = all(isinstance(one, Loss | Target) for one in group.others)
        self._all = self._all and not group.mask.any()
        self._ends = cache(self._found_ends)
        self._nodes = cache(self._found_nodes)
        self._heads = cache(self._found_heads)

    def holds(self, element: Element) -> bool:
        """Return whether a neuron, a label or a head is lit."""
        if self._all or element in self.group:
            return True
        if isinstance(element, Loss | Target):
            return False
        if element.layer in self._layers:
            return True
        if isinstance(element, Layer):
            return self._heads(element.layer)
        if isinstance(element, Neuron):
            beside = (element.layer - 1, element.layer + 1)
            return bool(self._ends(element.layer)[element.unit]) or any(map(self._heart, beside))
        into = bool(self._nodes(element.layer)[element.unit])
        if isinstance(element, Bias):
            return into
        return into or bool(self._nodes(element.layer - 1)[element.source])

    def edges(self, layer: int, sources: Ints, units: Ints) -> BoolArray:
        """Return for edges into `layer`, given by their ends, whether each is lit."""
        if self._all or not {layer, layer - 1}.isdisjoint(self._layers):
            return np.full(len(sources), True)
        neurons = self._neurons(layer - 1)
        lit = self.group.kernel(layer)[sources, units] | self._nodes(layer)[units]
        return np.asarray(lit | neurons[sources])

    def nodes(self, columns: Iterable[Column]) -> list[Neuron]:
        """Return the drawn neurons that are selected in any way, or are ends of selected edges."""
        return [
            Neuron(column.layer, int(unit))
            for column in columns
            for unit in column.units[self._ends(column.layer)[column.units]]
        ]

    def _heart(self, layer: int) -> bool:
        """Return whether a neuron or bias of `layer` is selected; its neighbours are lit then."""
        return 0 <= layer <= len(self.group.slices) and bool(self._nodes(layer).any())

    def _found_heads(self, layer: int) -> bool:
        """Return whether a layer's head is lit: by any neuron, by edges that lead into it."""
        layers = range(len(self.group.slices) + 1)
        into = layer > 0 and bool(self.group.kernel(layer).any())
        return into or any(self._nodes(k).any() for k in layers)

    def _neurons(self, layer: int) -> BoolArray:
        chosen = np.zeros(self._size(layer), bool)
        neurons = (one for one in self.group.others if isinstance(one, Neuron))
        chosen[[one.unit for one in neurons if one.layer == layer]] = True
        return chosen

    def _found_nodes(self, layer: int) -> BoolArray:
        """Return which units of `layer` are selected, or have their bias selected."""
        neurons = self._neurons(layer)
        return np.asarray(neurons | self.group.bias(layer)) if layer else neurons

    def _found_ends(self, layer: int) -> BoolArray:
        """Return which units of `layer` are selected in any way, or are ends of selected edges."""
        ends: BoolArray = self._nodes(layer).copy()
        if layer:
            ends |= self.group.kernel(layer).any(axis=0)
        if layer < len(self.group.slices):
            ends |= self.group.kernel(layer + 1).any(axis=1)
        return ends

    def _size(self, layer: int) -> int:
        slices = self.group.slices
        return slices[layer - 1].units if layer else slices[0].n_in
