"""The first rows of a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from nnviz.data.table import Table

_ROWS, _COLUMNS, _ROW_HEIGHT = 4, 50, 28


def preview_table(table: Table) -> QTableWidget:
    """Return a view of the first rows; of a very wide table the first columns."""
    names = table.columns[:_COLUMNS]
    rows = min(_ROWS, len(table.cells[0]))
    view = QTableWidget(rows, len(names))
    view.setAccessibleName("Preview")
    view.setToolTip("The first rows of the table")
    view.setTabKeyNavigation(False)
    view.setHorizontalHeaderLabels(list(names))
    view.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    view.verticalHeader().hide()
    for at, cells in enumerate(table.cells[: len(names)]):
        for row in range(rows):
            view.setItem(row, at, _cell(cells[row]))
    _fit(view)
    return view


def _fit(view: QTableWidget) -> None:
    """Make every column as wide as its name and its numbers, and show each row whole."""
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    view.setVerticalScrollBarPolicy(off)
    view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    view.resizeColumnsToContents()
    view.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
    bar = view.horizontalScrollBar().sizeHint().height()
    rows = view.rowCount() * _ROW_HEIGHT
    view.setFixedHeight(view.horizontalHeader().sizeHint().height() + rows + bar + 4)


def _cell(value: object) -> QTableWidgetItem:
    number = not isinstance(value, str)
    item = QTableWidgetItem(f"{value:g}" if number else str(value))
    if number:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
