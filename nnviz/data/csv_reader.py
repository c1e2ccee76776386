"""Read a CSV file as people really have them, and say exactly what is wrong with it."""

from __future__ import annotations

import csv
import math
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO, TypeAlias

import numpy as np

from nnviz.data.table import Column, DataError, Table

MAX_COLUMNS = 10_000
MAX_CELLS = 10_000_000
# Text takes far more memory than numbers.
MAX_WORDS = 1_000_000
_LONGEST_LINE = 10_000_000
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})
_DELIMITERS = ",;\t"

_Cells: TypeAlias = "array[float] | list[str]"


def read_csv(path: str | Path) -> Table:
    """Return the table in a CSV file.

    The delimiter is a comma, a semicolon or a tab, whichever the first line has most of; where it
    is no comma, numbers may have a decimal comma. Blanks around cells are dropped. A first line of
    numbers only is data: the columns are then "column 1", "column 2", …. The first row of data
    tells which columns hold numbers and which words.

    Raises
    ------
    DataError
        If the file cannot be read, or is not a table of numbers and words without gaps, in one
        sentence that names the row (the header is row 1) and the column.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(file, path.name)
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 text: save it as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise DataError(f"{path.name} is not a CSV file: {error}.") from error


def _read(file: TextIO, name: str) -> Table:
    lines = _lines(file, name)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(chain([first], lines), delimiter=delimiter, skipinitialspace=True)
    header = [cell.strip() for cell in next(rows, [])]
    columns, given = _names(header, name, delimiter != ",")
    reader = _Columns(columns, name, decimal_comma=delimiter != ",")
    if not given:
        reader.add(1, header)
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            reader.add(number, row)
    return reader.table()


def _lines(file: TextIO, name: str) -> Iterator[str]:
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise DataError(
                f"{name} has a line of over {_LONGEST_LINE:,} characters: it is no table."
            )
        if "\0" in line:
            raise DataError(f"{name} is not text but binary data: export it as CSV.")
        yield line


def _names(header: list[str], name: str, decimal_comma: bool) -> tuple[tuple[str, ...], bool]:
    """Return the columns' names, and whether the file gave them."""
    if not any(header):
        raise DataError(f"{name} is empty: it needs a header and at least one row.")
    if len(header) > MAX_COLUMNS:
        raise DataError(f"{name} has {len(header):,} columns; at most {MAX_COLUMNS:,} can be read.")
    if len(header) < 2:
        raise DataError(f"{name} has one column: it needs at least one input and a target.")
    if all(_number(cell, decimal_comma) is not None for cell in header):
        return tuple(f"column {at}" for at in range(1, len(header) + 1)), False
    names = tuple(cell or f"column {at}" for at, cell in enumerate(header, start=1))
    column, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise DataError(f"{name} has {count} columns named {column!r}: rename all but one.")
    return names, True


class _Columns:
    """The columns as they fill, row by row, so that a text never stands in memory whole."""

    def __init__(self, names: tuple[str, ...], file: str, *, decimal_comma: bool) -> None:
        self._names, self._file, self._comma = names, file, decimal_comma
        self._cells: list[_Cells] = []
        self._rows = 0

    def add(self, row: int, cells: list[str]) -> None:
        """Add row number `row`."""
        texts = [cell.strip() for cell in cells]
        if len(texts) != len(self._names):
            texts = self._fitted(row, texts)
        if not self._cells:
            self._cells = [self._begin(text) for text in texts]
        for name, column, text in zip(self._names, self._cells, texts, strict=True):
            if text.lower() in _MISSING:
                self._fail(row, name, "the value is missing", "fill it in or remove the row")
            elif isinstance(column, list):
                column.append(text)
            else:
                column.append(self._value(row, name, text))
        self._count()

    def table(self) -> Table:
        """Return what was read."""
        if not self._rows:
            raise DataError(f"{self._file} has a header but no rows.")
        return Table(self._names, tuple(_frozen(cells) for cells in self._cells))

    def _fitted(self, row: int, texts: list[str]) -> list[str]:
        extra = texts[len(self._names) :]
        if extra and not any(extra):
            return texts[: len(self._names)]
        raise DataError(
            f"{self._file}, row {row}: {len(texts)} cells under {len(self._names)} columns."
        )

    def _begin(self, text: str) -> _Cells:
        number = text.lower() in _MISSING or _number(text, self._comma) is not None
        return array("d") if number else []

    def _value(self, row: int, name: str, text: str) -> float:
        value = _number(text, self._comma)
        if value is None:
            shown = text if len(text) <= 40 else text[:39] + "…"
            self._fail(row, name, f"{shown!r} is not a number", "this column holds numbers")
        elif not math.isfinite(value):
            self._fail(row, name, f"{text[:40]} is too large", "use a number below 1.8e308")
        return value or 0.0

    def _count(self) -> None:
        self._rows += 1
        words = sum(isinstance(cells, list) for cells in self._cells)
        if self._rows * len(self._names) > MAX_CELLS or self._rows * words > MAX_WORDS:
            raise DataError(
                f"{self._file} is too large: at most {MAX_CELLS:,} cells, of which "
                f"{MAX_WORDS:,} may be text, can be read; keep fewer rows."
            )

    def _fail(self, row: int, column: str, what: str, remedy: str) -> None:
        raise DataError(f"{self._file}, row {row}, column {column!r}: {what}; {remedy}.")


def _number(text: str, decimal_comma: bool) -> float | None:
    """Return the number that `text` is, infinite where it is too large; None for words."""
    if decimal_comma and "." not in text:
        text = text.replace(",", ".", 1)
    text = text.replace("\N{MINUS SIGN}", "-")
    if not any(character.isdigit() for character in text) or "_" in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _frozen(cells: _Cells) -> Column:
    if isinstance(cells, list):
        return tuple(cells)
    column = np.array(cells, dtype=np.float64)
    column.flags.writeable = False
    return column
