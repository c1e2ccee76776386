"""What the inspector shows of a neuron: its weights and bias to set, and how it computes."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.elements import Element, Neuron
from nnviz.document.vocabulary import ACTIVATIONS
from nnviz.explain.equation import Text, row
from nnviz.explain.lines import activation_lines, sum_lines
from nnviz.explain.reading import Reading
from nnviz.explain.terms import Lines
from nnviz.gui.panels.element_row import symbol_node
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.weight_list import WeightList
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.section import Section


class NeuronPage(Page):
    """A slider and a number for each incoming weight and the bias; z and a with their numbers."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self._neuron: Neuron | None = None
        self.weights = WeightList(session)
        self.weights.pointed.connect(self.pointed)
        self.sum = EquationPair(self, "Weighted sum")
        self.activation = EquationPair(self, "Activation")
        for part in (self.weights, self.sum, self.activation):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the neuron's values; bind its rows anew where another neuron is shown."""
        assert isinstance(element, Neuron)
        document = self.session.document
        if element != self._neuron or change & Change.STRUCTURE:
            self._neuron = element
            self.weights.stand_for(element)
            self._head(document, element)
        self.weights.refresh(self.settings.digits)
        reading = Reading(document, self.session.trace)
        digits = self.settings.digits
        self.sum.show_lines(sum_lines(reading, element.layer, element.unit), digits)
        self.activation.show_lines(activation_lines(reading, element.layer, element.unit), digits)

    def _head(self, document: Document, neuron: Neuron) -> None:
        title = row(Text("Neuron "), symbol_node(document, neuron))
        activation = ACTIVATIONS[document.layers[neuron.layer - 1].activation]
        self.set_title(title, f"{place(document, neuron)}, {activation}")


class EquationPair(Section):
    """An equation in letters, and below it with the numbers put in."""

    def __init__(self, page: Page, heading: str) -> None:
        super().__init__(heading)
        self.symbols = page.equation()
        self.numbers = page.equation(13)
        self.add(self.symbols)
        self.add(self.numbers)

    def show_lines(self, lines: Lines, digits: int) -> None:
        """Show both lines with that many decimals."""
        self.symbols.set_node(lines.symbols, digits)
        self.numbers.set_node(lines.numbers, digits)


def place(document: Document, neuron: Neuron) -> str:
    """Return where a neuron is in words: Hidden 1, neuron 3 of 8."""
    title, size = document.layer_title(neuron.layer), document.sizes[neuron.layer]
    return title if size == 1 else f"{title}, neuron {neuron.unit + 1} of {size}"
