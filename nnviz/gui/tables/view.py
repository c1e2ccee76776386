"""The table of a layer's weights under the hand: copy, paste, clear, and editing in place."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from nnviz.diagram.fonts import interface_font
from nnviz.document.elements import Bias, Edge, Element
from nnviz.gui.copying import copy_numbers
from nnviz.gui.tables.block import parse_block
from nnviz.gui.tables.model import Block, KernelModel

_ROW, _COLUMN = 28, 84


class _Cells(QStyledItemDelegate):
    """Edits cells; what is being typed stays, whatever number comes into the cell meanwhile."""

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show the number of a cell in its editor."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)


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
        self.setItemDelegate(_Cells(self))
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
        """Put the selected block on the clipboard, as a spreadsheet takes it; say why if not."""
        blocks = self._blocks()
        if not blocks:
            return
        top, left, bottom, right = _around(blocks)
        if len(blocks) > 1 and _area(blocks) < _area([(top, left, bottom, right)]):
            self._model.refused.emit("The selection has gaps: select one block to copy it.")
            return
        copy_numbers(self._model.block[top : bottom + 1, left : right + 1], self.window())

    def paste(self) -> None:
        """Set what was copied from the selection's first cell on; one number fills the selection.

        What does not fit, or is no number, is said.
        """
        try:
            values = parse_block(QGuiApplication.clipboard().text())
        except ValueError as error:
            self._model.refused.emit(str(error))
            return
        blocks = self._blocks() or [(0, 0, 0, 0)]
        if values.size == 1:
            self._model.set_cells(blocks, float(values[0, 0]), "Paste")
            return
        top, left = min(block[:2] for block in blocks)
        if self._model.set_block(top, left, values, f"Paste {values.size:,} weights"):
            self._select(top, left, values.shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste, clear; else what tables do."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self._model.set_cells(self._blocks(), 0.0, "Set", " to zero")
        else:
            super().keyPressEvent(event)

    def _blocks(self) -> list[Block]:
        """Return the blocks that are selected; not their cells: there may be millions."""
        ranges = self.selectionModel().selection().toList()
        return [(part.top(), part.left(), part.bottom(), part.right()) for part in ranges]

    def _select(self, top: int, left: int, shape: tuple[int, ...]) -> None:
        first = self._model.index(top, left)
        last = self._model.index(top + shape[0] - 1, left + shape[1] - 1)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flag)

    def _visit(self, cell: QModelIndex, _before: QModelIndex) -> None:
        if cell.isValid():
            self.visited.emit(self._model.element(cell.row(), cell.column()))


def _around(blocks: list[Block]) -> Block:
    """Return the one block that holds all."""
    tops, lefts, bottoms, rights = zip(*blocks, strict=True)
    return min(tops), min(lefts), max(bottoms), max(rights)


def _area(blocks: list[Block]) -> int:
    """Return how many cells are in some blocks, of which none lies over another."""
    return sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in blocks)
