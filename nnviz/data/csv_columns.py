"""Cells of text become columns of numbers, or stay text; what is wrong is named by its place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nnviz.data.arrays import FloatArray, frozen
from nnviz.data.csv_source import Source
from nnviz.data.csv_style import is_missing, number
from nnviz.data.table import Cells

MAX_NUMBERS = 10_000_000
MAX_TEXTS = 2_000_000


class Columns:
    """Columns that grow by blocks of rows.

    The first block decides for good which columns are text: those in which fewer than half of the
    filled cells are numbers.
    """

    def __init__(self, source: Source, names: tuple[str, ...], decimal: str) -> None:
        self._source = source
        self._names = names
        self._decimal = decimal
        self._is_text: list[bool] = []
        self._numbers: list[list[FloatArray]] = [[] for _ in names]
        self._texts: list[list[str]] = [[] for _ in names]
        self.n_rows = 0

    def add(self, rows: Sequence[Sequence[str]], places: Sequence[int]) -> None:
        """Take in rows of cells; `places` are their rows in the file, counted from 1."""
        columns = list(zip(*rows, strict=True))
        self._is_text = self._is_text or [self._mostly_text(cells) for cells in columns]
        self.n_rows += len(rows)
        self._check_size()
        parsed = [self._parsed(cells, k) for k, cells in enumerate(columns)]
        for k, cells in enumerate(parsed):
            if cells is None:
                raise self._first_fault(rows, places)
            if isinstance(cells, tuple):
                self._texts[k].extend(cells)
            else:
                self._numbers[k].append(cells)

    def finished(self) -> tuple[Cells, ...]:
        """Return the columns with all their rows."""
        return tuple(
            tuple(texts) if is_text else frozen(np.concatenate(numbers))
            for is_text, texts, numbers in zip(
                self._is_text, self._texts, self._numbers, strict=True
            )
        )

    def _mostly_text(self, cells: Sequence[str]) -> bool:
        filled = [cell for cell in cells if not is_missing(cell)]
        numbers = sum(number(cell, self._decimal) is not None for cell in filled)
        return 2 * numbers < len(filled)

    def _check_size(self) -> None:
        n_texts = sum(self._is_text)
        for count, limit, kind in (
            (len(self._names) - n_texts, MAX_NUMBERS, "numbers"),
            (n_texts, MAX_TEXTS, "cells of text"),
        ):
            if count * self.n_rows > limit:
                raise self._source.fault(
                    f"more than {limit:,} {kind}, which nnviz does not read; "
                    "remove columns that are not needed, or take a part of the rows"
                )

    def _parsed(self, cells: Sequence[str], k: int) -> Cells | None:
        """Return a block of one column, or None if something is wrong in it."""
        if self._is_text[k]:
            texts = tuple(" ".join(cell.split()) for cell in cells)
            return texts if all(texts) else None
        values = [number(cell, self._decimal) for cell in cells]
        if None in values:
            return None
        numbers = np.array(values, dtype=np.float64)
        return numbers if np.isfinite(numbers).all() else None

    def _first_fault(self, rows: Sequence[Sequence[str]], places: Sequence[int]) -> Exception:
        for row, place in zip(rows, places, strict=True):
            for k, cell in enumerate(row):
                what = self._complaint(cell, self._is_text[k])
                if what:
                    return self._source.fault(what, row=place, column=self._names[k])
        raise AssertionError("a block was refused without a faulty cell")

    def _complaint(self, cell: str, is_text: bool) -> str:
        """Return what is wrong with a cell, or nothing."""
        missing = not cell.strip() if is_text else is_missing(cell)
        if missing:
            return "the value is missing; fill it in or remove the row"
        value = 0.0 if is_text else number(cell, self._decimal)
        if value is None:
            return f'"{_short(cell)}" is not a number; correct it or remove the row'
        if not math.isfinite(value):
            return f'"{_short(cell)}" is not a finite number; correct it or remove the row'
        return ""


def _short(cell: str, length: int = 40) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= length else f"{text[:length]}…"
