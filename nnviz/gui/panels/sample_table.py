"""The sample shown, value by value: raw and as the network sees it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from nnviz.explain.equation import Symbol
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import ElidedLabel, Label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_GAP = 12
_HEADS = ("raw", "scaled")

Line = tuple[str | Symbol, str, str]


class SampleTable(QWidget):
    """Lines of a name and two numbers, under the heads raw and scaled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(7)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setColumnStretch(0, 1)
        self._heads = [Label(head, "small") for head in _HEADS]
        for column, head in enumerate(self._heads, start=1):
            self._grid.addWidget(head, 0, column, _RIGHT)
        self._lines: list[tuple[_Name, Label, Label]] = []
        self._rest = Label("", "small")
        self._class = ElidedLabel("", "name")

    def show_lines(
        self, lines: Sequence[Line], scaled: bool, rest: str = "", kind: str = ""
    ) -> None:
        """Show (name, raw, scaled) lines.

        `rest` says what there was no room for, `kind` which class the sample is of.
        """
        while len(self._lines) < len(lines):
            self._add_line()
        for k, cells in enumerate(self._lines):
            for cell in cells:
                cell.setVisible(k < len(lines) and (scaled or cell is not cells[2]))
        for cells, line in zip(self._lines, lines, strict=False):
            name, *numbers = line
            cells[0].show_name(name)
            for cell, text in zip(cells[1:], numbers, strict=True):
                cell.setText(text)
        for head in self._heads:
            head.setVisible(scaled)
        self._grid.setHorizontalSpacing(_GAP if scaled else 0)
        for k, (label, text) in enumerate(((self._rest, rest), (self._class, kind)), start=1):
            self._grid.addWidget(label, len(self._lines) + k, 0, 1, 3)
            label.setText(text)
            label.setVisible(bool(text))

    def lines(self) -> list[Line]:
        """Return what is shown."""
        shown = [cells for cells in self._lines if not cells[0].isHidden()]
        return [(name.text(), raw.text(), scaled.text()) for name, raw, scaled in shown]

    def _add_line(self) -> None:
        cells = (_Name(), Label("", "figure"), Label("", "strong"))
        cells[1].setProperty("role", "secondary")
        line = len(self._lines) + 1
        for column, cell in enumerate(cells):
            if column:
                self._grid.addWidget(cell, line, column, _RIGHT)
            else:
                self._grid.addWidget(cell, line, column)
        self._lines.append(cells)


class _Name(QWidget):
    """What a line is of: a name in words, or a symbol set as mathematics."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ElidedLabel("", "body")
        self._words.setProperty("role", "secondary")
        self._symbol = EquationView(13, role="ink2", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_name(self, name: str | Symbol) -> None:
        """Show `name`."""
        is_symbol = isinstance(name, Symbol)
        self._words.setVisible(not is_symbol)
        self._symbol.setVisible(is_symbol)
        if isinstance(name, Symbol):
            self._symbol.set_node(name)
        else:
            self._words.setText(name)

    def text(self) -> str:
        """Return what is shown."""
        return self._symbol.text() if self._words.isHidden() else self._words.text()
