"""The changes of several elements at once: whatever a hand has selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnviz.document.builders import initial_parameters
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.elements import Element, Neuron, Target
from nnviz.document.errors import EditError
from nnviz.document.group import Places, counted, others, own_places
from nnviz.document.naming import symbol
from nnviz.document.value_edits import SetParameters, set_value

FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Addresses:
    """Where the values stand that a hand can set.

    Attributes
    ----------
    parameters : ndarray of int
        Places in the flat vector of weights and biases.
    inputs, targets : ndarray of int
        Units of the sample shown.
    """

    parameters: Places
    inputs: Places
    targets: Places

    @staticmethod
    def of(document: Document, elements: Sequence[Element]) -> Addresses:
        """Return those of `elements` that have a value of their own; computed ones have none."""
        rest = others(elements)
        inputs = [one.unit for one in rest if isinstance(one, Neuron) and not one.layer]
        targets = [one.unit for one in rest if isinstance(one, Target)]
        return Addresses(own_places(document, elements), _array(inputs), _array(targets))

    def __len__(self) -> int:
        return len(self.parameters) + len(self.inputs) + len(self.targets)

    def same(self, other: Addresses) -> bool:
        """Return whether these are the same values in the same order."""
        return all(map(np.array_equal, self._parts, other._parts))

    def read(self, document: Document) -> FloatArray:
        """Return the values: weights and biases, inputs, targets; 0 for targets nobody gave."""
        values = document.parameters, document.input, _targets(document)
        return np.concatenate([of[part] for of, part in zip(values, self._parts, strict=True)])

    def split(self, values: FloatArray) -> list[FloatArray]:
        """Return those of weights and biases, of inputs and of targets."""
        ends = np.cumsum([len(self.parameters), len(self.inputs)])
        return np.split(values, ends)

    @property
    def _parts(self) -> tuple[Places, Places, Places]:
        return self.parameters, self.inputs, self.targets


@dataclass(frozen=True, eq=False)
class SetAddresses(Edit):
    """Set values of weights, inputs and targets together."""

    where: Addresses
    values: FloatArray
    text: str = "Change values"

    def size(self, document: Document) -> int:
        """Return how many weights and biases are copied."""
        return document.n_parameters if len(self.where.parameters) else 0

    def changes(self, document: Document) -> Fields:
        """Return what holds these values; a sample changed by hand is no row of the data."""
        weights, inputs, targets = self.where.split(self.values)
        changed: dict[str, object] = {}
        if len(weights):
            changed |= SetParameters(self.where.parameters, weights, self.text).changes(document)
        if len(inputs):
            changed |= {"input": _put(document.input, self.where.inputs, inputs), "sample": None}
        if len(targets):
            present = _targets(document)
            changed |= {"target": _put(present, self.where.targets, targets), "sample": None}
        return changed

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later change of the same values."""
        same = isinstance(later, SetAddresses) and later.where.same(self.where)
        return replace(later, text=self.text) if same else None  # type: ignore[type-var]


def set_values(
    document: Document, elements: Sequence[Element], values: ArrayLike, text: str = ""
) -> Edit:
    """Return the edit that sets weights, biases, inputs and targets; what is computed stays.

    Parameters
    ----------
    values : array_like
        One number for all, or one for each in the order of `Addresses`.

    Raises
    ------
    EditError
        If all of them are computed, as neurons are.
    """
    where = Addresses.of(document, elements)
    array = np.broadcast_to(np.asarray(values, dtype=np.float64), len(where))
    if len(elements) == 1 and not text:
        return set_value(document, elements[0], float(array[0]) if len(array) else 0.0)
    text = text or f"Change {named(document, elements)}"
    if not len(where):
        raise EditError(f"{text}: it is computed, change the weights that lead to it")
    if len(where.parameters) == len(where):
        return SetParameters(where.parameters, array, text)
    return SetAddresses(where, array, text)


def named(document: Document, elements: Sequence[Element]) -> str:
    """Return what can be set among `elements` in words: "w₁" if one, else "3 weights"."""
    if len(elements) == 1:
        return symbol(document, elements[0]).plain
    count = len(Addresses.of(document, elements))
    return counted(elements) if count == len(elements) else f"{count:,} values"


def named_places(document: Document, places: Places) -> str:
    """Return the weights and biases at these places in words: "w₁" if one, else "3 weights"."""
    if len(places) != 1:
        return f"{len(places):,} weights"
    layers = enumerate(document.layer_slices, start=1)
    layer, part = next((k, part) for k, part in layers if places[0] < part.stop)
    return symbol(document, part.element(int(places[0]), layer)).plain


def redrawn(document: Document, places: Places, seed: int) -> Edit:
    """Return the edit that draws these parameters anew, as their layers' initializers do."""
    drawn = initial_parameters(document.sizes[0], document.layers, seed)
    return SetParameters(places, drawn[places], f"Randomise {named_places(document, places)}")


def reset(document: Document, places: Places) -> Edit:
    """Return the edit that sets these parameters to what they were before any training."""
    text = f"Reset {named_places(document, places)} to initial"
    return SetParameters(places, document.initial[places], text)


def _targets(document: Document) -> FloatArray:
    return np.zeros(document.sizes[-1]) if document.target is None else document.target


def _put(values: FloatArray, units: Places, new: FloatArray) -> FloatArray:
    changed: FloatArray = values.copy()
    changed[units] = new
    return changed


def _array(units: Sequence[int]) -> Places:
    return np.array(units, dtype=np.intp)
