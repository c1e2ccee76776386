"""What is shown of a document besides itself, made before it is shown. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.document.document import Document
from nnviz.engine.models import Sequential
from nnviz.engine.trace import Trace


@dataclass(frozen=True)
class Ready:
    """A document with its network and the pass of its sample."""

    document: Document
    model: Sequential
    trace: Trace


def made_ready(document: Document) -> Ready:
    """Return a document with what takes long of a large one: better beside the window's thread."""
    model = document.model(learns=False)
    return Ready(document, model, model.trace(document.x, document.y))
