"""Work while which the window lives on, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

# Takes the share of the work that is done, and raises GivenUpError once nobody wants it any more.
Report = Callable[[float], None]


class GivenUpError(Exception):
    """The user did not want to wait for it."""


class Work(QObject):
    """What takes its time while the window lives on; begun at once.

    Attributes
    ----------
    words : str
        What goes on, in words.
    ended : Signal()
        It is done, or could not be; emitted on the window's thread.
    over : bool
        Whether that has been.
    share : float or None
        How much of the work is done, as far as it tells; None: nobody knows.
    """

    ended = Signal()

    def __init__(self, words: str, parent: QObject) -> None:
        super().__init__(parent)
        self.words, self.over = words, False
        self.share: float | None = 0.0
        self._result: Any = None
        self._error: Exception | None = None

    def give_up(self) -> None:
        """End it as soon as that does no harm."""
        raise NotImplementedError

    def result(self) -> Any:
        """Return what came of it; raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._result

    def _end(self) -> None:
        self.over = True
        self.ended.emit()
        self.deleteLater()


class Task(Work):
    """A piece of work on a thread of its own.

    Parameters
    ----------
    work : callable
        What is to be done; it may report how far it is.
    """

    _left = Signal()

    def __init__(self, work: Callable[[Report], Any], words: str, parent: QObject) -> None:
        super().__init__(words, parent)
        self._work = work
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
        return super().result()

    def _run(self) -> None:
        try:
            self._result = self._work(self._report)
        except Exception as error:
            self._error = error
        with suppress(RuntimeError):  # nobody waits any more
            if isValid(self):
                self._left.emit()

    def _report(self, share: float) -> None:
        if self._given_up:
            raise GivenUpError
        self.share = share
