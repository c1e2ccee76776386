"""How a CSV file is written: its delimiter, its decimal sign, whether it has a header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from nnviz.data.csv_source import DELIMITERS, Source

_SAMPLE = 50
_MISSING = {"", "?", "na", "n/a", "nan", "null", "none"}
# Twice behind the last line: where both are in one cell, a quotation mark was never closed. The csv
# module's strict mode would find that too, but takes no blank behind a quoted cell.
_END = "\ufdd0end\ufdd0"


@dataclass(frozen=True)
class Style:
    """How cells are told apart and numbers are written.

    Attributes
    ----------
    delimiter : str
    decimal : {'.', ','}
    trailing : bool
        Whether each line ends with a delimiter behind which there is no column.
    """

    delimiter: str
    decimal: str
    trailing: bool

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Return the cells of each row, as written; empty rows are empty lists.

        Raises
        ------
        csv.Error
            If a quotation mark is never closed, or a cell is too long.
        """
        for row in _split(chain(lines, [_END, _END]), self.delimiter):
            if row == [_END]:
                return
            filled = any(map(str.strip, row))
            ends_blank = self.trailing and filled and not row[-1].strip()
            if row and row[-1].endswith(_END + _END):
                raise csv.Error("unexpected end of data")
            yield (row[:-1] if ends_blank else row) if filled else []


def find_style(source: Source) -> Style:
    """Return how a file is written, judged by its first lines.

    The delimiter is the first of tab, semicolon and comma that splits each of them into the same
    number of cells. The decimal sign is a comma only where the delimiter is another one, some cell
    of the file is a number with a comma, and none is a number with a point.
    """
    with source.lines() as lines:
        sample = [line for line in islice(lines, _SAMPLE) if line.strip()]
    delimiter = _delimiter(sample)
    rows = list(_split(sample, delimiter))
    trailing = all(len(row) > 1 and not row[-1].strip() for row in rows)
    return Style(delimiter, _decimal(source, delimiter), trailing)


def number(cell: str, decimal: str = ".") -> float | None:
    """Return the number that a cell says, or None; blanks around it do not count."""
    if "_" in cell:  # Python's own digit separator is no part of a number in a file
        return None
    cell = cell.replace("\N{MINUS SIGN}", "-")
    try:
        return float(cell.replace(",", ".") if decimal == "," else cell)
    except ValueError:
        return None


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in _MISSING


def is_header(first: Sequence[str], second: Sequence[str], decimal: str) -> bool:
    """Whether a first row names columns.

    It does where no cell of it is a number; a year may be a name too, where another column has a
    word over a number.
    """
    if all(number(cell, decimal) is None for cell in first):
        return True
    return any(
        number(name, decimal) is None and not is_missing(name) and number(cell, decimal) is not None
        for name, cell in zip(first, second, strict=False)
    )


def unique_names(cells: list[str]) -> tuple[str, ...]:
    """Return a name per column: "column 3" for an empty cell, "Age (2)" for the second "Age"."""
    cleaned = [" ".join(cell.split()) for cell in cells]
    names: list[str] = []
    for place, cell in enumerate(cleaned, start=1):
        wanted = cell or f"column {place}"
        name, copy = wanted, 1
        while name in names or (name != cell and name in cleaned):
            copy += 1
            name = f"{wanted} ({copy})"
        names.append(name)
    return tuple(names)


def _split(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def _delimiter(sample: list[str]) -> str:
    widths = {sign: [len(row) for row in _split(sample, sign)] for sign in DELIMITERS}
    for sign, counts in widths.items():
        if min(counts, default=1) > 1 and len(set(counts)) == 1:
            return sign
    return max(reversed(DELIMITERS), key=lambda sign: widths[sign][:1])


def _decimal(source: Source, delimiter: str) -> str:
    if delimiter == ",":
        return "."
    cell = rf'(?:^|[{delimiter}"])\s*[+−-]?\d*{{}}\d+(?:[eE][+-]?\d+)?\s*(?=$|[{delimiter}"])'
    comma, point = (re.compile(cell.format(sign)) for sign in (",", r"\."))
    with_comma = False
    with source.lines() as lines:
        for line in lines:
            if point.search(line):
                return "."
            with_comma = with_comma or comma.search(line) is not None
    return "," if with_comma else "."
