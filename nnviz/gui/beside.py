"""What computes beside the window's thread: as much at once as leaves the window a processor."""

from __future__ import annotations

import os
import threading
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType


class _InOrder:
    """One at a time, in the order in which they came: who leaves does not slip in again first."""

    def __init__(self) -> None:
        self._door, self._room = threading.Lock(), threading.Lock()

    def __enter__(self) -> None:
        with self._door:
            self._room.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._room.release()


def _processors() -> int:
    """Return how many processors this program may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


# With two processors training and a density at once would take the window's as well.
BESIDE: AbstractContextManager[None] = _InOrder() if _processors() <= 2 else nullcontext()
