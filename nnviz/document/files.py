"""Open and save documents as `.nnviz` files: UTF-8 JSON, read from a stranger without harm."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnviz.data.errors import DataError
from nnviz.data.progress import Tell, silent
from nnviz.document.arrays import TOO_LARGE, Blobs
from nnviz.document.document import Document
from nnviz.document.errors import DocumentError
from nnviz.document.examples import EXAMPLE, example_path
from nnviz.document.from_model import document_from_model
from nnviz.document.keeping import check_kept
from nnviz.document.reading import Node
from nnviz.document.rules import Whole
from nnviz.document.schema import FORMAT, VERSION, from_values, to_values
from nnviz.document.writing import json_pieces, length_of_arrays, replace_file

if TYPE_CHECKING:
    from nnviz.engine.models import Sequential

__all__ = ["DocumentError", "load_model", "open_document", "save", "save_model"]

Source = str | PathLike[str]

# What is read at once: the file, and what is left of it for the JSON parser when its long arrays
# are cut out. A value costs the parser up to 250 bytes, so their number is limited too.
MAX_FILE = 512 * 2**20
MAX_TEXT = 32 * 2**20
MAX_VALUES = 1_500_000
_AT_ONCE = 2**20
_TOO_LONG = f"larger than {MAX_FILE // 2**20} MiB"

# Version n → the function that turns its values into those of version n + 1.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def save(document: Document, path: Source, tell: Tell = silent) -> str:
    """Save a document; the file at `path` is either the old one or the whole new one.

    Parameters
    ----------
    tell : callable
        Told again and again what share is written; what it raises leaves the old file.

    Returns
    -------
    str
        The digest of what the file holds.

    Raises
    ------
    DocumentError
        If it cannot be written; the message says why.
    """
    if isinstance(path, str) and path.startswith(EXAMPLE):
        raise DocumentError(f"cannot save {path}: examples are read only, choose a file")
    try:
        values = to_values(document)
        from_values(Node(values))  # what could not be opened again is not saved
        hashed = hashlib.sha256()
        whole = max(length_of_arrays(values), 1)
        told = _within_limits(json_pieces(values), lambda size: tell(min(size / whole, 1.0)))
        replace_file(Path(path), _hashed(told, hashed.update))
    except (OSError, ValueError) as error:
        raise DocumentError(f"cannot save {path}: {_reason(error)}") from error
    return hashed.hexdigest()


def _within_limits(pieces: Iterator[str], tell: Callable[[int], object]) -> Iterator[bytes]:
    """Pass the pieces of a file on as long as it can be opened again; tell how long it is."""
    size = 0
    for piece in pieces:
        content = piece.encode("utf-8")
        size += len(content)
        if size > MAX_FILE:
            raise DocumentError(f"the file would be {_TOO_LONG}")
        tell(size)
        yield content


def _hashed(pieces: Iterator[bytes], update: Callable[[bytes], object]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece


def open_document(source: Source) -> Document:
    """Return the document of a `.nnviz` file or of 'example:NAME'.

    Raises
    ------
    DocumentError
        If there is no such file or it is not a whole and valid one; the message names the file
        and the path of the fault in it.
    """
    return open_with_digest(source)[0]


def open_with_digest(source: Source, tell: Tell = silent) -> tuple[Document, str]:
    """Return the document as `open_document` does, and the digest of the file as it was read.

    `tell` is told again and again what share of it is read; what it raises ends that.
    """
    try:
        content = _content(_path(source))
        tell(0.0)
        return _checked(parse(content, tell)), hashlib.sha256(content).hexdigest()
    except (OSError, ValueError) as error:
        raise DocumentError(f"cannot open {source}: {_reason(error)}") from error


def digest(path: Source) -> str | None:
    """Return the digest of what a file holds now; None if there is none that can be read."""
    try:
        told = hashlib.sha256()
        with Path(path).open("rb") as file:
            while piece := file.read(_AT_ONCE):
                told.update(piece)
    except OSError:
        return None
    return told.hexdigest()


def save_model(model: Sequential, path: Source) -> None:
    """Save a model with its weights, its settings and its optimizer's memory.

    Raises
    ------
    ValueError
        If the file would not keep something of it; the message says what.
    """
    document = document_from_model(model)
    check_kept(model)
    save(document, path)


def load_model(source: Source) -> Sequential:
    """Return the compiled model of a `.nnviz` file or of 'example:NAME'."""
    return open_document(source).model()


def parse(content: bytes, tell: Tell = silent) -> Document:
    """Return the document of a file's content; DocumentError if it is not valid."""
    blobs = Blobs(tell)
    values = _values(blobs.cut(content, MAX_TEXT))
    node = Node(values, blobs=blobs)
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise DocumentError("it is not an nnviz file")
    return from_values(Node(_migrated(node), blobs=blobs))


def _checked(document: Document) -> Document:
    try:
        return document.checked()
    except DataError as error:
        raise DocumentError(f"data: {error}") from error


def _migrated(node: Node) -> dict[str, Any]:
    """Return the values in the form of the present version."""
    fields = node.object()
    if "version" not in fields:
        node.fail('"version" is missing')
    version = fields["version"].read(Whole(1, 10**6))
    if version > VERSION:
        raise DocumentError(
            f"version: it is of version {version} and this nnviz reads up to {VERSION}, "
            "update nnviz to open it"
        )
    values: dict[str, Any] = node.value
    for step in range(version, VERSION):
        values = MIGRATIONS[step](values)
    return values


def _values(content: bytes) -> Any:
    """Parse JSON that holds no more values than memory can."""
    if sum(content.count(mark) for mark in (b",", b"[", b"{", b":")) > MAX_VALUES:
        raise DocumentError(TOO_LARGE)
    try:
        return json.loads(content.decode("utf-8-sig"), parse_int=_whole)
    except UnicodeDecodeError:
        raise DocumentError("it is not an nnviz file, it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        told = f"it is not an nnviz document: not JSON from {place} on ({error.msg})"
        raise DocumentError(told) from None
    except RecursionError:
        raise DocumentError("it is nested too deeply") from None


def _whole(digits: str) -> int | float:
    """Return a whole number; what no float64 could hold exactly is not worth the digits."""
    return int(digits) if len(digits) <= 20 else float(digits)


def _path(source: Source) -> Path:
    if isinstance(source, str) and source.startswith(EXAMPLE):
        return example_path(source[len(EXAMPLE) :])
    try:
        return Path(source)
    except TypeError:
        received = type(source).__name__
        raise TypeError(
            f"Expected the path of a file or 'example:NAME'; received {received}."
        ) from None


def _content(path: Path) -> bytes:
    """Return the bytes of an ordinary file of a size that memory can hold."""
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise DocumentError("it is a folder, expected a .nnviz file")
    if not stat.S_ISREG(state.st_mode):
        raise DocumentError("it is not an ordinary file")
    if state.st_size > MAX_FILE:
        raise DocumentError(f"it is {_TOO_LONG}")
    with path.open("rb") as file:
        return file.read(MAX_FILE)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error)
