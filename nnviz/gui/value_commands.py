"""What can be done to the values of whatever is selected: set, draw anew, freeze, copy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from nnviz.document.document import Document
from nnviz.document.edits import Edit, Freeze, SetParameters, Unfreeze, redrawn, reset, set_values
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.document.group import Group, Places, counted, others, parameter_places
from nnviz.document.several_edits import named, named_places
from nnviz.gui.copying import copy_numbers
from nnviz.gui.select_all import widened
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session


class ValueCommands(QObject):
    """Works on the selected elements; a neuron stands for what leads to it, a layer for its own.

    Attributes
    ----------
    refused : Signal(str)
        The sentence of why something cannot be done.
    done : Signal(str)
        What was done, in a few words.
    """

    refused = Signal(str)
    done = Signal(str)

    def __init__(
        self, session: Session, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._selection = session, selection
        self._draws = 0

    # ------------------------------------------------------------- the state

    @property
    def places(self) -> Places:
        """Where the selected weights and biases lie in the flat vector."""
        return parameter_places(self._document, self._selection.elements)

    @property
    def has_values(self) -> bool:
        """Whether anything selected can be set."""
        return bool(self._are_values() or self.places.size)

    @property
    def can_copy(self) -> bool:
        """Whether anything selected has a value of its own."""
        elements = self._selection.elements
        own = any(_has_value(self._document, one) for one in others(elements))
        return own or len(others(elements)) < len(elements)

    @property
    def frozen(self) -> bool:
        """Whether all selected weights and biases are frozen."""
        if not self._document.has_frozen:
            return False
        places = self.places
        return bool(places.size and self._document.frozen[places].all())

    # ---------------------------------------------------------- what is done

    def select_all(self) -> None:
        """Select the weights of the selected layer; once more, those of the network."""
        elements = widened(self._document, self._selection.elements)
        self._selection.select_all(elements)
        self.done.emit(f"{counted(elements)} selected")

    def zero(self) -> None:
        """Set what is selected to zero."""
        elements, places = self._selection.elements, self.places
        if self._are_values():
            what = named(self._document, elements)
            edit = set_values(self._document, elements, 0.0, f"Set {what} to zero")
            self._apply(edit, f"{what} set to zero")
        elif places.size:
            what = named_places(self._document, places)
            edit = SetParameters(places, np.zeros(places.size), f"Set {what} to zero")
            self._apply(edit, f"{what} set to zero")

    def randomise(self) -> None:
        """Draw the selected weights anew, as their layers' initializers do."""
        places = self.places
        if places.size:
            self._draws += 1
            edit = redrawn(self._document, places, self._document.seed + self._draws)
            self._apply(edit, f"{named_places(self._document, places)} drawn anew")

    def reset(self) -> None:
        """Set the selected weights to what they were before any training."""
        places = self.places
        if places.size:
            what = named_places(self._document, places)
            self._apply(reset(self._document, places), f"{what} reset")

    def toggle_frozen(self) -> None:
        """Let the selected weights not learn, or learn again if none of them does."""
        places = self.places
        if places.size:
            what = named_places(self._document, places)
            if self.frozen:
                word = "learns again" if len(places) == 1 else "learn again"
                self._apply(Unfreeze(places, f"Unfreeze {what}"), f"{what} {word}")
            else:
                self._apply(Freeze(places, f"Freeze {what}"), f"{what} frozen")

    def copy(self) -> None:
        """Put the selected values on the clipboard, every digit, a line each."""
        values = _values(self._document, self._selection.elements)
        if values.size:
            copy_numbers(values[:, None])

    # ---------------------------------------------------------------- within

    @property
    def _document(self) -> Document:
        return self._session.document

    def _are_values(self) -> bool:
        """Return whether each that is selected has a value of its own, none is a whole neuron."""
        elements = self._selection.elements
        own = all(_has_value(self._document, one) for one in others(elements))
        return own and len(elements) > 0

    def _apply(self, edit: Edit, words: str) -> None:
        wrong = self._session.try_apply(edit)
        if wrong is None:
            self.done.emit(words)
        else:
            self.refused.emit(wrong)


def _values(document: Document, elements: Sequence[Element]) -> NDArray[np.float64]:
    """Return the values of those that have one, in their order."""
    rest: Sequence[Element] = others(elements) if isinstance(elements, Group) else elements
    values = np.array([document.value(one) for one in rest if _has_value(document, one)])
    if isinstance(elements, Group):
        values = np.append(values, document.parameters[elements.places])
    return values


def _has_value(document: Document, element: Element) -> bool:
    """Return whether an element's number is in the document, not worked out."""
    if isinstance(element, Target):
        return document.target is not None
    return isinstance(element, Edge | Bias) or (isinstance(element, Neuron) and not element.layer)
