"""Loss and accuracy, of the training and of the test part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.explain.numbers import format_number
from nnviz.gui.plots.standing import Scores
from nnviz.gui.widgets.labels import Label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLUMN, _GAP = 62, 16
_NAMES = ("loss", "accuracy")


class ScoresTable(QWidget):
    """Two columns of numbers under the words training and test."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(8)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setColumnStretch(0, 1)
        self._heads = (Label("training", "accent"), Label("test", "small"))
        self._names = tuple(Label(name, "body") for name in _NAMES)
        self._cells = {(i, j): Label("", "strong") for i in range(2) for j in range(2)}
        for j, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, j + 1, _RIGHT)
            self._grid.setColumnMinimumWidth(j + 1, _COLUMN)
        for i, name in enumerate(self._names):
            name.setProperty("role", "secondary")
            self._grid.addWidget(name, i + 1, 0)
        for (i, j), cell in self._cells.items():
            self._grid.addWidget(cell, i + 1, j + 1, _RIGHT)

    def show_scores(self, scores: Scores, digits: int, tip: str = "") -> None:
        """Show `scores`; a column or line without a number takes no room; `tip` says of when."""
        self.setToolTip(tip)
        rows = ((scores.loss, scores.val_loss), (scores.accuracy, scores.val_accuracy))
        for i, row in enumerate(rows):
            self._names[i].setVisible(any(value is not None for value in row))
            for j, value in enumerate(row):
                self._cells[i, j].setText(_written(value, percent=i == 1, digits=digits))
                self._cells[i, j].setVisible(value is not None)
        tested = scores.val_loss is not None or scores.val_accuracy is not None
        self._heads[1].setVisible(tested)
        self._grid.setColumnMinimumWidth(2, _COLUMN if tested else 0)
        self._grid.setHorizontalSpacing(_GAP if tested else 0)

    def text(self, line: int, column: int) -> str:
        """Return what stands in a cell."""
        return self._cells[line, column].text()


def _written(value: float | None, percent: bool, digits: int) -> str:
    if value is None:
        return ""
    return f"{format_number(100 * value, 1)} %" if percent else format_number(value, digits)
