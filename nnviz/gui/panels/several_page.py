"""What the inspector shows of several elements at once: how they are spread, and what sets all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QGridLayout

from nnviz.document.document import Document
from nnviz.document.edits import set_values
from nnviz.document.elements import Element
from nnviz.document.group import counted, layers_of
from nnviz.document.several_edits import Addresses, FloatArray, named
from nnviz.explain.equation import Text
from nnviz.explain.numbers import format_given
from nnviz.gui.panels.element_row import least_range
from nnviz.gui.panels.facts import Fact, Facts
from nnviz.gui.panels.histogram import WeightHistogram
from nnviz.gui.panels.page import Page
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.value_commands import ValueCommands
from nnviz.gui.widgets.labels import button
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.slider_scale import signed_range
from nnviz.gui.widgets.value_row import ValueRow

_FEW = 12
"""Of fewer weights the numbers on the picture tell more than their distribution."""


class SeveralPage(Page):
    """One slider and number that set all, and what else can be done to all of them."""

    def __init__(self, session: Session, settings: Settings, selection: Selection) -> None:
        super().__init__(session, settings)
        self._selection = selection
        self._elements: Sequence[Element] = ()
        self.row = ValueRow()
        self.row.set_symbol(Text("all"))
        self.row.set_caption("mean")
        self.row.edited.connect(self._set_all)
        self.row.reverted.connect(session.revert)
        self.facts = Facts()
        self.commands = ValueCommands(session, selection, self)
        self.zero = button("Set to zero", tip="Set all that is selected to zero")
        self.freeze = button("Freeze", tip="Let the selected weights keep their values")
        self.randomise = button("Randomise", tip="Draw the selected weights anew")
        self.reset = button("Reset to initial", tip="As they were before any training")
        self.problem = ProblemLabel()
        self.distribution = Section("Distribution")
        self.histogram = WeightHistogram()
        self.distribution.add(self.histogram)
        self._lay_out()
        self.zero.clicked.connect(self.commands.zero)
        self.freeze.clicked.connect(self.commands.toggle_frozen)
        self.randomise.clicked.connect(self.commands.randomise)
        self.reset.clicked.connect(self.commands.reset)
        self.commands.refused.connect(self.problem.say)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        for k, part in enumerate((self.zero, self.freeze, self.randomise, self.reset)):
            grid.addWidget(part, *divmod(k, 2))
        self.column.addWidget(self.row)
        self.column.addWidget(self.facts)
        self.column.addLayout(grid)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.distribution)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show what is selected as it is now."""
        del element
        document, elements = self.session.document, self._selection.elements
        self.problem.say(None)
        values = Addresses.of(document, elements).read(document)
        leading = 0 if len(values) else len(self.commands.places)
        self.set_title(Text(counted(elements)), _place(document, elements, leading))
        self.row.setVisible(bool(len(values)))
        if len(values):
            anew = elements is not self._elements or bool(change & Change.STRUCTURE)
            self._show_values(document, elements, values, anew=anew)
        self._elements = elements
        self._show_weights(document, values)

    def _show_values(
        self, document: Document, elements: Sequence[Element], values: FloatArray, *, anew: bool
    ) -> None:
        mean = _mean(values)
        if anew:
            largest = float(np.abs(values).max())
            self.row.set_name(f"Value of {named(document, elements)}")
            self.row.show_problem(None)
            self.row.slider.set_number(mean)
            self.row.slider.set_limits(signed_range(largest, least_range(largest)))
        self.row.set_caption("mean" if values.min() < values.max() else "all the same")
        self.row.set_value(mean, digits=self.settings.digits)
        self.row.show_limits()

    def _show_weights(self, document: Document, values: FloatArray) -> None:
        """Show how weights, or else values, are spread, and what can be done to weights."""
        places = self.commands.places
        shown = values if len(values) else document.parameters[places]
        frozen = int(document.frozen[places].sum()) if document.has_frozen else 0
        self.facts.show_facts(_facts(shown, self.settings.digits, frozen, len(places)))
        for part in (self.freeze, self.randomise, self.reset):
            part.setVisible(bool(len(places)))
        self.zero.setVisible(self.commands.has_values)
        self.freeze.setText("Unfreeze" if frozen and frozen == len(places) else "Freeze")
        self.distribution.setVisible(len(shown) >= _FEW)
        if len(shown) >= _FEW:
            self.histogram.set_weights(shown)

    def _set_all(self, value: float, gesture: object) -> None:
        edit = set_values(self.session.document, self._selection.elements, value)
        self.row.show_problem(self.session.try_apply(edit, gesture))


def _facts(values: FloatArray, digits: int, frozen: int, weights: int) -> list[Fact]:
    if not len(values):
        return []
    ends = float(values.min()), float(values.max())
    facts = [
        ("smallest", format_given(ends[0], digits)),
        ("largest", format_given(ends[1], digits)),
        ("mean", format_given(_mean(values), digits)),
    ]
    return [*facts, ("frozen", f"{frozen:,} of {weights:,}")] if frozen else facts


def _mean(values: FloatArray) -> float:
    """Return the mean; exactly the value where all are the same, and no infinity of huge ones."""
    first = float(values[0])
    return first if (values == first).all() else float(np.sum(values / len(values)))


def _place(document: Document, elements: Sequence[Element], leading: int) -> str:
    """Return in words where the elements are, and how many parameters lead to computed ones."""
    layers = layers_of(document, elements)
    titles = " and ".join(document.layer_title(layer) for layer in layers)
    place = titles if len(layers) <= 2 else f"of {len(layers)} layers"
    return f"{place}, with {leading:,} weights and biases" if leading else place
