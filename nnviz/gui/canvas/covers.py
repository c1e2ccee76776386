"""The soft pictures of all edges of a large network, made beside the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from nnviz.diagram.underlay import Cover, Wanted, cover
from nnviz.gui.beside import BESIDE

# While weights change from frame to frame, so many seconds lie between the end of one cover and the
# next one's beginning, or this share of what the last one took: that time is training's.
_REST, _SHARE = 0.05, 0.5


class Covers(QObject):
    """Gives the newest covers that are there, and makes newer ones when others are wanted.

    Attributes
    ----------
    made : Signal()
        There are newer covers than those given last.
    """

    made = Signal()
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._wanted: tuple[Wanted, ...] = ()
        self._begun: tuple[Wanted, ...] = ()
        self._given: tuple[Cover, ...] = ()
        self._started = self._ended = self._took = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._make)
        self._done.connect(self._take)

    def of(self, wanted: tuple[Wanted, ...]) -> Sequence[Cover]:
        """Return covers for what is wanted: in its places, the values of a moment ago at most."""
        self._wanted = wanted
        self._make()
        places = {one.layer: one.rect for one in wanted}
        return [one for one in self._given if places.get(one.layer) == one.rect]

    def close(self) -> None:
        """Begin nothing more, and wait for what is being made."""
        self._later.stop()
        self._wanted = self._begun
        if self._thread is not None:
            self._thread.join()

    def _make(self) -> None:
        if self._thread is not None or not self._wanted or _same(self._wanted, self._begun):
            return
        rest = max(_REST, _SHARE * self._took) - (perf_counter() - self._ended)
        if rest > 0:
            self._later.start(round(1000 * rest))
            return
        self._begun, self._started = self._wanted, perf_counter()
        self._thread = threading.Thread(target=self._work, args=(self._begun,))
        self._thread.start()

    def _work(self, wanted: tuple[Wanted, ...]) -> None:
        made = self._given
        try:
            with BESIDE:
                made = tuple(cover(one) for one in wanted)
        finally:  # also after an error, or none would ever be made again
            if isValid(self):
                self._done.emit(made)

    def _take(self, made: tuple[Cover, ...]) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread, self._given, self._ended = None, made, perf_counter()
        self._took = self._ended - self._started
        self.made.emit()
        self._make()


def _same(some: tuple[Wanted, ...], others: tuple[Wanted, ...]) -> bool:
    """Return whether these are the same edges in the same places."""
    return len(some) == len(others) and all(map(_alike, some, others))


def _alike(one: Wanted, other: Wanted) -> bool:
    colours = (one.zero, one.positive, one.negative) == (other.zero, other.positive, other.negative)
    placed = (one.layer, one.rect) == (other.layer, other.rect)
    return colours and placed and _equal(one.weights, other.weights)


def _equal(some: np.ndarray, others: np.ndarray) -> bool:
    """Return whether these are the same numbers; views of one array that never changes are."""
    if some.base is not None and some.base is others.base:
        return True
    few = slice(None, None, 61)  # enough to tell weights that were trained, in no time
    if not np.array_equal(some[few, few], others[few, few], equal_nan=True):
        return False
    return np.array_equal(some.view(np.int64), others.view(np.int64))  # bit for bit: fast
