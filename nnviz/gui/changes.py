"""What differs between two documents, so that a view redraws only what it must."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.document.document import Document


class Change(Flag):
    """What of the document changed."""

    STRUCTURE = auto()
    PARAMETERS = auto()
    SAMPLE = auto()
    TRAINING = auto()
    DATA = auto()
    HISTORY = auto()
    TITLE = auto()
    FILE = auto()
    ALL = STRUCTURE | PARAMETERS | SAMPLE | TRAINING | DATA | HISTORY | TITLE | FILE


# Changes that training does not depend on, so it runs on beside them.
BESIDE_TRAINING = Change.SAMPLE | Change.TITLE | Change.FILE

_FIELDS = {
    "layers": Change.STRUCTURE,
    "input_names": Change.STRUCTURE,
    "output_names": Change.STRUCTURE,
    "parameters": Change.PARAMETERS,
    "initial": Change.PARAMETERS,
    "optimizer_state": Change.PARAMETERS,
    "frozen": Change.PARAMETERS,
    "input": Change.SAMPLE,
    "target": Change.SAMPLE,
    "sample": Change.SAMPLE,
    "training": Change.TRAINING,
    "seed": Change.TRAINING,
    "data": Change.DATA,
    "preparation": Change.DATA,
    "history": Change.HISTORY,
    "title": Change.TITLE,
}


def difference(old: Document, new: Document) -> Change:
    """Return what differs between two documents; arrays count by identity."""
    change = Change(0)
    for field, flag in _FIELDS.items():
        if not _same(getattr(old, field), getattr(new, field)):
            change |= flag
    return change


def _same(a: object, b: object) -> bool:
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return a is b or (isinstance(a, (str, int, tuple)) and a == b)
