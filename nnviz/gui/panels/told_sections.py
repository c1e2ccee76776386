"""Equations under headings, as many as a story has."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.explain import stories
from nnviz.gui.panels.equations import Equations
from nnviz.gui.panels.page import Page
from nnviz.gui.widgets.section import Section


class ToldSections:
    """Sections at the end of a page's column; they are made once and used again."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._first = page.column.count()
        self.parts: list[tuple[Section, Equations]] = []

    def tell(self, told: Sequence[stories.Section], digits: int) -> None:
        """Show these sections and no others."""
        while len(self.parts) < len(told):
            self._add()
        for k, (section, equations) in enumerate(self.parts):
            section.setVisible(k < len(told))
            if k < len(told):
                section.set_heading(told[k].heading)
                equations.show_lines(told[k].lines, digits)

    def _add(self) -> None:
        section, equations = Section(""), Equations(self._page)
        section.add(equations)
        self._page.column.insertWidget(self._first + len(self.parts), section)
        self.parts.append((section, equations))
