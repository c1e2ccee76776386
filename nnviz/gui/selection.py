"""What the user points at: the selected element and the one under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target


class Selection(QObject):
    """One selected and one hovered element, shared by all views.

    Attributes
    ----------
    element : Element or None
        What is selected.
    hover : Element or None
        What lies under the pointer.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.element: Element | None = None
        self.hover: Element | None = None

    def select(self, element: Element | None) -> None:
        """Select `element`, or nothing."""
        if element != self.element:
            self.element = element
            self.changed.emit()

    def set_hover(self, element: Element | None) -> None:
        """Say what lies under the pointer."""
        if element != self.hover:
            self.hover = element
            self.changed.emit()

    def keep_within(self, document: Document) -> None:
        """Let go of what `document` does not have."""
        self.set_hover(None if self.hover is None else _kept(document, self.hover))
        self.select(None if self.element is None else _kept(document, self.element))


def _kept(document: Document, element: Element) -> Element | None:
    return element if exists(document, element) else None


def exists(document: Document, element: Element) -> bool:
    """Say whether `document`'s network has `element`."""
    sizes = document.sizes
    if isinstance(element, Loss):
        return True
    if isinstance(element, Target):
        return element.unit < sizes[-1]
    if element.layer >= len(sizes):
        return False
    if isinstance(element, Layer):
        return True
    if isinstance(element, Edge) and element.source >= sizes[element.layer - 1]:
        return False
    return element.unit < sizes[element.layer] and _has_bias(document, element)


def _has_bias(document: Document, element: Neuron | Edge | Bias) -> bool:
    return not isinstance(element, Bias) or document.layers[element.layer - 1].use_bias
