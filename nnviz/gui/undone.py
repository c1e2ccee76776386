"""What could be redone before a gesture began: there again once the gesture is taken back."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QUndoStack

from nnviz.gui.commands import Command


class Undone:
    """Keeps the undone entries that the first edit of a gesture drives off an undo stack."""

    def __init__(self, stack: QUndoStack) -> None:
        self._stack = stack
        self._gesture: object | None = None
        self._commands: list[Command] = []
        self._clean = -1

    def keep(self, gesture: object | None) -> None:
        """Keep what is undone now until `gesture` is over; without one, nothing."""
        if gesture is not None and gesture is self._gesture:
            return
        stack = self._stack
        undone = range(stack.index(), stack.count()) if gesture is not None else ()
        commands = (stack.command(at) for at in undone)
        self._gesture, self._clean = gesture, stack.cleanIndex()
        self._commands = [one.asleep() for one in commands if isinstance(one, Command)]

    def put_back(self, gesture: object) -> int:
        """Put it on the stack again if it is of `gesture`; return how many entries that are."""
        if gesture is not self._gesture:
            return 0
        commands, self._commands, self._gesture = self._commands, [], None
        if commands:
            put_asleep(self._stack, commands, self._stack.index(), self._clean)
        return len(commands)


def put_asleep(stack: QUndoStack, commands: list[Command], index: int, clean: int) -> None:
    """Push sleeping entries over those there are, go to `index`, and wake them; tell it once.

    Parameters
    ----------
    clean : int
        The stack's index at which the document is as it was saved.
    """
    with QSignalBlocker(stack):
        for command in (*commands, None):
            if stack.index() == clean:
                stack.setClean()
            if command is not None:
                stack.push(command)
        stack.setIndex(index)
    for command in commands:
        command.sleeping = False
    stack.indexChanged.emit(index)
