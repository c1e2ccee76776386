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

from nnviz.diagram.fonts import text_font
from nnviz.gui.actions import Actions

_HEADING_HEIGHT, _ROW_HEIGHT = 38, 26
_Rows = list[tuple[str, str]]
_BY_HAND: tuple[tuple[str, _Rows], ...] = (
    (
        "Network on the canvas",
        [
            ("Change a value", "Drag it up or down"),
            ("Finely, coarsely", "Shift, Ctrl while dragging"),
            ("Take a drag back", "Esc while dragging"),
            ("Type a value", "Double click"),
            ("Next, previous value", "Tab, Shift+Tab"),
            ("Next, previous layer", "→, ←"),
            ("Step the selected value", "↑, ↓"),
            ("Step it finely", "Shift+↑, Shift+↓"),
            ("Type the selected value", "Enter, or its first digit"),
            ("Set it to zero", "Delete"),
            ("Select one more or one less", "Shift or Ctrl and click"),
            ("Select the next, the previous too", "Shift+→, Shift+←"),
            ("Select several", "Drag over the empty ground"),
            ("Select several where edges lie close", "Alt and drag"),
            ("Select nothing", "Esc"),
            ("Show all", "Home"),
            ("Zoom to the selection", "End"),
            ("Pan", "Space and drag, middle drag, two fingers"),
            ("Zoom", "Wheel, Ctrl and wheel, two fingers"),
        ],
    ),
    (
        "Timeline",
        [
            ("Next, previous step", "→, ←"),
            ("Next, previous chapter", "↓, ↑"),
            ("First, last step", "Home, End"),
            ("Play or pause", "Space"),
        ],
    ),
    (
        "Sliders",
        [
            ("Step the value", "→, ←, ↑, ↓"),
            ("Step it far", "Page Up, Page Down"),
            ("Least, greatest value", "Home, End"),
        ],
    ),
    (
        "Number fields",
        [
            ("Step the value", "↑, ↓"),
            ("Take what was typed", "Enter"),
            ("Take back what was typed", "Esc"),
        ],
    ),
)


class ShortcutSheet(QDialog):
    """A table to read, by menu: command, keys."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.table = _table([*actions.shortcuts(), *_BY_HAND])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.table)
        self.resize(520, 620)


def _table(sections: list[tuple[str, _Rows]]) -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setAccessibleName("Shortcuts")
    table.setToolTip("Every command with its keys, by menu")
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setStyleSheet("QTableView::item { padding: 0 10px; }")
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    for title, rows in sections:
        _add_heading(table, title)
        for row in rows:
            _add_row(table, row)
    return table


def _add_heading(table: QTableWidget, title: str) -> None:
    at = table.rowCount()
    table.insertRow(at)
    table.setRowHeight(at, _HEADING_HEIGHT)
    item = QTableWidgetItem(title)
    item.setFont(text_font(13, 600))
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    table.setItem(at, 0, item)
    table.setSpan(at, 0, 1, 2)


def _add_row(table: QTableWidget, row: tuple[str, str]) -> None:
    at = table.rowCount()
    table.insertRow(at)
    table.setRowHeight(at, _ROW_HEIGHT)
    for column, text in enumerate(row):
        table.setItem(at, column, QTableWidgetItem(text))
