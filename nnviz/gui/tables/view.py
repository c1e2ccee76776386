"""The table of a layer's weights under the hand: copy, paste, clear, and editing in place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.document.elements import Bias, Edge, Element
from nnviz.gui.copying import copy_numbers
from nnviz.gui.tables.block import parse_block
from nnviz.gui.tables.model import KernelModel

_ROW, _COLUMN = 28, 84


class KernelTable(QTableView):
    """Shows a `KernelModel`.

    Attributes
    ----------
    visited : Signal(object)
        The cursor came to the cell of this weight or bias.
    """

    visited = Signal(object)

    def __init__(self, model: KernelModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Weights of the layer")
        self.setToolTip("Type a value into a cell; the arrow keys walk, Tab leaves the table")
        for corner in self.findChildren(QAbstractButton):
            corner.setToolTip("Select all")
            corner.setAccessibleName("Select all")
        self.setTabKeyNavigation(False)  # the arrows walk the cells; Tab must lead out again
        self.setFont(interface_font(12, 500))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header, size in ((self.verticalHeader(), _ROW), (self.horizontalHeader(), _COLUMN)):
            # Fixed: to measure a million cells would take seconds.
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultSectionSize(size)
        self.selectionModel().currentChanged.connect(self._visit)

    def go_to(self, element: Element | None) -> None:
        """Bring the cursor to the cell of a weight or bias of this layer."""
        if not isinstance(element, Edge | Bias) or element.layer != self._model.layer:
            return
        row = element.source if isinstance(element, Edge) else self._model.rowCount() - 1
        index = self._model.index(row, element.unit)
        if index != self.currentIndex():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)

    def copy(self) -> None:
        """Put the selected block on the clipboard, as a spreadsheet takes it."""
        parts = self.selectionModel().selection().toList()  # not its cells: there may be millions
        if parts:
            top, left = min(p.top() for p in parts), min(p.left() for p in parts)
            bottom, right = max(p.bottom() for p in parts), max(p.right() for p in parts)
            copy_numbers(self._model.block[top : bottom + 1, left : right + 1], self.window())

    def paste(self) -> None:
        """Set a block that was copied from the selection's first cell on; say why if not."""
        try:
            values = parse_block(QGuiApplication.clipboard().text())
        except ValueError as error:
            self._model.refused.emit(str(error))
            return
        cells = self.selectedIndexes() or [self._model.index(0, 0)]
        top, left = min(map(_row, cells)), min(map(_column, cells))
        if values.size == 1:
            values = np.full(self._extent(cells), values[0, 0])
        count = "weight" if values.size == 1 else f"{values.size:,} weights"
        if self._model.set_block(top, left, values, f"Paste {count}"):
            self._select(top, left, values.shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, clear; else what tables do."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self._model.clear_cells(list(self.selectedIndexes()))
        else:
            super().keyPressEvent(event)

    def _extent(self, cells: list[QModelIndex]) -> tuple[int, int]:
        """Return height and width of the selected block: one number fills it."""
        rows, columns = ([part(cell) for cell in cells] for part in (_row, _column))
        return max(rows) - min(rows) + 1, max(columns) - min(columns) + 1

    def _select(self, top: int, left: int, shape: tuple[int, ...]) -> None:
        first = self._model.index(top, left)
        last = self._model.index(top + shape[0] - 1, left + shape[1] - 1)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flag)

    def _visit(self, cell: QModelIndex, _before: QModelIndex) -> None:
        if cell.isValid():
            self.visited.emit(self._model.element(cell.row(), cell.column()))


def _row(index: QModelIndex) -> int:
    return index.row()


def _column(index: QModelIndex) -> int:
    return index.column()
