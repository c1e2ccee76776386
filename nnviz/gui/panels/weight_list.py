"""The incoming weights of a neuron as value rows, a page at a time where they are many."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.document.naming import is_named
from nnviz.explain.equation import Text
from nnviz.explain.equation import row as equation_row
from nnviz.gui.panels.element_row import ElementRow, symbol_node
from nnviz.gui.panels.last_update import LastUpdate
from nnviz.gui.panels.stepper import Stepper
from nnviz.gui.session import Session
from nnviz.gui.widgets.section import Section

MOST = 16
PER_PAGE = 12


class WeightList(Section):
    """One row per incoming weight and one for the bias.

    Up to `MOST` weights stand in their own order; more stand strongest first, as they were when
    the page was turned to, so that no row moves under the hand.

    Attributes
    ----------
    pointed : Signal(object)
        The element whose row is under the pointer, or None.
    """

    pointed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Weights and bias", parent)
        self.body.setSpacing(4)
        self._session = session
        self._neuron: Neuron | None = None
        self._order: list[int] = []
        self.rows: list[ElementRow] = []
        self.stepper = Stepper("weights")
        self.stepper.stepped.connect(self._turn)
        self.head.addWidget(self.stepper)
        self.bias = self._make_row()
        self._page = 0

    def stand_for(self, neuron: Neuron) -> None:
        """Show the weights into `neuron`, from the first page on."""
        if neuron != self._neuron:
            self._neuron, self._page = neuron, 0
        self._arrange()

    def refresh(self, digits: int, last_update: LastUpdate) -> None:
        """Show the present values, and those before the last update."""
        for row in self._shown_rows():
            assert isinstance(row.element, Edge | Bias)
            row.refresh(digits, last_update.before(row.element))

    def _make_row(self) -> ElementRow:
        row = ElementRow(self._session)
        row.pointed.connect(self._point)
        self.body.addWidget(row)
        return row

    def _arrange(self) -> None:
        """Sort the weights anew and bind the rows of the present page."""
        document, neuron = self._session.document, self._neuron
        assert neuron is not None
        weights = document.kernel(neuron.layer)[:, neuron.unit]
        self._order = strongest_first(weights)
        self._show_page(document, neuron, float(np.abs(weights).max(initial=0.0)))

    def _show_page(self, document: Document, neuron: Neuron, largest: float) -> None:
        paged = len(self._order) > MOST
        start = self._page * PER_PAGE if paged else 0
        sources = self._order[start : start + PER_PAGE] if paged else self._order
        self._provide(len(sources))
        for row, source in zip(self.rows, sources, strict=False):
            row.stand_for(Edge(neuron.layer, source, neuron.unit), largest)
            _tell_origin(row, document, neuron.layer, source)
        has_bias = document.layers[neuron.layer - 1].use_bias
        self.bias.setVisible(has_bias)
        if has_bias:
            self.bias.stand_for(Bias(neuron.layer, neuron.unit), largest)
        self._line_up()
        self.set_heading("Strongest weights" if paged else "Weights and bias")
        self.stepper.setVisible(paged)
        if paged:
            self.stepper.set_place(f"{start + 1}–{start + len(sources)} of {len(self._order):,}")

    def _provide(self, count: int) -> None:
        while len(self.rows) < count:
            row = self._make_row()
            self.rows.append(row)
        for k, row in enumerate(self.rows):
            row.setVisible(k < count)
        self.body.removeWidget(self.bias)
        self.body.addWidget(self.bias)
        # The bias was made first but stands last; Tab goes as the eye does.
        for above, below in pairwise((*self.rows, self.bias)):
            self.setTabOrder(above.field, below.slider)
            self.setTabOrder(below.slider, below.field)

    def _line_up(self) -> None:
        rows = self._shown_rows()
        width = max((row.symbol_width() for row in rows), default=0)
        for row in rows:
            row.set_symbol_width(width)

    def _turn(self, steps: int) -> None:
        pages = -(-len(self._order) // PER_PAGE)
        self._page = (self._page + steps) % pages
        self._arrange()

    def _shown_rows(self) -> list[ElementRow]:
        return [row for row in (*self.rows, self.bias) if not row.isHidden()]

    def _point(self, over: bool) -> None:
        row = self.sender()
        self.pointed.emit(row.element if over and isinstance(row, ElementRow) else None)


def strongest_first(weights: np.ndarray) -> list[int]:
    """Return the sources in their own order, or from the strongest weight on if they are many."""
    if len(weights) <= MOST:
        return list(range(len(weights)))
    return [int(source) for source in np.argsort(-np.abs(weights), kind="stable")]


def _tell_origin(row: ElementRow, document: Document, layer: int, source: int) -> None:
    if layer == 1 and is_named(document.input_names[source]):
        row.set_note(f"from {document.input_names[source]}")
    else:
        unit = Neuron(layer - 1, source)
        row.set_origin(equation_row(Text("from "), symbol_node(document, unit)))
