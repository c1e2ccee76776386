"""What can be done to the values of whatever is selected: set, draw anew, freeze, copy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from nnviz.document.document import Document
from nnviz.document.edits import Edit, Freeze, Unfreeze
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.document.several_edits import parameter_places, redrawn, reset, set_values
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session


class ValueCommands(QObject):
    """Works on the selected elements; a neuron stands for what leads to it, a layer for its own.

    Attributes
    ----------
    refused : Signal(str)
        The sentence of why something cannot be done.
    """

    refused = Signal(str)

    def __init__(
        self, session: Session, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._selection = session, selection
        self._draws = 0

    # ------------------------------------------------------------- the state

    @property
    def places(self) -> NDArray[np.intp]:
        """Where the selected weights and biases lie in the flat vector."""
        return parameter_places(self._document, self._selection.elements)

    @property
    def has_values(self) -> bool:
        """Whether anything selected can be set."""
        return bool(self._settable() or self.places.size)

    @property
    def frozen(self) -> bool:
        """Whether all selected weights and biases are frozen."""
        places = self.places
        return bool(places.size and self._document.frozen[places].all())

    # ---------------------------------------------------------- what is done

    def zero(self) -> None:
        """Set what is selected to zero."""
        inputs = self._settable()
        if inputs:
            self._apply(set_values(self._document, inputs, [0.0] * len(inputs), "Set to zero"))
        elif self.places.size:
            weights = [self._document.element_at(int(place)) for place in self.places]
            edit = set_values(self._document, weights, [0.0] * len(weights), "Set to zero")
            self._apply(edit)

    def randomise(self) -> None:
        """Draw the selected weights anew, as their layers' initializers do."""
        if self.places.size:
            self._draws += 1
            self._apply(redrawn(self._document, self.places, self._document.seed + self._draws))

    def reset(self) -> None:
        """Set the selected weights to what they were before any training."""
        if self.places.size:
            self._apply(reset(self._document, self.places))

    def toggle_frozen(self) -> None:
        """Let the selected weights not learn, or learn again if none of them does."""
        if self.places.size:
            self._apply((Unfreeze if self.frozen else Freeze)(self.places))

    def copy(self) -> None:
        """Put the selected values on the clipboard, every digit, a line each."""
        elements = [one for one in self._selection.elements if _has_value(self._document, one)]
        values = [repr(self._document.value(element)) for element in elements]
        if values:
            QGuiApplication.clipboard().setText("\n".join(values))

    # ---------------------------------------------------------------- within

    @property
    def _document(self) -> Document:
        return self._session.document

    def _settable(self) -> list[Edge | Bias | Neuron | Target]:
        """Return the selected values, if each is one of its own and none is a whole neuron."""
        elements = self._selection.elements
        own = [one for one in elements if _has_value(self._document, one)]
        return own if len(own) == len(elements) else []  # type: ignore[return-value]

    def _apply(self, edit: Edit) -> None:
        wrong = self._session.try_apply(edit)
        if wrong is not None:
            self.refused.emit(wrong)


def _has_value(document: Document, element: Element) -> bool:
    """Return whether an element's number is in the document, not worked out."""
    if isinstance(element, Target):
        return document.target is not None
    return isinstance(element, Edge | Bias) or (isinstance(element, Neuron) and not element.layer)
