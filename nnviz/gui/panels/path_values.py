"""Symbols with their words and values, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.explain.numbers import format_number
from nnviz.explain.stories import PathValue
from nnviz.gui.panels.page import Page
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import ElidedLabel, Label

_Line = tuple[EquationView, ElidedLabel, Label]


class PathValues(QWidget):
    """One line per value that the chain rule passes."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, 34)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[_Line] = []

    def show_values(self, values: Sequence[PathValue], digits: int) -> None:
        """Show exactly `values`."""
        while len(self._lines) < len(values):
            self._add_line()
        for k, line in enumerate(self._lines):
            for widget in line:
                widget.setVisible(k < len(values))
        for (view, words, number), value in zip(self._lines, values, strict=False):
            view.set_node(value.symbol)
            words.setText(value.words)
            number.setText(format_number(value.value, digits))

    def values(self) -> list[tuple[str, str, str]]:
        """Return what is shown: symbol, words, number."""
        shown = [line for line in self._lines if not line[0].isHidden()]
        return [(view.text(), words.text(), number.text()) for view, words, number in shown]

    def _add_line(self) -> None:
        symbol = self._page.linked(EquationView(14.2, wraps=False))
        line = (symbol, ElidedLabel("", "secondary"), Label("", "number"))
        row = len(self._lines)
        for column, widget in enumerate(line):
            if column == 2:
                self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignRight)
            else:
                self._grid.addWidget(widget, row, column)
        self._lines.append(line)
