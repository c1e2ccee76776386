"""The symbols of a network's quantities, as the textbooks write them.

One neuron has x₁ x₂, w₁ w₂, b, z, a. A chain of single neurons has w₁, b₁, z₁, a₁ for its first
layer and so on. Any other network has wᵢⱼ from unit i to unit j, and the layer as a raised number
in brackets where there is more than one layer of weights.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target

Quantity = Literal["", "z", "a", "δ"]

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


@dataclass(frozen=True)
class Symbol:
    """A letter with what stands below and above it, e.g. Symbol("w", "21", "(2)")."""

    base: str
    sub: str = ""
    sup: str = ""

    @property
    def plain(self) -> str:
        """The symbol as plain text, e.g. "w₂₁⁽²⁾"."""
        return self.base + self.sub.translate(_LOWERED) + self.sup.translate(_RAISED)


def symbol(document: Document, element: Element, quantity: Quantity = "") -> Symbol:
    """Return the symbol of an element; of a neuron the activation unless `quantity` says else."""
    if isinstance(element, Loss):
        return Symbol("E")
    if isinstance(element, Target):
        return Symbol("T", "" if document.sizes[-1] == 1 else str(element.unit + 1))
    if isinstance(element, Layer | Neuron) and element.layer == 0:
        return Symbol("x", str(element.unit + 1) if isinstance(element, Neuron) else "")
    if isinstance(element, Layer):
        return Symbol(quantity or "a", sup=_layer_mark(document, element.layer))
    if is_chain(document):
        return Symbol(_letter(element, quantity), str(element.layer))
    return _general_symbol(document, element, quantity)


def is_chain(document: Document) -> bool:
    """Return whether every layer, the input too, is one unit, and there are several layers."""
    return len(document.layers) > 1 and max(document.sizes) == 1


def is_single_neuron(document: Document) -> bool:
    """Return whether the network is one neuron."""
    return document.sizes[1:] == (1,)


@lru_cache(maxsize=4096)
def is_named(name: str) -> bool:
    """Return whether the name says more than the symbol would: not "x1", nor "y"."""
    return re.fullmatch("[xy][0-9]*", name) is None


def unit_label(document: Document, layer: int, unit: int) -> str:
    """Return the name of an input or output, if it has one of its own, else the unit's symbol."""
    names = {0: document.input_names, len(document.layers): document.output_names}
    name = names[layer][unit] if layer in names else ""
    return name if name and is_named(name) else symbol(document, Neuron(layer, unit)).plain


def layer_symbols(document: Document) -> bool:
    """Return whether symbols carry the layer as a raised number in brackets."""
    return len(document.layers) > 1 and not is_chain(document)


def _general_symbol(
    document: Document, element: Edge | Bias | Neuron, quantity: Quantity
) -> Symbol:
    sup = _layer_mark(document, element.layer)
    letter = _letter(element, quantity)
    if isinstance(element, Edge):
        return Symbol(letter, _edge_sub(document, element), sup)
    return Symbol(letter, "" if is_single_neuron(document) else str(element.unit + 1), sup)


def _edge_sub(document: Document, edge: Edge) -> str:
    source, unit = edge.source + 1, edge.unit + 1
    if is_single_neuron(document):
        return str(source)
    # Two digits side by side are read as two indices only while both have one digit.
    return f"{source}{unit}" if max(source, unit) < 10 else f"{source},{unit}"


def _letter(element: Edge | Bias | Neuron, quantity: Quantity) -> str:
    if isinstance(element, Edge):
        return "w"
    return "b" if isinstance(element, Bias) else quantity or "a"


def _layer_mark(document: Document, layer: int) -> str:
    return f"({layer})" if layer_symbols(document) else ""
