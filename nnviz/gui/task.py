"""Work on a thread of its own, while which the window lives on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

# Takes the share of the work that is done, and raises GivenUpError once nobody wants it any more.
Report = Callable[[float], None]


class GivenUpError(Exception):
    """The user did not want to wait for it."""


class Task(QObject):
    """A piece of work, begun at once.

    Parameters
    ----------
    work : callable
        What is to be done; it may report how far it is.
    words : str
        What goes on, in words.

    Attributes
    ----------
    ended : Signal()
        It is done, or could not be; emitted on the window's thread.
    over : bool
        Whether that has been.
    share : float
        How much of the work is done, as far as it tells.
    """

    ended = Signal()
    _left = Signal()

    def __init__(self, work: Callable[[Report], Any], words: str, parent: QObject) -> None:
        super().__init__(parent)
        self.words, self.share, self.over = words, 0.0, False
        self._work = work
        self._result: Any = None
        self._error: Exception | None = None
        self._given_up = False
        self._left.connect(self._end)
        self._thread = threading.Thread(target=self._run, name=f"nnviz: {words}")
        self._thread.start()

    def give_up(self) -> None:
        """End it as soon as that does no harm."""
        self._given_up = True

    def result(self) -> Any:
        """Return what came of it; raise what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result

    def _run(self) -> None:
        try:
            self._result = self._work(self._report)
        except Exception as error:
            self._error = error
        if isValid(self):
            self._left.emit()

    def _report(self, share: float) -> None:
        if self._given_up:
            raise GivenUpError
        self.share = share

    def _end(self) -> None:
        self.over = True
        self.ended.emit()
        self.deleteLater()
