"""A CSV file as lines of text, refused before it can fill the memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from nnviz.data.errors import DataError
from nnviz.data.progress import Tell, silent

DELIMITERS = "\t;,"
MAX_BYTES = 128 * 2**20
MAX_COLUMNS = 10_000
_MAX_LINE = 16 * 2**20
_CHUNK = 2**20
_TOLD_EVERY = 1_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Source:
    """A file that was found to be readable text of bearable size."""

    path: Path
    encoding: str

    def fault(self, what: str, *, row: int | None = None, column: str = "") -> DataError:
        """Return the error that names this file and the place in it."""
        place = self.path.name
        place += f", row {row}" if row is not None else ""
        place += f', column "{column}"' if column else ""
        return DataError(f"{place}: {what}")

    @contextmanager
    def lines(self, tell: Tell = silent) -> Iterator[Iterator[str]]:
        """Open the file and give its lines, each checked for its length.

        `tell` is told again and again what share of the file is read.
        """
        with open(self.path, encoding=self.encoding, newline="") as file:
            yield self._checked(file, tell)

    def _checked(self, file: TextIO, tell: Tell) -> Iterator[str]:
        number, size = 0, max(self.path.stat().st_size, 1)
        while line := file.readline(_MAX_LINE):
            number += 1
            if number % _TOLD_EVERY == 0:
                tell(file.buffer.tell() / size)
            columns = max(map(line.count, DELIMITERS)) + 1
            if columns > MAX_COLUMNS:
                what = f"{columns:,} columns, but at most {MAX_COLUMNS:,} can be read"
                raise self.fault(f"{what}; remove those that are not needed", row=number)
            if len(line) >= _MAX_LINE:
                raise self.fault("the line is too long for a table; check the file", row=number)
            yield line


def find_source(path: str | Path) -> Source:
    """Return the file with its encoding: UTF-8, UTF-16 with its mark, else Windows' cp1252.

    Raises
    ------
    DataError
        If there is no such file, it cannot be read, is too large or is not text.
    """
    path = Path(path)
    try:
        _check_file(path)
        encoding = next((name for name in _candidates(path) if _is_text(path, name)), None)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DataError(f"{path.name} cannot be read: {reason}") from None
    if encoding is None:
        raise DataError(f"{path.name} is not a text file: choose a CSV file")
    return Source(path, encoding)


def _check_file(path: Path) -> None:
    if not path.exists():
        raise DataError(f"there is no file {path}: check its name")
    if not path.is_file():
        raise DataError(f"{path} is not a file: choose a CSV file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = f"nnviz reads up to {MAX_BYTES >> 20} MiB, so take a part of it"
        raise DataError(f"{path.name} is too large ({size / 2**20:,.0f} MiB): {limit}")


def _candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        start = file.read(4)
    marked = tuple(encoding for mark, encoding in _MARKS if start.startswith(mark))
    return marked or ("utf-8", "cp1252")


def _is_text(path: Path, encoding: str) -> bool:
    """Whether the whole file can be decoded and holds no NUL, as no text does."""
    try:
        with open(path, encoding=encoding, newline="") as file:
            return all("\0" not in chunk for chunk in iter(lambda: file.read(_CHUNK), ""))
    except UnicodeError:
        return False
