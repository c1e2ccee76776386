"""A value row bound to one element of the network."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.edits import set_value
from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.document.errors import EditError
from nnviz.document.naming import Quantity, symbol
from nnviz.explain.equation import Symbol
from nnviz.gui.session import Session
from nnviz.gui.widgets.slider_scale import nice_ceiling, signed_range
from nnviz.gui.widgets.value_row import ValueRow

_REACH, _SMALL = 2.0, 0.1

Settable = Edge | Bias | Neuron | Target


class ElementRow(ValueRow):
    """Shows and sets the value of a weight, a bias, an input or a target."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._element: Settable | None = None
        self.edited.connect(self._apply)
        self.reverted.connect(session.revert)

    @property
    def element(self) -> Settable | None:
        """What the row stands for now."""
        return self._element

    def stand_for(self, element: Settable, largest: float = 0.0) -> None:
        """Bind the row to `element`; `largest` is the |value| that its range should hold."""
        self._element = element
        document = self._session.document
        self.set_symbol(symbol_node(document, element))
        self.set_symbol_width(self.symbol_width())
        self.set_name(spoken(document, element))
        self.show_problem(None)
        self.slider.set_number(document.value(element))
        self.slider.set_limits(signed_range(largest, least_range(largest)))

    def refresh(self, digits: int, before: float | None = None) -> None:
        """Show the element's present value, and the one before the last update."""
        if self._element is not None:
            value = self._session.document.value(self._element)
            self.set_value(value, before=before, digits=digits)

    def _apply(self, value: float, gesture: object) -> None:
        assert self._element is not None
        try:
            edit = set_value(self._session.document, self._element, value)
        except EditError as error:
            self.show_problem(str(error))
        else:
            self.show_problem(self._session.try_apply(edit, gesture))


def least_range(largest: float) -> float:
    """Return how far a slider reaches at least: 2, or less among values that are all small."""
    return _REACH if largest == 0 or largest >= _SMALL else nice_ceiling(4 * largest)


def symbol_node(document: Document, element: Settable, quantity: Quantity = "") -> Symbol:
    """Return the element's symbol as a part of equations."""
    name = symbol(document, element, quantity)
    return Symbol(name.base, name.sub, name.sup, element=element)


def spoken(document: Document, element: Settable) -> str:
    """Return the element in words, for tooltips and assistive technology."""
    kind = {Edge: "Weight", Bias: "Bias", Neuron: "Input", Target: "Target"}[type(element)]
    return f"{kind} {symbol(document, element).plain}"
