"""The order in which the keyboard walks a network, by arithmetic: no list is ever made."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target


@dataclass(frozen=True)
class Walk:
    """All elements in reading order.

    First the inputs, then of each neuron its weights, its bias and itself, last the targets and,
    where there are any, the loss.

    Attributes
    ----------
    sizes : tuple of int
        Units of each layer, the inputs first.
    biased : tuple of bool
        Whether the layers after the inputs have biases.
    targets : int
        How many targets there are.
    """

    sizes: tuple[int, ...]
    biased: tuple[bool, ...]
    targets: int

    def __len__(self) -> int:
        return self._start(len(self.sizes)) + self.targets + (self.targets > 0)

    def element(self, place: int) -> Element:
        """Return the element at `place`, counted from 0."""
        if place < self.sizes[0]:
            return Neuron(0, place)
        layer = bisect_right(self._starts, place) - 1
        if layer == len(self.sizes):
            unit = place - self._start(len(self.sizes))
            return Target(unit) if unit < self.targets else Loss()
        unit, within = divmod(place - self._start(layer), self._stride(layer))
        if within < self.sizes[layer - 1]:
            return Edge(layer, within, unit)
        last = within == self._stride(layer) - 1
        return Neuron(layer, unit) if last else Bias(layer, unit)

    def place(self, element: Element) -> int | None:
        """Return where `element` stands; None for a layer."""
        if isinstance(element, Loss):
            return len(self) - 1
        if isinstance(element, Target):
            return self._start(len(self.sizes)) + element.unit
        if isinstance(element, Neuron) and element.layer == 0:
            return element.unit
        if not isinstance(element, Edge | Bias | Neuron):
            return None
        start = self._start(element.layer) + element.unit * self._stride(element.layer)
        if isinstance(element, Edge):
            return start + element.source
        last = self._stride(element.layer) - 1
        return start + (last if isinstance(element, Neuron) else last - 1)

    def next(self, element: Element | None, by: int) -> Element | None:
        """Return the element `by` places on; None where the walk ends."""
        place = None if element is None else self.place(element)
        if place is None:
            place = -1 if by > 0 else len(self)
        return self.element(place + by) if 0 <= place + by < len(self) else None

    def sideways(self, element: Element | None, by: int) -> Element | None:
        """Return the like element of the layer `by` layers on; None where there is none."""
        if element is None:
            return Neuron(0, 0)
        if isinstance(element, Loss):
            return Target(0) if by < 0 else None
        if isinstance(element, Target):
            return self._fitted(Neuron(len(self.sizes) - 1, element.unit)) if by < 0 else None
        layer = element.layer + by
        if isinstance(element, Neuron) and layer == len(self.sizes):
            return Target(element.unit) if element.unit < self.targets else None
        return self._like(element, layer)

    def _like(self, element: Edge | Bias | Neuron | Layer, layer: int) -> Element | None:
        lowest = 0 if isinstance(element, Neuron | Layer) else 1
        if not lowest <= layer < len(self.sizes):
            return None
        if isinstance(element, Edge):
            source = min(element.source, self.sizes[layer - 1] - 1)
            return Edge(layer, source, min(element.unit, self.sizes[layer] - 1))
        if isinstance(element, Layer):
            return Layer(layer)
        if isinstance(element, Bias) and self.biased[layer - 1]:
            return Bias(layer, min(element.unit, self.sizes[layer] - 1))
        return self._fitted(Neuron(layer, element.unit))

    def _fitted(self, neuron: Neuron) -> Neuron:
        return Neuron(neuron.layer, min(neuron.unit, self.sizes[neuron.layer] - 1))

    def _stride(self, layer: int) -> int:
        """Return how many elements each neuron of `layer` brings: weights, bias, itself."""
        return self.sizes[layer - 1] + self.biased[layer - 1] + 1

    def _start(self, layer: int) -> int:
        """Return the place of the first element of `layer`; after the last, of the first target."""
        return self._starts[layer]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        counts = (self.sizes[k] * self._stride(k) for k in range(1, len(self.sizes)))
        return 0, *accumulate(counts, initial=self.sizes[0])


def walk_of(document: Document) -> Walk:
    """Return the walk through `document`'s network."""
    targets = 0 if document.target is None else document.sizes[-1]
    biased = tuple(layer.use_bias for layer in document.layers)
    return Walk(document.sizes, biased, targets)
