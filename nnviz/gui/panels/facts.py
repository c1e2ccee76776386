"""A short table of names and values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.gui.widgets.labels import ElidedLabel, Label

Fact = tuple[str, str]


class Facts(QWidget):
    """Lines of a name on the left and its value on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(8)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._lines: list[tuple[ElidedLabel, Label]] = []

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show exactly `facts`, each (name, value)."""
        while len(self._lines) < len(facts):
            self._add_line()
        for k, (name, value) in enumerate(self._lines):
            name.setVisible(k < len(facts))
            value.setVisible(k < len(facts))
        for (name, value), fact in zip(self._lines, facts, strict=False):
            name.setText(fact[0])
            value.setText(fact[1])

    def facts(self) -> list[Fact]:
        """Return what is shown."""
        return [(name.text(), value.text()) for name, value in self._lines if not name.isHidden()]

    def _add_line(self) -> None:
        line = len(self._lines)
        name, value = ElidedLabel("", "body"), Label("", "number")
        name.setProperty("role", "secondary")
        self._grid.addWidget(name, line, 0)
        self._grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignRight)
        self._lines.append((name, value))
