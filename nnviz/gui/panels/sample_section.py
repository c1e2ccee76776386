"""The sample shown: stepping through the data, or its values to set where there are no data."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.edits import ShowSample
from nnviz.document.elements import Neuron, Target
from nnviz.document.naming import is_named
from nnviz.explain.equation import Symbol
from nnviz.explain.numbers import format_given, format_number
from nnviz.gui.panels.element_row import ElementRow, symbol_node
from nnviz.gui.panels.sample_table import Line, SampleTable
from nnviz.gui.panels.stepper import Stepper
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.section import Section

_MOST = 12
_MOST_ROWS = 8
_DIGITS = 2


class SampleSection(Section):
    """A table of raw and scaled values; without data a slider for each input and the target."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__("Sample")
        self._session, self._settings = session, settings
        self.stepper = Stepper("sample")
        self.head.addWidget(self.stepper)
        self.table = SampleTable()
        self.add(self.table)
        self.rows: list[ElementRow] = []
        self.stepper.stepped.connect(self._step)

    def refresh(self) -> None:
        """Show the sample."""
        document = self._session.document
        has_data = document.data is not None
        self.stepper.setVisible(has_data)
        self.set_heading(_heading(document))
        lines = _lines(document, self._settings.digits) if has_data else []
        more = _rest(document) if has_data else ""
        scaled = document.preparation.input_scaling != "none" or (
            document.preparation.target_scaling != "none"
        )
        self.table.setVisible(has_data)
        self.table.show_lines(lines, scaled, more, _class_of(document))
        self._refresh_rows([] if has_data else _settable(document))

    def _refresh_rows(self, elements: list[Neuron | Target]) -> None:
        while len(self.rows) < len(elements):
            self.rows.append(ElementRow(self._session))
            self.add(self.rows[-1])
        for row, element in zip(self.rows, elements, strict=False):
            row.stand_for(element)
            row.refresh(self._settings.digits)
        for k, row in enumerate(self.rows):
            row.setVisible(k < len(elements))

    def _step(self, steps: int) -> None:
        document = self._session.document
        assert document.data is not None
        now = -1 if document.sample is None and steps > 0 else document.sample or 0
        self._session.try_apply(ShowSample((now + steps) % document.data.n_samples))


def _heading(document: Document) -> str:
    if document.data is None or document.sample is None:
        return "Sample" if document.data is None else "Own sample"
    return f"Sample {document.sample + 1:,} of {document.data.n_samples:,}"


def _settable(document: Document) -> list[Neuron | Target]:
    inputs = [Neuron(0, unit) for unit in range(min(document.sizes[0], _MOST_ROWS))]
    if document.target is None:
        return list(inputs)
    return [*inputs, *(Target(unit) for unit in range(min(document.sizes[-1], _MOST_ROWS)))]


def _lines(document: Document, digits: int) -> list[Line]:
    digits = min(digits, _DIGITS)
    shown = range(min(document.sizes[0], _MOST))
    lines = [
        (
            _named(document, unit),
            format_given(float(document.input[unit]), 4),
            format_number(float(document.x[0, unit]), digits),
        )
        for unit in shown
    ]
    return [*lines, *_target_lines(document, digits)]


def _named(document: Document, unit: int) -> str | Symbol:
    name = document.input_names[unit]
    return name if is_named(name) else symbol_node(document, Neuron(0, unit))


def _target_lines(document: Document, digits: int) -> list[Line]:
    data = document.data
    if data is None or document.target is None or document.y is None:
        return []
    if data.classes:
        return []
    return [
        (
            name if is_named(name) else symbol_node(document, Target(unit)),
            format_given(float(document.target[unit]), 4),
            format_number(float(document.y[0, unit]), digits),
        )
        for unit, name in enumerate(document.output_names[:_MOST])
    ]


def _rest(document: Document) -> str:
    """Return what the table has no room for."""
    sizes = {"inputs": len(document.input_names)}
    if document.data is not None and not document.data.classes:
        sizes["targets"] = len(document.output_names)
    left = [f"{size - _MOST:,} more {name}" for name, size in sizes.items() if size > _MOST]
    return "and " + " and ".join(left) if left else ""


def _class_of(document: Document) -> str:
    data = document.data
    if data is None or not data.classes or document.target is None:
        return ""
    return f"class {document.output_names[int(document.target.argmax())]}"
