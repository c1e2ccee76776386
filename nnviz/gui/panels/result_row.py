"""The number at the end of an equation, on a soft ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nnviz.explain.frames import Factor
from nnviz.explain.numbers import format_number
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import Label


class ResultRow(QFrame):
    """A symbol, what its sign says, and its value large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "result")
        self._symbol = EquationView(13, wraps=False)
        self._words = Label("", "detail", wrap=True)
        self._words.setProperty("role", "secondary")
        self._number = Label("", "headline")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self._symbol)
        row.addWidget(self._words, 1)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignRight)

    def show_result(self, result: Factor, words: str, digits: int) -> None:
        """Show the result with that many decimals."""
        self._symbol.set_node(result.label)
        self._words.setText(words)
        self._number.setText(format_number(result.value, digits))

    def text(self) -> str:
        """Return the number shown."""
        return self._number.text()

    def words(self) -> str:
        """Return the words shown."""
        return self._words.text()
