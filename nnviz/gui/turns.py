"""Work on the window's thread, one piece in a round of its events: the mouse is heard between."""

from __future__ import annotations

from collections import deque
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

# Painting that takes longer leaves no room for a turn in the same round.
_ENOUGH = 0.003


class Turn(QObject):
    """Who waits for a turn.

    Attributes
    ----------
    came : Signal()
        It is this one's turn, for a few milliseconds.
    """

    came = Signal()


class Turns(QObject):
    """Gives one turn in each round of events; who asks again waits until all others had theirs.

    Attributes
    ----------
    worked : Signal(Turn or None, float)
        A turn, or painting, took so many seconds.
    """

    worked = Signal(object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Turn] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._next)
        self._painted = 0.0

    def ask(self, turn: Turn) -> None:
        """Let `turn` come, once, however often it is asked for meanwhile."""
        if turn not in self._waiting:
            self._waiting.append(turn)
            self._timer.start()

    def painted(self, seconds: float) -> None:
        """Count what the round under way has painted."""
        self._painted += seconds
        self.worked.emit(None, seconds)

    def _next(self) -> None:
        painted, self._painted = self._painted, 0.0
        if painted > _ENOUGH:
            return
        turn = self._waiting.popleft() if self._waiting else None
        if not self._waiting:
            self._timer.stop()
        if turn is not None and isValid(turn):
            started = perf_counter()
            turn.came.emit()
            self.worked.emit(turn, perf_counter() - started)
            self._painted = 0.0
