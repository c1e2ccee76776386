"""What was recorded at some steps, thinned out when there is too much of it. No Qt."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Tape(Generic[T]):
    """Items at rising steps; the first always stays.

    Replaced, never changed, when it is thinned: another thread may read it meanwhile.

    Parameters
    ----------
    stride : int
        The fewest steps between two items; doubles when the tape is thinned.
    item_bytes : int
        What one item takes.
    most : int
        The most items there may be.
    """

    def __init__(self, stride: int, item_bytes: int, most: int = 2**31) -> None:
        self.stride = max(stride, 1)
        self.item_bytes = item_bytes
        self._most = most
        self.items: list[tuple[int, T]] = []

    @property
    def bytes(self) -> int:
        """What all items take."""
        return len(self.items) * self.item_bytes

    @property
    def due(self) -> int:
        """The step from which on the next item is wanted."""
        return self.items[-1][0] + self.stride if self.items else 0

    def add(self, step: int, item: T) -> None:
        """Keep `item`; `step` is above all before."""
        self.items.append((step, item))
        if len(self.items) > self._most:
            self.thin()

    def thin(self) -> None:
        """Drop every other item, and take half as many from now on."""
        self.items = self.items[::2]
        self.stride *= 2

    def before(self, step: int) -> tuple[int, T]:
        """Return the last item at or before `step`, and its step."""
        items = self.items
        return items[bisect_right(items, step, key=lambda item: item[0]) - 1]


@dataclass(eq=False)
class Budget:
    """Keeps some tapes together under a limit of bytes.

    Attributes
    ----------
    limit : int
    tapes : list of Tape
    """

    limit: int
    tapes: list[Tape[Any]] = field(default_factory=list)

    @property
    def used(self) -> int:
        """What all tapes take now."""
        return sum(tape.bytes for tape in self.tapes)

    def keep(self) -> bool:
        """Thin the largest tapes until all fit; return whether they do."""
        while self.used > self.limit:
            largest = max(self.tapes, key=_to_gain)
            if _to_gain(largest) <= 0:
                return False
            largest.thin()
        return True


def _to_gain(tape: Tape[Any]) -> int:
    """Return what thinning would free; the first item, and the last but one, are not for that."""
    return len(tape.items) // 2 * tape.item_bytes if len(tape.items) > 2 else 0
