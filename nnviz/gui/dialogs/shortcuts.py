"""All commands with their keys, from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.gui.actions import Actions

_ON_CANVAS = [
    ("Canvas: step the selected value", "↑ ↓ (Shift: fine)"),
    ("Canvas: previous, next layer", "← →"),
    ("Canvas: next weight or bias", "Tab"),
    ("Canvas: fit, zoom to the selection", "Home, End"),
    ("Canvas: pan", "Space and drag, middle drag"),
    ("Timeline: chapter, step", "↑ ↓, ← →"),
]


class ShortcutSheet(QDialog):
    """A table to read: command, keys."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        rows = [(words, keys) for _, words, keys in actions.titles() if keys]
        self.table = _table(rows + _ON_CANVAS)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.table)
        self.resize(520, 620)


def _table(rows: list[tuple[str, str]]) -> QTableWidget:
    table = QTableWidget(len(rows), 2)
    table.setAccessibleName("Shortcuts")
    table.setHorizontalHeaderLabels(["Command", "Keys"])
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.setItem(at, column, QTableWidgetItem(text))
    return table
