"""A table as it was read: named columns of numbers or of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = "NDArray[np.float64] | tuple[str, ...]"


class DataError(ValueError):
    """What is wrong with a table or a data set, in one sentence for its user."""


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of equal length.

    Attributes
    ----------
    columns : tuple of str
        The names, each once.
    cells : tuple of (ndarray, shape (n_rows,), or tuple of str)
        Per column its numbers, or its words.
    """

    columns: tuple[str, ...]
    cells: tuple[Column, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows below the header."""
        return len(self.cells[0])

    def column(self, name: str) -> Column:
        """Return the cells of one column.

        Raises
        ------
        DataError
            If there is no such column.
        """
        if name not in self.columns:
            raise DataError(f"There is no column {name!r}; there are {', '.join(self.columns)}.")
        return self.cells[self.columns.index(name)]

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column that must hold numbers.

        Raises
        ------
        DataError
            If it holds words.
        """
        cells = self.column(name)
        if isinstance(cells, tuple):
            raise DataError(
                f"Column {name!r} holds text such as {cells[0]!r}: an input needs numbers."
            )
        return cells
