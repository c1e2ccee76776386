"""What the inspector shows of an input or a target: its value, raw and as the network sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.document.document import Document
from nnviz.document.edits import SetTarget
from nnviz.document.elements import Element, Neuron, Target
from nnviz.document.learning import shows_all
from nnviz.document.naming import is_named
from nnviz.explain.equation import Row, Text, row
from nnviz.explain.numbers import format_given
from nnviz.gui.panels.element_row import ElementRow, symbol_node
from nnviz.gui.panels.facts import Fact, Facts
from nnviz.gui.panels.name_row import NameRow
from nnviz.gui.panels.page import Page
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.labels import button

Value = Neuron | Target


class ValuePage(Page):
    """A slider and a number; below them the scaled value and what the data hold."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self._element: Value | None = None
        self.row = ElementRow(session)
        self.set_target = button("Set a target", tip="Give this sample a target, beginning at 0")
        self.set_target.clicked.connect(self._set_target)
        self.facts = Facts()
        self.name = NameRow(session)
        self.column.addWidget(self.name)
        self.column.addWidget(self.row)
        self.column.addWidget(self.set_target)
        self.column.addWidget(self.facts)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the value; bind the row anew where another input or target is shown."""
        assert isinstance(element, Neuron | Target)
        document = self.session.document
        known = _has_value(document, element)
        if element != self._element or change & (Change.STRUCTURE | Change.DATA):
            self._element = element
            self.set_title(_title(document, element), _name(document, element))
        self.name.stand_for(element)
        if known and (self.row.element != element or self.row.isHidden()):
            self.row.stand_for(element, _largest(document, element))
        self.row.setVisible(known)
        self.set_target.setVisible(not known)
        if known:
            self.row.refresh(self.settings.digits)
            self.row.show_limits()
        self.facts.show_facts(_facts(document, element, self.settings.digits) if known else ())

    def _set_target(self) -> None:
        assert isinstance(self._element, Target)
        self.session.try_apply(SetTarget(self._element.unit, 0.0))


def _has_value(document: Document, element: Value) -> bool:
    return isinstance(element, Neuron) or document.target is not None


def _title(document: Document, element: Value) -> Row:
    word = "Input " if isinstance(element, Neuron) else "Target "
    return row(Text(word), symbol_node(document, element))


def _name(document: Document, element: Value) -> str:
    names = document.input_names if isinstance(element, Neuron) else document.output_names
    name = names[element.unit]
    return name if is_named(name) else ""


def _column(document: Document, element: Value) -> NDArray[np.float64] | None:
    if document.data is None:
        return None
    is_input = isinstance(element, Neuron)
    return (document.data.inputs if is_input else document.data.targets)[:, element.unit]


def _largest(document: Document, element: Value) -> float:
    column = _column(document, element)
    return 0.0 if column is None else float(np.abs(column).max(initial=0.0))


def _facts(document: Document, element: Value, digits: int) -> list[Fact]:
    column = _column(document, element)
    if column is None:
        return []
    seen = document.x if isinstance(element, Neuron) else document.y
    assert seen is not None
    scaled = format_given(float(seen[0, element.unit]), digits)
    if shows_all(document):
        return [("as the network sees it", scaled)]  # what is shown are the data
    low, high, mean = float(column.min()), float(column.max()), float(column.mean())
    return [
        ("as the network sees it", scaled),
        ("smallest in the data", format_given(low, digits)),
        ("largest in the data", format_given(high, digits)),
        ("mean of the data", format_given(mean, digits)),
    ]
