"""Read a table from a CSV file as the world writes them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from nnviz.data.csv_columns import Columns
from nnviz.data.csv_source import Source, find_source
from nnviz.data.csv_style import Style, find_style, is_header, unique_names
from nnviz.data.progress import Tell, silent
from nnviz.data.table import Table

_BLOCK_ROWS = 1_000
_BLOCK_CELLS = 500_000


def read_csv(path: str | Path, tell: Tell = silent) -> Table:
    """Read a CSV file into columns of numbers and of text.

    Comma, semicolon or tab between the cells, a decimal comma where the delimiter allows it, quoted
    cells, blanks around cells, empty lines, a byte order mark and a missing header are all taken.
    Without a header, where the first row holds numbers, the columns are "column 1", "column 2", …;
    names that are empty or there twice are made unique. Rows are counted as a spreadsheet does,
    from 1 and with the header. `tell` is told again and again what share of the file is read; what
    it raises ends that.

    Raises
    ------
    DataError
        With one sentence that names the file and, where there is one, the row and the column: a
        value is missing or is no number in a column of numbers, a row has too few or too many
        cells, there are no rows or only one column, or the file is too large to be held
        (`MAX_BYTES`, `MAX_COLUMNS`, `MAX_NUMBERS`, `MAX_TEXTS`).
    """
    source = find_source(path)
    try:
        style = find_style(source)
        with source.lines(tell) as lines:
            return _table(source, style, _filled_rows(style, lines))
    except csv.Error as error:
        raise source.fault(_reason(error)) from None


def _reason(error: csv.Error) -> str:
    if "field larger than" in str(error):
        limit = f"{csv.field_size_limit():,}"
        return f"a cell has more than {limit} characters; shorten it, or close its quotation mark"
    return "a quotation mark is opened and never closed; close it or remove it"


def _filled_rows(style: Style, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Return each row that is not empty, with its place in the file."""
    return ((place, row) for place, row in enumerate(style.rows(lines), start=1) if row)


def _table(source: Source, style: Style, rows: Iterator[tuple[int, list[str]]]) -> Table:
    first = next(rows, None)
    if first is None:
        raise source.fault("the file is empty; choose one with a table of values")
    below = next(rows, None)
    rows = rows if below is None else chain([below], rows)
    header = is_header(first[1], [] if below is None else below[1], style.decimal)
    names = _names(source, first[1], header)
    if not header:
        rows = chain([first], rows)
    columns = Columns(source, names, style.decimal)
    size = max(1, min(_BLOCK_ROWS, _BLOCK_CELLS // len(names)))
    while block := list(islice(rows, size)):
        _check_widths(source, block, len(names))
        columns.add([row for _, row in block], [place for place, _ in block])
    if not columns.n_rows:
        raise source.fault("there are no rows below the header; add at least one")
    return Table(names, columns.finished())


def _names(source: Source, first: list[str], header: bool) -> tuple[str, ...]:
    if len(first) < 2:
        what = "there is only one column, but at least one input and a target are needed"
        raise source.fault(f"{what}; separate columns by commas, semicolons or tabs")
    return unique_names(first if header else [""] * len(first))


def _check_widths(source: Source, block: list[tuple[int, list[str]]], width: int) -> None:
    for place, row in block:
        if len(row) != width:
            count = f"{len(row)} {'value' if len(row) == 1 else 'values'} instead of {width}"
            raise source.fault(f"{count}; correct the row or remove it", row=place)
