"""Work in steps: what paints takes turns on the window's thread, the rest is done beside it."""

from __future__ import annotations

from time import thread_time
from typing import Any

from PySide6.QtCore import QObject

from nnviz.figures.steps import Beside, Steps
from nnviz.gui.task import GivenUpError, Task, Work
from nnviz.gui.turns import Turn, Turns

# So long at once, as for the pictures on the canvas.
_SLICE = 0.005


class Stepwise(Work):
    """Does one step after another; in turns, if they are the window's own.

    Parameters
    ----------
    steps : Steps
        Closed if the user gives it up, or this object goes.
    """

    def __init__(self, steps: Steps[Any], words: str, turns: Turns, parent: QObject) -> None:
        super().__init__(words, parent)
        self._steps, self._turns, self._turn = steps, turns, Turn(self)
        self._given: Any = None
        self._beside: Task | None = None
        self._writes = False
        self._turn.came.connect(self._take_turn)
        self.destroyed.connect(steps.close)
        turns.ask(self._turn)

    def give_up(self) -> None:
        """End it at once; while a file is written, as soon as it is known what came of that."""
        if self.over:
            return
        if self._beside is not None:
            self._beside.give_up()
        if self._beside is None or not self._writes:
            self._leave(GivenUpError())

    def _take_turn(self) -> None:
        """Go on for a few milliseconds."""
        if self.over or self._beside is not None:
            return
        started = thread_time()
        try:
            while not self._do(self._next()):
                if thread_time() - started >= _SLICE:
                    self._turns.ask(self._turn)
                    return
        except StopIteration as end:
            self._result = end.value
            self._end()
        except Exception as error:
            self._leave(error)

    def _next(self) -> Beside | float | None:
        given, self._given = self._given, None
        return self._steps.send(given)

    def _do(self, step: Beside | float | None) -> bool:
        """Note a pause, or begin what is done beside the window; return whether that is so."""
        if isinstance(step, Beside):
            self._writes, self.share = step.writes, None
            self._beside = Task(step.work, self.words, self)
            self._beside.ended.connect(self._go_on)
            return True
        if step is not None:
            self.share = step
        return False

    def _go_on(self) -> None:
        """Take what was done beside the window."""
        task, self._beside = self._beside, None
        if task is None or self.over:
            return
        try:
            self._given = task.result()
        except Exception as error:
            self._leave(error)
        else:
            self._take_turn()

    def _leave(self, error: Exception) -> None:
        self._steps.close()
        self._error = error
        self._end()

    def _end(self) -> None:
        """Say so; this goes when what is done beside has left it."""
        if self._beside is None:
            super()._end()
            return
        self.over = True
        self.ended.emit()
        self._beside.ended.connect(self.deleteLater)
