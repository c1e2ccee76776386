"""What is shown of a document besides itself, made before it is shown. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nnviz.data.progress import Tell
from nnviz.document.document import Document
from nnviz.document.edits import Edit
from nnviz.engine.models import Sequential
from nnviz.engine.trace import Trace

# An edit that makes so many numbers takes longer than a frame.
LARGE = 300_000


@dataclass(frozen=True)
class Ready:
    """A document with its network and the pass of its sample."""

    document: Document
    model: Sequential
    trace: Trace


# Does work while the window lives on; words say what it is.
Beside = Callable[[Callable[[Tell], Ready], str], Ready]


def made_ready(document: Document) -> Ready:
    """Return a document with what takes long of a large one: better beside the window's thread."""
    model = document.model(learns=False)
    return Ready(document, model, model.trace(document.x, document.y))


def takes_long(edit: Edit, document: Document) -> bool:
    """Return whether an edit is better made beside the window's thread."""
    return edit.size(document) >= LARGE


def edited(edit: Edit, document: Document, tell: Tell) -> Ready:
    """Return what an edit makes of a document, with what is shown of it."""
    return made_of(partial(edit.apply, document), tell)


def made_of(make: Callable[[], Document], tell: Tell) -> Ready:
    """Return what is made, with what is shown of it."""
    result = make()
    tell(0.7)
    ready = made_ready(result)
    tell(1.0)  # the last moment to leave everything as it was
    return ready
