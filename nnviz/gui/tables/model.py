"""A layer's kernel and bias as a table: a row per source and one for the bias, a column per unit.

It holds no numbers: each cell is asked of the session's document when it is painted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.largest import largest_of
from nnviz.diagram.style import fill, text_on
from nnviz.document.document import Document
from nnviz.document.edits import Edit, SetParameters, set_value
from nnviz.document.elements import Bias, Edge
from nnviz.document.naming import unit_label
from nnviz.document.parsing import parse_number
from nnviz.document.several_edits import named_places
from nnviz.explain.numbers import format_number
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import current_theme

Index = QModelIndex | QPersistentModelIndex
Floats = NDArray[np.float64]
_ROLE = Qt.ItemDataRole
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


Block = tuple[int, int, int, int]
"""The first row and column, and the last of each."""


class KernelModel(QAbstractTableModel):
    """The weights into one layer, editable.

    Attributes
    ----------
    layer : int
        From 1.
    refused : Signal(str)
        The sentence of why something was not taken; '' once something is.
    """

    refused = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self.layer = 1
        self._shape = self._measured()
        self._largest = self._scale()
        session.changed.connect(self._follow)
        settings.changed.connect(self._repaint)

    # -------------------------------------------------------------- contents

    def show_layer(self, layer: int) -> None:
        """Show the weights into `layer`."""
        self.beginResetModel()
        self.layer = layer
        self._shape, self._largest = self._measured(), self._scale()
        self.endResetModel()

    @property
    def block(self) -> Floats:
        """All values, shape (n_in, units), or one more row with the bias."""
        document = self._document
        kernel, bias = document.kernel(self.layer), document.bias(self.layer)
        return kernel if bias is None else np.vstack([kernel, bias])

    def element(self, row: int, column: int) -> Edge | Bias:
        """Return what a cell stands for."""
        if row < self._document.sizes[self.layer - 1]:
            return Edge(self.layer, row, column)
        return Bias(self.layer, column)

    def set_block(self, row: int, column: int, values: Floats, text: str) -> bool:
        """Set a block of cells as one undo entry; say why if it cannot be."""
        rows, columns = self._shape
        height, width = values.shape
        if row + height > rows or column + width > columns:
            self.refused.emit(
                f"{height} × {width} numbers do not fit from row {row + 1}, column {column + 1} of "
                f"a table of {rows} × {columns} on: select another first cell or copy less."
            )
            return False
        indices = self._first + (
            (row + np.arange(height))[:, None] * columns + column + np.arange(width)
        )
        return self._apply(SetParameters(indices.ravel(), values.ravel(), text))

    def set_cells(self, blocks: list[Block], number: float, verb: str, end: str = "") -> bool:
        """Set all cells of some blocks to one number, as one undo entry; say why if it cannot be.

        Undo tells `verb`, what they are, and `end`.
        """
        columns = self._shape[1]
        indices = [
            self._first + np.arange(top, bottom + 1)[:, None] * columns + np.arange(left, right + 1)
            for top, left, bottom, right in blocks
        ]
        if not indices:
            return False
        places = np.unique(np.concatenate([block.ravel() for block in indices]))
        text = f"{verb} {named_places(self._document, places)}{end}"
        return self._apply(SetParameters(places, np.full(len(places), number), text))

    # ---------------------------------------------------------- Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of sources, and one for the bias."""
        return 0 if parent is not None and parent.isValid() else self._shape[0]

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of units."""
        return 0 if parent is not None and parent.isValid() else self._shape[1]

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Let every cell be selected and edited."""
        flag = Qt.ItemFlag
        return flag.ItemIsSelectable | flag.ItemIsEnabled | flag.ItemIsEditable

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return a cell's number, its colours, its words."""
        if not index.isValid():
            return None
        value = self._value(index)
        if role == _ROLE.DisplayRole:
            return format_number(value, self._settings.digits)
        if role == _ROLE.EditRole:
            return repr(value)
        if role == _ROLE.BackgroundRole:
            return QBrush(fill(current_theme(), value, self._largest))
        if role == _ROLE.ForegroundRole:
            return QBrush(text_on(fill(current_theme(), value, self._largest)))
        if role == _ROLE.TextAlignmentRole:
            return _NUMBERS
        if role == _ROLE.FontRole:
            return interface_font(12, 500)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return self._words(index, value)
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Take what was typed into a cell."""
        if role != _ROLE.EditRole:
            return False
        try:
            number = parse_number(str(value))
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        if number == self._value(index):
            return True
        element = self.element(index.row(), index.column())
        return self._apply(set_value(self._document, element, number))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return the name of a source, of the bias or of a unit."""
        if role != _ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._row_name(section)
        return unit_label(self._document, self.layer, section)

    # ---------------------------------------------------------------- within

    @property
    def _document(self) -> Document:
        return self._session.document

    @property
    def _first(self) -> int:
        """Where the layer's parameters begin in the flat vector."""
        return self._document.parameter_index(Edge(self.layer, 0, 0))

    def _place(self, index: Index) -> int:
        return self._document.parameter_index(self.element(index.row(), index.column()))

    def _value(self, index: Index) -> float:
        return float(self._document.parameters[self._place(index)])

    def _measured(self) -> tuple[int, int]:
        document = self._document
        spec = document.layers[self.layer - 1]
        return document.sizes[self.layer - 1] + spec.use_bias, spec.units

    def _scale(self) -> float:
        return largest_of(self._document.kernel(self.layer))

    def _row_name(self, row: int) -> str:
        if row == self._document.sizes[self.layer - 1]:
            return "bias"
        return unit_label(self._document, self.layer - 1, row)

    def _words(self, index: Index, value: float) -> str:
        row, column = index.row(), index.column()
        unit, number = unit_label(self._document, self.layer, column), format_number(value, 10)
        if row == self._document.sizes[self.layer - 1]:
            return f"bias of {unit}, {number}"
        return f"weight from {self._row_name(row)} to {unit}, {number}"

    def _apply(self, edit: Edit) -> bool:
        wrong = self._session.try_apply(edit)
        self.refused.emit(wrong or "")
        return wrong is None

    def _follow(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            self.show_layer(min(self.layer, len(self._document.layers)))
        elif change & Change.PARAMETERS:
            self._largest = self._scale()
            self._repaint()

    def _repaint(self) -> None:
        last = self.index(self._shape[0] - 1, self._shape[1] - 1)
        self.dataChanged.emit(self.index(0, 0), last)
