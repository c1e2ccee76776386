"""Writes the document to its file beside the window's thread, one time after another."""

from __future__ import annotations

from collections import deque
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from nnviz.document.document import Document
from nnviz.document.files import DocumentError, digest, save
from nnviz.gui.dialogs.waiting import Waiting, wait_for
from nnviz.gui.session import Session
from nnviz.gui.task import GivenUpError, Report, Task


class ChangedOnDiskError(Exception):
    """The file holds what was never seen here."""


class Saver(QObject):
    """Saves the session's document; the window is free meanwhile, and may change it.

    Attributes
    ----------
    waiting : bool
        Whether somebody waits for it to end.
    written : Signal(Path)
        It is saved there.
    failed : Signal(Path, Exception)
        It is not: a DocumentError or OSError says why, ChangedOnDiskError that another program has
        written the file, GivenUpError that the user has ended it.
    """

    written = Signal(object)
    failed = Signal(object, object)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._task: Task | None = None
        self._dialog: Waiting | None = None
        self._path = Path()
        self.waiting = False
        self._later: deque[Path | None] = deque()

    def save(self) -> None:
        """Save to the document's file, unless another program has changed it."""
        self._begin(None)

    def save_to(self, path: Path) -> None:
        """Save to a file that becomes the document's, whatever is in it."""
        self._begin(path)

    def wait(self) -> None:
        """Return when nothing is being saved any more, and what failed has been said."""
        self.waiting = True
        while self._task is not None and self._dialog is not None:
            wait_for(self._task, self._dialog)
        self.waiting = False

    def _begin(self, path: Path | None) -> None:
        if self._task is not None:
            self._later.append(path)
            return
        session = self._session
        document = session.start_saving()
        self._path = path or session.path or Path()
        own = partial(_write_own, session.digest)
        work = partial(own if path is None else _write, document, self._path)
        self._task = Task(work, f"Saving “{self._path.name}”", self)
        self._dialog = Waiting(self._task, self._window)
        self._task.ended.connect(self._end)

    def _end(self) -> None:
        task, self._task, self._dialog = self._task, None, None
        assert task is not None  # whose end this is
        try:
            digest = task.result()
        except (DocumentError, OSError, ChangedOnDiskError, GivenUpError) as error:
            self._fail(error)
        else:
            self._session.saved(self._path, digest)
            self.written.emit(self._path)
        self._go_on()

    def _fail(self, error: Exception) -> None:
        self._session.not_saved()
        self._later = deque(path for path in self._later if path is not None)
        self.failed.emit(self._path, error)

    def _go_on(self) -> None:
        """Save what was asked for meanwhile, if there is still something to save."""
        while self._task is None and self._later:
            path = self._later.popleft()
            if path is not None or self._session.modified:
                self._begin(path)


def _write(document: Document, path: Path, report: Report) -> str:
    return save(document, path, report)


def _write_own(read: str | None, document: Document, path: Path, report: Report) -> str:
    found = digest(path)
    if found is not None and found != read:
        raise ChangedOnDiskError("another program has changed it since it was opened")
    return save(document, path, report)
