"""Open and save documents as `.nnviz` files."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from nnviz.document.document import Document
from nnviz.document.errors import DocumentError

if TYPE_CHECKING:
    from nnviz.engine.models import Sequential

__all__ = ["DocumentError", "load_model", "open_document", "save", "save_model"]


def save(document: Document, path: str | PathLike[str]) -> None:
    """Save a document; the file at `path` is either the old one or the whole new one."""
    raise NotImplementedError


def open_document(source: str | PathLike[str]) -> Document:
    """Open a `.nnviz` file or 'example:NAME'."""
    raise NotImplementedError


def save_model(model: Sequential, path: str | PathLike[str]) -> None:
    """Save a model as a `.nnviz` file."""
    raise NotImplementedError


def load_model(source: str | PathLike[str]) -> Sequential:
    """Return the compiled model of a `.nnviz` file or 'example:NAME'."""
    return open_document(source).model()
