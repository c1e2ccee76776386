"""A table of named columns, as a file holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from nnviz.data.arrays import FloatArray
from nnviz.data.errors import DataError

# Numbers to a reader, but not one number to every reader.
_NEARLY = (
    (re.compile(r"[^\d%]?[\d.,]+ ?%"), "has a percent sign", "write 5 for 5%"),
    (
        re.compile(r"[^\d%]?\d{1,3}(?:[,.'’ ]\d{3})+(?:[.,]\d+)?"),
        "has a sign between the thousands",
        "write 1234 for 1,234",
    ),
)

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
            found, instead = _reading(cells)
            found = f'column "{name}" holds text ({found})'
            raise DataError(f"{found}: an input needs numbers, so {instead}leave this column out")
        return cells


def _reading(cells: tuple[str, ...]) -> tuple[str, str]:
    """Return a cell of a text column with why it is no number, and what to write instead."""
    for pattern, why, instead in _NEARLY:
        cell = next((cell for cell in cells if pattern.fullmatch(cell)), None)
        if cell is not None:
            return f'"{cell}" {why}', f"{instead} or "
    return f'"{cells[0]}"', ""
