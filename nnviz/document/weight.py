"""What a document or an edit takes of memory, told so that what is shared counts once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np


def held_by(*things: Any) -> dict[int, int]:
    """Return the bytes of each piece of memory that `things` lead to, by the piece's identity.

    The pieces are arrays and tuples; what is small beside them is left out.
    """
    held: dict[int, int] = {}
    for thing in things:
        _gather(thing, held)
    return held


def _gather(thing: Any, held: dict[int, int]) -> None:
    if isinstance(thing, np.ndarray):
        piece = _memory_of(thing)
        held[id(piece)] = _size(piece)
    elif isinstance(thing, Mapping):
        for value in thing.values():
            _gather(value, held)
    elif type(thing) is tuple:
        held[id(thing)] = sys.getsizeof(thing)  # names or layers: the next one shares them
    elif hasattr(thing, "__dataclass_fields__"):
        _gather(vars(thing), held)


def _memory_of(array: np.ndarray[Any, Any]) -> Any:
    """Return what holds an array's numbers: itself, or what it is a view of."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array if array.base is None else array.base


def _size(piece: Any) -> int:
    return piece.nbytes if isinstance(piece, np.ndarray | memoryview) else len(piece)
