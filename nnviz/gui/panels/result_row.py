"""The number at the end of an equation, on a soft ground."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from nnviz.explain.frames import Factor
from nnviz.gui.panels.page import Page
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import Label


class ResultRow(QFrame):
    """A symbol, what its sign says, and its value large."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("role", "result")
        self.symbol = page.linked(EquationView(13, wraps=False))
        self._words = Label("", "detail", wrap=True)
        self._words.setProperty("role", "secondary")
        self.number = page.linked(EquationView(20, weight=600, wraps=False))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self.symbol)
        row.addWidget(self._words, 1)
        row.addWidget(self.number)

    def show_result(self, result: Factor, words: str, digits: int) -> None:
        """Show the result with that many decimals."""
        self.symbol.set_node(result.label)
        self._words.setText(words)
        self.number.set_node(result.number(), digits)

    def text(self) -> str:
        """Return the number shown."""
        return self.number.text()

    def words(self) -> str:
        """Return the words shown."""
        return self._words.text()
