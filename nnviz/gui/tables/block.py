"""Blocks of numbers as spreadsheets copy and paste them: tabs between cells, lines between rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.document.parsing import parse_number

Floats = NDArray[np.float64]
_MOST = 10_000_000
"""Cells of one block: as many as the largest network has parameters."""


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


def format_block(values: Floats) -> str:
    """Return a block as a spreadsheet takes it, every number in full."""
    return "\n".join("\t".join(repr(float(value)) for value in row) for row in values)


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
