"""Equations below one another, in pairs of letters and numbers put in, or line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.explain.equation import Row
from nnviz.explain.terms import Lines
from nnviz.gui.panels.page import Page
from nnviz.gui.widgets.equation_view import EquationView

_PX = 14.0
_WITHIN, _BETWEEN = 8, 16


class Equations(QWidget):
    """As many lines as there are to tell.

    Parameters
    ----------
    paired : bool
        Whether each two lines tell the same, with room between the pairs.
    """

    def __init__(self, page: Page, paired: bool = True) -> None:
        super().__init__()
        self._page, self._paired = page, paired
        self._views: list[EquationView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_WITHIN)

    def show_lines(self, lines: Sequence[Lines], digits: int) -> None:
        """Show pairs of lines with that many decimals."""
        self.show_rows([row for pair in lines for row in (pair.symbols, pair.numbers)], digits)

    def show_rows(self, rows: Sequence[Row], digits: int) -> None:
        """Show lines with that many decimals."""
        while len(self._views) < len(rows):
            self._add_view()
        for k, view in enumerate(self._views):
            view.setVisible(k < len(rows))
            view.set_node(rows[k] if k < len(rows) else None, digits)

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        return [view.text() for view in self._views if not view.isHidden()]

    def _add_view(self) -> None:
        if self._paired and self._views and len(self._views) % 2 == 0:
            self._column.addSpacing(_BETWEEN - _WITHIN)
        view = self._page.equation(_PX)
        self._column.addWidget(view)
        self._views.append(view)
