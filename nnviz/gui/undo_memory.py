"""How much memory the undo entries take, and the oldest of them that go when it is too much."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QUndoStack

from nnviz.document.document import Document
from nnviz.document.weight import held_by
from nnviz.gui.changes import Change
from nnviz.gui.commands import Command
from nnviz.gui.notices import Notice
from nnviz.gui.undone import put_asleep

if TYPE_CHECKING:
    from nnviz.gui.window import Window

MIB = 2**20
# What an entry takes beside the numbers it leads to.
_ENTRY = 2048


class UndoMemory(QObject):
    """Weighs what an undo stack holds, and lets its oldest entries go when it is too much.

    What several entries share counts once, and what the present document holds anyway not at all.

    Attributes
    ----------
    forgot : Signal(bool)
        Some entries went; whether there was nothing left.
    limit : int
        Bytes that all entries may take.
    """

    forgot = Signal(bool)

    def __init__(self, stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.limit = 256 * MIB
        self._stack = stack
        self._entries: list[dict[int, int]] = []
        self._holders: Counter[int] = Counter()
        self._total = 0

    def note(self, present: Document) -> None:
        """Weigh the entry just pushed, or merged into the one before, and make room for it."""
        newest = self._stack.count() - 1
        self._forget_from(newest)
        self._weigh(newest)
        self.keep(present)

    def note_again(self, count: int) -> None:
        """Weigh the last `count` entries, which were there before."""
        first = self._stack.count() - count
        self._forget_from(first)
        for at in range(first, self._stack.count()):
            self._weigh(at)

    def _weigh(self, at: int) -> None:
        self._entries.append(held := held_by(*self._command(at).edits))
        for piece, size in held.items():
            self._holders[piece] += 1
            self._total += size if self._holders[piece] == 1 else 0

    def used(self, present: Document) -> int:
        """Return how many bytes the entries take beside the present document."""
        own = sum(size for piece, size in held_by(present).items() if piece in self._holders)
        return self._total - own + _ENTRY * len(self._entries)

    def keep(self, present: Document) -> None:
        """Let entries go until the others fit: the oldest first, then what was undone longest."""
        self._forget_from(self._stack.count())
        if self.used(present) <= self.limit:
            return
        start, stop = self._fitting(present)
        self._keep_only(start, stop)
        self.forgot.emit(start == stop)

    def _fitting(self, present: Document) -> tuple[int, int]:
        """Take entries off the books until the others fit; return where those begin and end."""
        count, index = len(self._entries), self._stack.index()
        # Many small ones at a time: what stays is put on the stack anew.
        start = min(count // 8, index)
        for _ in range(start):
            self._release(0)
        while self.used(present) > self.limit and start < index:
            self._release(0)
            start += 1
        while self.used(present) > self.limit and self._entries:
            self._release(-1)
        return start, start + len(self._entries)

    def _keep_only(self, start: int, stop: int) -> None:
        """Put these entries, and no others, on the stack, which can drop none by itself."""
        stack = self._stack
        kept = [self._command(at).asleep() for at in range(start, stop)]
        index, clean = stack.index() - start, stack.cleanIndex() - start
        with QSignalBlocker(stack):
            stack.clear()
            stack.resetClean()
        put_asleep(stack, kept, index, clean)

    def _command(self, at: int) -> Command:
        command = self._stack.command(at)
        assert isinstance(command, Command)  # nothing else is ever pushed
        return command

    def _forget_from(self, count: int) -> None:
        while len(self._entries) > count:
            self._release(-1)

    def _release(self, at: int) -> None:
        for piece, size in self._entries.pop(at).items():
            self._holders[piece] -= 1
            if not self._holders[piece]:
                del self._holders[piece]
                self._total -= size


class UndoLimit(QObject):
    """Holds a window's undo entries to what the preferences say, and tells when some went."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._memory = window, window.session.undo_memory
        self._told = False
        self._limit()
        window.settings.changed.connect(self._limit)
        window.session.changed.connect(self._follow)
        self._memory.forgot.connect(self._tell)

    def _limit(self) -> None:
        limit = self._window.settings.undo_mib * MIB
        if limit != self._memory.limit:
            self._memory.limit = limit
            self._memory.keep(self._window.session.present)

    def _follow(self, change: Change) -> None:
        if change == Change.ALL:
            self._told = False

    def _tell(self, nothing_left: bool) -> None:
        """Say it once for each document; again where not even the last step is left."""
        if self._told and not nothing_left:
            return
        self._told = True
        which = "This step is so large that it" if nothing_left else "The oldest steps"
        mib = self._window.settings.undo_mib
        self._window.say(
            Notice(
                "warning",
                f"{which} can no longer be undone.",
                f"What can be undone takes {mib:,} MiB at most.",
                action="Preferences",
                act=self._window.dialogs.preferences,
            )
        )
