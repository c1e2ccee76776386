"""What layers, inputs and outputs are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnviz.document.checks import check_rule
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.elements import Element, Layer, Neuron, Target
from nnviz.document.errors import EditError
from nnviz.document.rules import Text
from nnviz.document.settings import LayerSpec

NAME = Text(1, 200)
# What turns the direction of writing, for all that stands behind it on the line too.
_UNSEEN = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


@dataclass(frozen=True, eq=False)
class Name(Edit):
    """Name a layer, an input or an output (by its neuron or its target)."""

    element: Element
    name: str
    text: str = "Rename"

    def changes(self, document: Document) -> Fields:
        """Return the names, this one among them."""
        name, element = self.name.translate(_UNSEEN).strip(), self.element
        if not any(letter.isalnum() for letter in name):
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


def _named(layers: Sequence[LayerSpec], layer: int, name: str) -> tuple[LayerSpec, ...]:
    named = list(layers)
    named[layer - 1] = replace(named[layer - 1], name=name)
    return tuple(named)
