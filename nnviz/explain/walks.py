"""The chain rule's way over a network: from the error back to a sum, a weight or a bias."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.document.elements import Bias, Edge, Loss, Neuron
from nnviz.explain.frames import Arrow, Factor, Lit, Spot
from nnviz.explain.reading import Reading

MOST_FACTORS = 5
_WORDS = {1: "slope", 2: "two slopes", 3: "three slopes", 4: "four slopes", 5: "five slopes"}


class Walk(NamedTuple):
    """The slopes from the error to one thing, whose product is the error's slope by it.

    Attributes
    ----------
    whole : bool
        It starts at the error; a longer way starts where the error has already come back to.
    """

    factors: tuple[Factor, ...]
    arrows: tuple[Arrow, ...]
    whole: bool = True

    @property
    def in_words(self) -> str:
        """How many slopes, e.g. "three slopes"."""
        return _WORDS[len(self.factors)]

    def on(self, factor: Factor, start: Spot, end: Spot) -> Walk:
        """Return the walk with one step more."""
        arrow = Arrow(start, end, factor.value)
        return Walk((*self.factors, factor), (*self.arrows, arrow), self.whole)


def walk_to_sum(reading: Reading, layer: int, most: int = MOST_FACTORS) -> Walk:
    """Return the way to z of a layer of one neuron, along layers of one neuron where it can."""
    if layer == reading.depth:
        start = Walk((), ()).on(reading.dE_da(layer, 0), Spot(Loss()), Spot(Neuron(layer, 0), "a"))
    elif _is_single_file(reading, layer) and 2 * (reading.depth - layer + 1) <= most:
        start = _on_to_activation(reading, walk_to_sum(reading, layer + 1, most), layer)
    else:
        start = Walk((reading.dE_da(layer, 0),), (), whole=False)
    return start.on(
        reading.da_dz(layer, 0), Spot(Neuron(layer, 0), "a"), Spot(Neuron(layer, 0), "z")
    )


def walk_to_parameter(reading: Reading, element: Edge | Bias) -> Walk:
    """Return the way to a weight or bias of a layer of one neuron."""
    walk = walk_to_sum(reading, element.layer, MOST_FACTORS - 1)
    return walk.on(
        reading.dz_dw(element), Spot(Neuron(element.layer, element.unit), "z"), Spot(element)
    )


def _on_to_activation(reading: Reading, walk: Walk, layer: int) -> Walk:
    factor = reading.dz_da(Edge(layer + 1, 0, 0))
    return walk.on(factor, Spot(Neuron(layer + 1, 0), "z"), Spot(Neuron(layer, 0), "a"))


def _is_single_file(reading: Reading, layer: int) -> bool:
    return all(size == 1 for size in reading.document.sizes[layer:])


def lit_back_to(reading: Reading, layer: int, whole: bool) -> Lit:
    """Return what a step back to z of `layer` uses: the whole way, or its last part."""
    if not whole and layer < reading.depth:
        return Lit(
            z=frozenset({layer, layer + 1}), a=frozenset({layer}), edges=frozenset({layer + 1})
        )
    there = frozenset(range(layer, reading.depth + 1))
    return Lit(z=there, a=there, edges=there - {layer}, target=True, loss=True)
