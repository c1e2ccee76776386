"""The changes of single values: weights, biases, inputs, targets, the sample shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nnviz.document.checks import check_numbers
from nnviz.document.document import Document
from nnviz.document.edit import Edit, Fields
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.document.errors import EditError
from nnviz.document.history import History
from nnviz.document.moves import span
from nnviz.document.naming import symbol

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SetParameters(Edit):
    """Set some weights and biases, by their places in the flat vector."""

    indices: NDArray[np.intp]
    values: FloatArray
    text: str = "Change weights"

    def size(self, document: Document) -> int:
        """Return how many weights and biases are copied."""
        return document.n_parameters

    def changes(self, document: Document) -> Fields:
        """Return all parameters, these among them; nothing if these have the values already."""
        if self.indices.size and not 0 <= self.indices.min() <= self.indices.max() < (
            document.n_parameters
        ):
            raise EditError(f"{self.text}: the network has {document.n_parameters} parameters")
        check_numbers(self.text, self.values)
        places = span(self.indices)
        if np.array_equal(document.parameters[places], self.values):
            return {}
        parameters = document.parameters.copy()
        parameters[places] = self.values
        parameters.flags.writeable = False
        return {"parameters": parameters}

    def invert(self, document: Document) -> Edit:
        """Return the edit that sets them back; it holds no more than they are."""
        return replace(self, values=document.parameters[span(self.indices)].copy())

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later change of the same parameters."""
        if isinstance(later, SetParameters) and np.array_equal(later.indices, self.indices):
            return replace(later, text=self.text)
        return None


@dataclass(frozen=True, eq=False)
class _SetUnit(Edit):
    """Set one value of the sample shown, in raw units; that sample then is no row of the data."""

    unit: int
    value: float

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later change of the same value."""
        same = isinstance(later, type(self)) and later.unit == self.unit
        return later if same else None

    def _among(self, values: FloatArray) -> FloatArray:
        """Return all values, this one among them; the same if it has the value already."""
        if not 0 <= self.unit < len(values):
            raise EditError(f"{self.text}: there are {len(values)}, not {self.unit + 1}")
        check_numbers(self.text, self.value)
        if values[self.unit] == self.value:
            return values
        changed: FloatArray = values.copy()
        changed[self.unit] = self.value
        return changed


@dataclass(frozen=True, eq=False)
class SetInput(_SetUnit):
    """Set one input."""

    text: str = "Change input"

    def changes(self, document: Document) -> Fields:
        """Return all inputs, this one among them; nothing if it has the value already."""
        changed = self._among(document.input)
        return {} if changed is document.input else {"input": changed, "sample": None}


@dataclass(frozen=True, eq=False)
class SetTarget(_SetUnit):
    """Set the target of one output; targets nobody gave start at 0."""

    text: str = "Change target"

    def changes(self, document: Document) -> Fields:
        """Return all targets, this one among them; nothing if it has the value already."""
        present = np.zeros(document.sizes[-1]) if document.target is None else document.target
        changed = self._among(present)
        return {} if changed is document.target else {"target": changed, "sample": None}


@dataclass(frozen=True, eq=False)
class ShowSample(Edit):
    """Make one row of the data the current input and target."""

    index: int
    text: str = "Show sample"

    def changes(self, document: Document) -> Fields:
        """Return the row."""
        data = document.data
        if data is None:
            raise EditError(f"{self.text}: the document holds no data")
        if not 0 <= self.index < len(data.inputs):
            raise EditError(f"{self.text}: the data have {len(data.inputs)} samples")
        row = {"input": data.inputs[self.index].copy(), "target": data.targets[self.index].copy()}
        return {**row, "sample": self.index}

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later choice of another sample."""
        return later if isinstance(later, ShowSample) else None


@dataclass(frozen=True, eq=False)
class Trained(Edit):
    """What a training run did."""

    parameters: FloatArray
    history: History
    optimizer_state: Mapping[str, FloatArray | int] | None
    text: str = "Train"

    def changes(self, document: Document) -> Fields:
        """Return the trained parameters, the longer history and the optimizer's memory."""
        del document
        names = ("parameters", "history", "optimizer_state")
        return {name: getattr(self, name) for name in names}


_MOMENT = ("parameters", "initial", "history", "optimizer_state", "training", "seed", "frozen")


@dataclass(frozen=True, eq=False)
class GoBack(Edit):
    """Go back to what the network was at an earlier moment, and change it there.

    Attributes
    ----------
    moment : Document
        The network then; its data and layers are the present ones.
    then : Edit, optional
        What is changed there.
    """

    moment: Document
    then: Edit | None = None
    text: str = "Go back"

    def size(self, document: Document) -> int:
        """Return how many numbers what is changed there makes."""
        return 0 if self.then is None else self.then.size(document)

    def changes(self, document: Document) -> Fields:
        """Return weights, training settings and history as they were, and what changes there."""
        back = {name: getattr(self.moment, name) for name in _MOMENT}
        if self.then is None:
            return back
        return {**back, **self.then.changes(document.replaced(**back))}

    def merge(self, later: Edit) -> Edit | None:
        """Merge with a later change of the same kind as the one made there."""
        then = None if self.then is None else self.then.merge(later)
        return None if then is None else replace(self, then=then)


def set_value(document: Document, element: Element, value: float) -> Edit:
    """Return the edit that sets the value of an element, named by its symbol.

    Raises
    ------
    EditError
        If the value is computed, as a neuron's is.
    """
    text = f"Change {symbol(document, element).plain}"
    if isinstance(element, Edge | Bias):
        index = np.array([document.parameter_index(element)])
        return SetParameters(index, np.array([value], dtype=np.float64), text)
    if isinstance(element, Target):
        return SetTarget(element.unit, value, text)
    if isinstance(element, Neuron) and not element.layer:
        return SetInput(element.unit, value, text)
    raise EditError(f"{text}: it is computed, change the weights that lead to it")
