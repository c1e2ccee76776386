"""Equations below one another, each in letters and then with the numbers put in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.explain.terms import Lines
from nnviz.gui.panels.page import Page
from nnviz.gui.widgets.equation_view import EquationView

_PX = 14.0
_WITHIN, _BETWEEN = 8, 16


class Equations(QWidget):
    """As many pairs of lines as there are to tell."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._views: list[EquationView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_WITHIN)

    def show_lines(self, lines: Sequence[Lines], digits: int) -> None:
        """Show `lines` with that many decimals."""
        nodes = [node for pair in lines for node in (pair.symbols, pair.numbers)]
        while len(self._views) < len(nodes):
            self._add_view()
        for k, view in enumerate(self._views):
            view.setVisible(k < len(nodes))
            view.set_node(nodes[k] if k < len(nodes) else None, digits)

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        return [view.text() for view in self._views if not view.isHidden()]

    def _add_view(self) -> None:
        if self._views and len(self._views) % 2 == 0:
            self._column.addSpacing(_BETWEEN - _WITHIN)
        view = self._page.equation(_PX)
        self._column.addWidget(view)
        self._views.append(view)
