"""Blocks of numbers as spreadsheets copy and paste them: tabs between cells, lines between rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnviz.document.parsing import parse_number

Floats = NDArray[np.float64]
_MOST = 10_000_000
"""Cells of one block: as many as the largest network has parameters."""
_PIECE = 10_000


def parse_block(text: str) -> Floats:
    """Read a block that was copied in a spreadsheet.

    Cells stand between tabs; where there are none, between semicolons or blanks. A decimal comma is
    read, and so are fractions.

    Returns
    -------
    ndarray, shape (rows, columns)

    Raises
    ------
    ValueError
        With one sentence that says which cell is wrong and why.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    if not text.strip():
        raise ValueError("There is nothing to paste: copy a block of numbers first.")
    if sum(len(line) for line in lines) > 32 * _MOST:
        raise ValueError("What was copied is larger than any network's weights.")
    cells = [_cells(line) for line in lines]
    width = len(cells[0])
    for number, row in enumerate(cells, 1):
        if len(row) != width:
            raise ValueError(
                f"Row {number} of what was copied has {_count(len(row), 'cell')} and row 1 has "
                f"{width}: copy a rectangular block."
            )
    return np.array(
        [[_number(cell, i, j) for j, cell in enumerate(row, 1)] for i, row in enumerate(cells, 1)]
    )


def format_block(values: Floats, report: Callable[[float], None] | None = None) -> str:
    """Return a block as a spreadsheet takes it, every number in full; `report` takes the share."""
    height = max(1, _PIECE // max(1, values.shape[1]))
    pieces = []
    for first in range(0, len(values), height):
        if report is not None:
            report(first / len(values))
        rows = values[first : first + height].tolist()
        pieces.append("\n".join("\t".join(map(repr, row)) for row in rows))
    return "\n".join(pieces)


def _cells(line: str) -> list[str]:
    for mark in ("\t", ";"):
        if mark in line:
            return [cell.strip() for cell in line.split(mark)]
    return line.split() or [""]


def _number(cell: str, row: int, column: int) -> float:
    place = f"Row {row}, column {column} of what was copied"
    if not cell:
        raise ValueError(f"{place} is empty: expected a number.")
    try:
        return parse_number(cell)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
