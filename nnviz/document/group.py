"""Many elements as one sequence: of weights and biases it holds no more than a mask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.document.structure import LayerSlices
from nnviz.engine.arrays import BoolArray

Places: TypeAlias = NDArray[np.intp]


class Group(Sequence[Element]):
    """Elements of one network, each once; a million of them are made and asked in milliseconds.

    The others come first, then weights and biases as they lie in the flat vector.

    Attributes
    ----------
    slices : tuple of LayerSlices
        How the network's parameters lie in the flat vector.
    mask : ndarray of bool, shape (n_parameters,)
        Which weights and biases are among them, read-only.
    others : tuple of Element
        Neurons, targets, layers, the loss.
    """

    def __init__(
        self, slices: tuple[LayerSlices, ...], mask: BoolArray, others: Iterable[Element] = ()
    ) -> None:
        self.slices, self.mask = slices, mask
        self.others = tuple(dict.fromkeys(others))
        self.mask.flags.writeable = False

    @staticmethod
    def of(slices: tuple[LayerSlices, ...], elements: Sequence[Element]) -> Group:
        """Return `elements` as a group."""
        if isinstance(elements, Group):
            return elements
        mask = np.zeros(slices[-1].stop, bool)
        mask[[slices[e.layer - 1].index(e) for e in elements if isinstance(e, Edge | Bias)]] = True
        return Group(slices, mask, others(elements))

    @cached_property
    def places(self) -> Places:
        """Where the weights and biases lie in the flat vector, ascending."""
        return np.flatnonzero(self.mask)

    def kernel(self, layer: int) -> BoolArray:
        """Return which weights into `layer` (from 1) are in, shape (n_in, units)."""
        part = self.slices[layer - 1]
        return self.mask[part.kernel].reshape(part.n_in, part.units)

    def bias(self, layer: int) -> BoolArray:
        """Return which biases of `layer` (from 1) are in; none of a layer without."""
        part = self.slices[layer - 1]
        return np.zeros(part.units, bool) if part.bias is None else self.mask[part.bias]

    def united(self, elements: Sequence[Element]) -> Group:
        """Return these and `elements`."""
        more = Group.of(self.slices, elements)
        return Group(self.slices, self.mask | more.mask, (*self.others, *more.others))

    def holds(self, other: Group) -> bool:
        """Return whether all of `other` are among these."""
        return set(other.others) <= set(self.others) and not (other.mask & ~self.mask).any()

    def without(self, element: Element) -> Group:
        """Return all but `element`."""
        mask = self.mask.copy()
        if isinstance(element, Edge | Bias):
            mask[self._index(element)] = False
        return Group(self.slices, mask, (one for one in self.others if one != element))

    def __len__(self) -> int:
        return len(self.others) + len(self.places)

    def __bool__(self) -> bool:
        return bool(self.others) or bool(self.mask.any())

    @overload
    def __getitem__(self, k: int) -> Element: ...
    @overload
    def __getitem__(self, k: slice) -> Sequence[Element]: ...
    def __getitem__(self, k: int | slice) -> Element | Sequence[Element]:
        if isinstance(k, slice):
            return tuple(self[one] for one in range(*k.indices(len(self))))
        k = range(len(self))[k]
        first = len(self.others)
        return self.others[k] if k < first else self._element(int(self.places[k - first]))

    def __iter__(self) -> Iterator[Element]:
        yield from self.others
        yield from map(self._element, self.places.tolist())

    def __contains__(self, element: object) -> bool:
        if not isinstance(element, Edge | Bias):
            return element in self.others
        try:
            return bool(self.mask[self._index(element)])
        except IndexError:  # the network has no such weight or bias
            return False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Group):
            return NotImplemented
        alike = self.others == other.others and self.slices == other.slices
        return self is other or (alike and np.array_equal(self.mask, other.mask))

    __hash__ = None  # type: ignore[assignment]

    def _index(self, element: Edge | Bias) -> int:
        return self.slices[element.layer - 1].index(element)

    def _element(self, place: int) -> Edge | Bias:
        layer = next(k for k, part in enumerate(self.slices, start=1) if place < part.stop)
        return self.slices[layer - 1].element(place, layer)


def others(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Return those that are neither weights nor biases; of a group without looking at these."""
    if isinstance(elements, Group):
        return elements.others
    return tuple(element for element in elements if not isinstance(element, Edge | Bias))


def parameter_places(document: Document, elements: Sequence[Element]) -> Places:
    """Return where the weights and biases of `elements` lie in the flat vector, each once.

    A neuron stands for the weights that lead to it and its bias, a layer for all of its own. The
    weights and biases among `elements` keep their order.
    """
    wholes = [one for one in others(elements) if isinstance(one, Neuron | Layer) and one.layer]
    if not wholes:
        return own_places(document, elements)
    mask = Group.of(document.layer_slices, elements).mask.copy()
    for whole in wholes:
        mask[_stands_for(document, whole)] = True
    return np.flatnonzero(mask)


def own_places(document: Document, elements: Sequence[Element]) -> Places:
    """Return where the weights and biases that are themselves among `elements` lie, each once."""
    if isinstance(elements, Group):
        return elements.places
    indices = (document.parameter_index(e) for e in elements if isinstance(e, Edge | Bias))
    return np.array(list(dict.fromkeys(indices)), dtype=np.intp)


def _stands_for(document: Document, element: Neuron | Layer) -> slice | Places:
    part = document.layer_slices[element.layer - 1]
    if isinstance(element, Layer):
        return slice(part.kernel.start, part.stop)
    incoming = np.arange(part.kernel.start + element.unit, part.kernel.stop, part.units)
    return incoming if part.bias is None else np.append(incoming, part.bias.start + element.unit)


def layers_of(document: Document, elements: Sequence[Element]) -> list[int]:
    """Return the layers that elements belong to, targets and loss to the last, ascending."""
    last = len(document.layers)
    rest = others(elements) if isinstance(elements, Group) else elements
    layers = {last if isinstance(one, Target | Loss) else one.layer for one in rest}
    if isinstance(elements, Group):
        parts = enumerate(elements.slices, start=1)
        layers |= {k for k, p in parts if elements.mask[p.kernel.start : p.stop].any()}
    return sorted(layers)


def counted(elements: Sequence[Element]) -> str:
    """Return how many there are in words: "3 weights", "2 inputs", "5 values"."""
    kinds = _kinds(elements)
    kind = kinds.pop() if len(kinds) == 1 else "value" if kinds <= _SET_BY_HAND else "element"
    plural = f"{kind}es" if kind.endswith("s") else f"{kind}s"
    return f"1 {kind}" if len(elements) == 1 else f"{len(elements):,} {plural}"


_SET_BY_HAND = {"weight", "bias", "input", "target"}
_KINDS = {Edge: "weight", Bias: "bias", Target: "target", Layer: "layer"}


def _kinds(elements: Sequence[Element]) -> set[str]:
    if not isinstance(elements, Group):
        return {_kind(element) for element in elements}
    layers = range(1, len(elements.slices) + 1)
    kinds = {_kind(element) for element in elements.others}
    if any(elements.kernel(layer).any() for layer in layers):
        kinds.add("weight")
    if any(elements.bias(layer).any() for layer in layers):
        kinds.add("bias")
    return kinds


def _kind(element: Element) -> str:
    if isinstance(element, Neuron):
        return "neuron" if element.layer else "input"
    return _KINDS.get(type(element), "value")
