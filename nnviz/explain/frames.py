"""Frames: the steps of a pass, each told completely by itself, so that any can be painted first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from typing import Literal, NamedTuple

from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron
from nnviz.explain.equation import Number, Row, Tone

Half = Literal["", "z", "a"]


class Chapter(Enum):
    """A part of the pass; the value is its heading."""

    FORWARD = "Forward"
    LOSS = "Loss"
    BACKWARD = "Backward"
    UPDATE = "Update"


class Factor(NamedTuple):
    """A quantity and its value, as one chip shows them; `element` is what it lights."""

    label: Row
    value: float
    element: Element | None = None

    def number(self, tone: Tone = "plain") -> Number:
        """Return the value as it stands in a line of numbers."""
        return Number(self.value, tone=tone, element=self.element)


class Spot(NamedTuple):
    """Where an arrow begins or ends: an element, or the z or a half of a neuron."""

    element: Element
    half: Half = ""


class Arrow(NamedTuple):
    """One step of the chain rule on the picture; `value` is its slope."""

    start: Spot
    end: Spot
    value: float


@dataclass(frozen=True)
class Pulses:
    """What travels along the edges into `layer`: forward (+1) or backward (−1)."""

    layer: int
    direction: Literal[1, -1]
    edges: Literal["all"] | tuple[Edge, ...] = "all"


@dataclass(frozen=True)
class Lit:
    """What a step uses; all else is dimmed. Whole layers by number, so a wide one costs nothing.

    Attributes
    ----------
    z, a : frozenset of int
        Layers whose weighted sums, whose activations are used (0: the inputs, which have only a).
    edges, biases : frozenset of int
        Layers whose weights, whose biases are used.
    target, loss : bool
        Whether the targets, the loss are used.
    spots : frozenset of Spot
        What is used besides, one by one: neurons or their halves, weights, biases, targets.
    """

    z: frozenset[int] = frozenset()
    a: frozenset[int] = frozenset()
    edges: frozenset[int] = frozenset()
    biases: frozenset[int] = frozenset()
    target: bool = False
    loss: bool = False
    spots: frozenset[Spot] = frozenset()

    def is_lit(self, element: Element, half: Half = "") -> bool:
        """Tell whether the step uses `element`, or one half of a neuron."""
        return self._in_layer(element, half) or self._by_itself(element, half)

    def edges_into(self, layer: int) -> frozenset[Edge]:
        """Return the weights into `layer` that are used one by one."""
        elements = (spot.element for spot in self.spots)
        return frozenset(
            edge for edge in elements if isinstance(edge, Edge) and edge.layer == layer
        )

    def _by_itself(self, element: Element, half: Half) -> bool:
        if isinstance(element, Layer):
            return any(_stands_under(spot.element, element) for spot in self.spots)
        halves: tuple[Half, ...] = ("", half) if half else ("", "z", "a")
        return any(Spot(element, each) in self.spots for each in halves)

    def _in_layer(self, element: Element, half: Half) -> bool:
        if isinstance(element, Neuron | Layer):
            z, a = element.layer in self.z, element.layer in self.a
            return z if half == "z" else a if half == "a" else z or a
        if isinstance(element, Edge):
            return element.layer in self.edges
        if isinstance(element, Bias):
            return element.layer in self.biases
        return self.loss if isinstance(element, Loss) else self.target


def _stands_under(element: Element, layer: Layer) -> bool:
    return isinstance(element, Neuron) and element.layer == layer.layer


@dataclass(frozen=True)
class Frame:
    """One step of a pass.

    Attributes
    ----------
    index : int
        Counted from 0; step `index + 1` of the pass.
    title, detail : Row
        The step's question in words, and what is done to answer it.
    symbols, numbers : tuple of Row
        The equations in letters, and the same with the numbers put in.
    result : Factor or None
        The one number of the step, where it has one.
    factors : tuple of Factor
        Where the result is a product: what is multiplied, in the order of the formula.
    arrows : tuple of Arrow
        The chain rule's way over the picture, in the order it is walked.
    target : Element or None
        What the step is about.
    """

    index: int
    chapter: Chapter
    title: Row
    detail: Row
    symbols: tuple[Row, ...]
    numbers: tuple[Row, ...]
    lit: Lit
    result: Factor | None = None
    factors: tuple[Factor, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    target: Element | None = None
    pulses: Pulses | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The equations line by line, each in letters and then with the numbers put in."""
        pairs = zip_longest(self.symbols, self.numbers)
        return tuple(line for pair in pairs for line in pair if line is not None)
