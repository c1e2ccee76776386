"""The engine's model of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.document.document import Document
    from nnviz.engine.models import Sequential


def build_model(document: Document) -> Sequential:
    """Return a compiled model with the document's parameters and optimizer state."""
    raise NotImplementedError
