"""A table of named columns, as a file holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from nnviz.data.arrays import FloatArray
from nnviz.data.errors import DataError

Cells: TypeAlias = FloatArray | tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length, each of numbers or of text.

    Attributes
    ----------
    columns : tuple of str
        The names, all different.
    cells : tuple of (ndarray, shape (n_rows,), or tuple of str)
        One entry per column: read-only float64 numbers, or the texts of a text column.
    """

    columns: tuple[str, ...]
    cells: tuple[Cells, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows below the header."""
        return len(self.cells[0])

    def column(self, name: str) -> Cells:
        """Return the cells of a column; DataError if there is none of this name."""
        if name not in self.columns:
            raise DataError(f'there is no column "{name}": choose one of {", ".join(self.columns)}')
        return self.cells[self.columns.index(name)]

    def numbers(self, name: str) -> FloatArray:
        """Return a column that must hold numbers; DataError if it holds text."""
        cells = self.column(name)
        if isinstance(cells, tuple):
            found = f'column "{name}" holds text ("{cells[0]}")'
            raise DataError(f"{found}: an input needs numbers, so leave this column out")
        return cells
