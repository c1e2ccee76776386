"""The changes of several elements at once: whatever a hand has selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from nnviz.document.builders import initial_parameters
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.elements import Bias, Edge, Element, Layer, Neuron, Target
from nnviz.document.value_edits import SetParameters, set_value

Places: TypeAlias = NDArray[np.intp]
Settable: TypeAlias = Edge | Bias | Neuron | Target


@dataclass(frozen=True, eq=False)
class Together(Edit):
    """Several edits as one, each made in what those before it left."""

    parts: tuple[Edit, ...]
    text: str = "Change values"

    def changes(self, document: Document) -> Fields:
        """Return what all of them change."""
        changed: dict[str, object] = {}
        for part in self.parts:
            fields = part.changes(document)
            document = document.replaced(**fields)
            changed.update(fields)
        return changed

    def merge(self, later: Edit) -> Edit | None:
        """Merge with later edits of the same things."""
        if not isinstance(later, Together) or len(later.parts) != len(self.parts):
            return None
        merged = [one.merge(other) for one, other in zip(self.parts, later.parts, strict=True)]
        parts = tuple(part for part in merged if part is not None)
        return replace(self, parts=parts) if len(parts) == len(merged) else None


def set_values(
    document: Document, elements: Sequence[Settable], values: Sequence[float], text: str = ""
) -> Edit:
    """Return the edit that gives each element its value: weights, biases, inputs and targets.

    Raises
    ------
    EditError
        If a value is computed, as a neuron's is.
    """
    if len(elements) == 1:
        return set_value(document, elements[0], values[0])
    text = text or f"Change {counted(elements)}"
    parts: list[Edit] = []
    weights = [k for k, element in enumerate(elements) if isinstance(element, Edge | Bias)]
    if weights:
        places = parameter_places(document, [elements[k] for k in weights])
        parts.append(SetParameters(places, np.array([float(values[k]) for k in weights]), text))
    for element, value in zip(elements, values, strict=True):
        if not isinstance(element, Edge | Bias):
            parts.append(set_value(document, element, value))
    return parts[0] if len(parts) == 1 and weights else Together(tuple(parts), text)


def redrawn(document: Document, places: Places, seed: int) -> Edit:
    """Return the edit that draws these parameters anew, as their layers' initializers do."""
    drawn = initial_parameters(document.sizes[0], document.layers, seed)
    return SetParameters(places, drawn[places], f"Randomise {_number(len(places))}")


def reset(document: Document, places: Places) -> Edit:
    """Return the edit that sets these parameters to what they were before any training."""
    text = f"Reset {_number(len(places))} to initial"
    return SetParameters(places, document.initial[places], text)


def parameter_places(document: Document, elements: Iterable[Element]) -> Places:
    """Return where the weights and biases of `elements` lie in the flat vector, each once.

    A neuron stands for the weights that lead to it and its bias, a layer for all of its own. The
    weights and biases among `elements` keep their order.
    """
    found: list[Places] = []
    singles: list[int] = []
    for element in elements:
        if isinstance(element, Edge | Bias):
            singles.append(document.parameter_index(element))
        elif isinstance(element, Neuron | Layer) and element.layer:
            found.append(_own_places(document, element))
    if not found:
        return np.array(list(dict.fromkeys(singles)), dtype=np.intp)
    return np.unique(np.concatenate([np.array(singles, dtype=np.intp), *found]))


def _own_places(document: Document, element: Neuron | Layer) -> Places:
    part = document.layer_slices[element.layer - 1]
    if isinstance(element, Layer):
        return np.arange(part.kernel.start, part.stop, dtype=np.intp)
    incoming = np.arange(part.kernel.start + element.unit, part.kernel.stop, part.units)
    if part.bias is None:
        return incoming.astype(np.intp)
    return np.append(incoming, part.bias.start + element.unit).astype(np.intp)


def counted(elements: Sequence[Element]) -> str:
    """Return how many there are in words: "3 weights", "2 inputs", "5 values"."""
    kinds = {_kind(element) for element in elements}
    kind = kinds.pop() if len(kinds) == 1 else "value"
    plural = f"{kind}es" if kind.endswith("s") else f"{kind}s"
    return f"1 {kind}" if len(elements) == 1 else f"{len(elements):,} {plural}"


def _kind(element: Element) -> str:
    if isinstance(element, Neuron):
        return "neuron" if element.layer else "input"
    names = {Edge: "weight", Bias: "bias", Target: "target", Layer: "layer"}
    return names.get(type(element), "value")


def _number(count: int) -> str:
    return "1 weight" if count == 1 else f"{count:,} weights"
