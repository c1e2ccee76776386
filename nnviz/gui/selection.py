"""What the user points at: the selected elements and the one under the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.document.group import Group


class Selection(QObject):
    """What is selected and what is hovered, shared by all views.

    Attributes
    ----------
    elements : sequence of Element
        What is selected, in the order in which it was taken; a `Group` where it was many at once.
    hover : Element or None
        What lies under the pointer.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.elements: Sequence[Element] = ()
        self.hover: Element | None = None

    @property
    def element(self) -> Element | None:
        """The last one selected, for those who show one; None if nothing is."""
        return self.elements[-1] if self.elements else None

    def select(self, element: Element | None) -> None:
        """Select `element` alone, or nothing."""
        self.select_all(() if element is None else (element,))

    def select_all(self, elements: Iterable[Element]) -> None:
        """Select all these and nothing else; the last of them is `element`."""
        if not isinstance(elements, Group):
            elements = tuple(dict.fromkeys(elements))
        if elements != self.elements:
            self.elements = elements
            self.changed.emit()

    def add(self, elements: Iterable[Element]) -> None:
        """Select these, too; the last of them becomes `element`, unless they are a group."""
        if isinstance(elements, Group):
            self.select_all(elements.united(self.elements))
        elif isinstance(self.elements, Group):
            self.select_all(self.elements.united(tuple(elements)))
        else:
            added = tuple(elements)
            new = set(added)
            self.select_all((*(one for one in self.elements if one not in new), *added))

    def toggle(self, element: Element) -> None:
        """Select `element`, too, or no longer."""
        if element not in self.elements:
            self.add((element,))
        elif isinstance(self.elements, Group):
            self.select_all(self.elements.without(element))
        else:
            self.select_all(one for one in self.elements if one != element)

    def set_hover(self, element: Element | None) -> None:
        """Say what lies under the pointer."""
        if element != self.hover:
            self.hover = element
            self.changed.emit()

    def keep_within(self, document: Document) -> None:
        """Let go of what `document` does not have."""
        hover = self.hover if self.hover and exists(document, self.hover) else None
        elements = within(document, self.elements)
        if (hover, elements) != (self.hover, self.elements):
            # Both before anyone is told, who would look at the other one, too.
            self.hover, self.elements = hover, elements
            self.changed.emit()


def within(document: Document, elements: Sequence[Element]) -> Sequence[Element]:
    """Return those of `elements` that there are; no group of a network of another shape."""
    if isinstance(elements, Group):
        return elements if elements.slices == document.layer_slices else ()
    return tuple(element for element in elements if exists(document, element))


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
