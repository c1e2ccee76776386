"""What a hand can do to the network's structure, from head, menu, key or action alike."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nnviz.document.document import Document
from nnviz.document.edits import (
    AddLayer,
    AddNeuron,
    Edit,
    MoveLayer,
    MoveNeuron,
    Name,
    Remove,
    RemoveNeuron,
)
from nnviz.document.elements import Bias, Edge, Element, Layer, Neuron
from nnviz.document.group import others
from nnviz.document.name_edits import name_of
from nnviz.document.structure_edits import is_hidden
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session


class Structure(QObject):
    """Adds, removes, moves and names layers and neurons, and keeps the hand where it was.

    Attributes
    ----------
    refused : Signal(object, str)
        An element and the sentence that says why it cannot be done.
    renaming : Signal(object)
        The element that is to be named in its place.
    """

    refused = Signal(object, str)
    renaming = Signal(object)

    def __init__(
        self, session: Session, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._selection = session, selection

    @property
    def layer(self) -> int:
        """The layer of what is selected; with nothing selected the last hidden one."""
        element = self._selection.element
        last = len(self._session.document.layers)
        return max(last - 1, 1) if element is None else self.layer_of(element)

    def layer_of(self, element: Element) -> int:
        """Return the layer that an element belongs to; targets and loss to the outputs."""
        if isinstance(element, Layer | Neuron | Edge | Bias):
            return element.layer
        return len(self._session.document.layers)

    # ------------------------------------------------------- at any place

    def add_neuron(self, layer: int) -> None:
        """Add a neuron at the end of a layer."""
        self.apply(Layer(layer), AddNeuron(layer))

    def remove_neuron(self, layer: int) -> None:
        """Remove the last neuron of a layer."""
        self.apply(Layer(layer), RemoveNeuron(layer))

    def add_layer(self, after: int) -> None:
        """Add a layer behind another, and select it."""
        if self.apply(Layer(after), AddLayer(after)):
            self._selection.select(Layer(after + 1))

    def move_layer(self, layer: int, to: int) -> None:
        """Move a hidden layer to another's place, and keep it selected."""
        if to != layer and self.apply(Layer(layer), MoveLayer(layer, to)):
            self._selection.select(Layer(to))

    def remove(self, elements: tuple[Element, ...]) -> None:
        """Remove neurons and layers, and select what comes into the last one's place."""
        if self.apply(elements[-1], Remove(elements, _removal(elements))):
            self._selection.select(_beside(self._session.document, elements[-1]))

    def name(self, element: Element, name: str) -> str | None:
        """Name an element; return None, or the sentence that says why it cannot be so."""
        if name.strip() == name_of(self._session.document, element):
            return None
        return self._session.try_apply(Name(element, name))

    # ---------------------------------------------------- what is selected

    def add_neuron_here(self) -> None:
        """Add a neuron to the selected layer."""
        self.add_neuron(self.layer)

    def add_layer_here(self) -> None:
        """Add a layer behind the selected one; before the outputs, if those are selected."""
        self.add_layer(min(self.layer, len(self._session.document.layers) - 1))

    def remove_selected(self) -> None:
        """Remove all neurons and layers that are selected."""
        elements = self._removable()
        if elements:
            self.remove(elements)
        else:
            self._refuse("Select a neuron or a hidden layer to remove it.")

    def select_layer(self) -> None:
        """Select the layer of what is selected: its head cannot be walked to."""
        self._selection.select(Layer(self.layer))

    def move_earlier(self) -> None:
        """Move the selected layer towards the inputs, or the neuron up."""
        self._move(-1)

    def move_later(self) -> None:
        """Move the selected layer towards the outputs, or the neuron down."""
        self._move(1)

    def rename(self) -> None:
        """Name what is selected, in its place."""
        element = self._selection.element
        if element is not None and name_of(self._session.document, element) is not None:
            self.renaming.emit(element)
        else:
            self._refuse("Select a layer, an input or an output to name it.")

    # ------------------------------------------------------------- helpers

    def _removable(self) -> tuple[Element, ...]:
        elements = others(self._selection.elements)
        return tuple(element for element in elements if isinstance(element, Neuron | Layer))

    def _move(self, by: int) -> None:
        element = self._selection.element
        if isinstance(element, Neuron):
            to = Neuron(element.layer, element.unit + by)
            if self.apply(element, MoveNeuron(element.layer, element.unit, to.unit)):
                self._selection.select(to)
        else:
            self.move_layer(self.layer, self.layer + by)

    def apply(self, element: Element, edit: Edit) -> bool:
        """Make an edit; where it does not fit say so at `element`, and return False."""
        problem = self._session.try_apply(edit)
        if problem is not None:
            self.refused.emit(element, problem)
        return problem is None

    def _refuse(self, sentence: str) -> None:
        self.refused.emit(self._selection.element or Layer(self.layer), sentence)


def _removal(elements: tuple[Element, ...]) -> str:
    """Return what the Edit menu calls the removal."""
    kinds = {_kind(element) for element in elements}
    what = kinds.pop() if len(kinds) == 1 else "part"
    return f"Remove {what}" if len(elements) == 1 else f"Remove {len(elements)} {what}s"


def _kind(element: Element) -> str:
    if isinstance(element, Layer):
        return "layer"
    return "input" if isinstance(element, Neuron) and not element.layer else "neuron"


def _beside(document: Document, element: Element) -> Element | None:
    """Return what is in the place of something that was removed, or was next to it."""
    if isinstance(element, Neuron) and element.layer < len(document.sizes):
        return Neuron(element.layer, min(element.unit, document.sizes[element.layer] - 1))
    if isinstance(element, Layer) and is_hidden(document, element.layer):
        return element
    return None
