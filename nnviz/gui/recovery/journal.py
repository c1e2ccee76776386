"""Keeps the open document safe while one works, soon after each change and not on its thread."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from nnviz.document.document import Document
from nnviz.gui.recovery.shelf import Shelf
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session

# From a change to its being written; changes that follow wait for the same moment. And from a
# failure to the next attempt: a full disk may have room by then.
DELAY, RETRY = 700, 1500


class Journal(QObject):
    """Writes what is not saved to a shelf, and clears the shelf when there is nothing unsaved.

    Attributes
    ----------
    failed : Signal(str)
        The document cannot be kept safe, and why; once until it is possible again.
    """

    failed = Signal(str)
    _written = Signal(str)

    def __init__(
        self, session: Session, runner: Runner, shelf: Shelf, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._shelf = session, runner, shelf
        self._kept: Document | None = None
        self._failing = self._late = False
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="nnviz recovery")
        self._writing: Future[None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._keep)
        self._written.connect(self._judge)
        session.changed.connect(self._follow)
        session.undo_stack.cleanChanged.connect(self._follow)
        self._follow()

    def move_to(self, shelf: Shelf) -> None:
        """Keep the document on another shelf from now on, which holds its like already."""
        self._writer.submit(_leave, self._shelf)
        self._shelf = shelf

    def close(self) -> None:
        """End, and leave nothing behind: what is still unsaved is not wanted."""
        self._timer.stop()
        self._session.changed.disconnect(self._follow)
        self._session.undo_stack.cleanChanged.disconnect(self._follow)
        self._writer.submit(_leave, self._shelf)
        self._writer.shutdown(wait=True)

    def _follow(self, *_: object) -> None:
        if self._wanted() is not self._kept and not self._timer.isActive():
            self._timer.start(DELAY)

    def _wanted(self) -> Document | None:
        """Return what is to be kept; None when everything is saved."""
        session = self._session
        unsaved = session.modified or session.saving or self._runner.running
        return session.present if unsaved else None

    def _keep(self) -> None:
        if self._writing is not None and not self._writing.done():
            self._late = True  # a large document: as soon as the one before is written
            return
        document = self._kept = self._wanted()
        if document is None:
            self._writing = self._writer.submit(self._shelf.clear)
        else:
            path, digest = self._session.path, self._session.digest
            self._writing = self._writer.submit(self._shelf.keep, document, path, digest)
        self._writing.add_done_callback(self._tell)

    def _tell(self, writing: Future[None]) -> None:
        """Bring the outcome from the writer's thread to the window's."""
        error = writing.exception()
        self._written.emit("" if error is None else str(error))

    def _judge(self, wrong: str) -> None:
        if wrong and not self._failing:
            self.failed.emit(wrong)
        self._failing = bool(wrong)
        if wrong:
            self._kept = None
            self._timer.start(RETRY)
        elif self._late:
            self._late = False
            self._keep()


def _leave(shelf: Shelf) -> None:
    shelf.clear()
    shelf.leave()
