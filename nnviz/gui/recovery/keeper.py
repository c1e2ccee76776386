"""What a window does for its unsaved work: keeps it, and offers what others left behind."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from nnviz.document.errors import DocumentError
from nnviz.gui.changes import Change
from nnviz.gui.dialogs.boxes import message_box
from nnviz.gui.notices import Notice
from nnviz.gui.recovery.journal import Journal
from nnviz.gui.recovery.shelf import Shelf, abandoned, usual_folder
from nnviz.gui.task import GivenUpError

if TYPE_CHECKING:
    from nnviz.gui.window import Window

_DAY = 24 * 3600


class Keeper(QObject):
    """Keeps one window's document safe until it is closed.

    Parameters
    ----------
    window : Window
    folder : Path, optional
        By default the user's.
    """

    def __init__(self, window: Window, folder: Path | None = None) -> None:
        super().__init__(window)
        self._window = window
        folder = folder or usual_folder()
        self._left = abandoned(folder)
        self.journal = Journal(window.session, window.runner, Shelf(folder), self)
        self.journal.failed.connect(self._warn)
        window.closed.connect(self._close)
        window.session.changed.connect(self._follow)
        self._offer_all()

    def _follow(self, change: Change) -> None:
        """Offer again what is left when another document has taken the messages with it."""
        if change == Change.ALL:
            self._offer_all()

    def _offer_all(self) -> None:
        for shelf in self._left:
            self._window.say(self._offer(shelf))

    def _offer(self, shelf: Shelf) -> Notice:
        title = shelf.note().title
        when = _when(shelf.written())
        return Notice(
            "warning",
            f"“{title}” was not saved when nnviz ended unexpectedly {when}.",
            "Its last state was kept.",
            action="Recover",
            act=partial(self._recover, shelf),
            more=(("Discard", partial(self._discard, shelf)),),
        )

    def _recover(self, shelf: Shelf) -> None:
        """Open what was kept as the unsaved document it was."""
        if not self._window.files.may_replace():
            self._window.say(self._offer(shelf))
            return
        note = shelf.note()
        try:
            document, _ = self._window.files.read(shelf.file)
        except GivenUpError:
            self._window.say(self._offer(shelf))
            return
        except DocumentError as error:
            self._window.say(Notice("error", f"“{note.title}” could not be read.", str(error)))
            return
        self._left.remove(shelf)
        self.journal.move_to(shelf)
        self._window.session.recover(document, note.path, note.digest)

    def _discard(self, shelf: Shelf) -> None:
        """Throw away what was kept, which nobody can bring back."""
        if not ask_to_discard(self._window, shelf.note().title):
            self._window.say(self._offer(shelf))
            return
        self._left.remove(shelf)
        shelf.clear()
        shelf.leave()

    def _warn(self, reason: str) -> None:
        text = f"Save often: {reason}."
        self._window.say(Notice("warning", "Unsaved work cannot be kept safe now.", text))

    def _close(self) -> None:
        self.journal.close()
        for shelf in self._left:
            shelf.leave()  # it is offered again at the next start


def ask_to_discard(parent: QWidget, title: str) -> bool:
    """Ask whether what was kept of `title` may go for good."""
    buttons = QMessageBox.StandardButton
    question, choices = f"Discard what was kept of “{title}”?", buttons.Discard | buttons.Cancel
    box = message_box(parent, "nnviz", question, "Nothing brings it back.", choices)
    box.setDefaultButton(buttons.Cancel)
    answer = buttons(box.exec())
    box.deleteLater()
    return answer == buttons.Discard


def _when(written: float) -> str:
    """Return when something was written, in words of the user's language."""
    moment, locale = QDateTime.fromSecsSinceEpoch(int(written)), QLocale()
    short = QLocale.FormatType.ShortFormat
    clock = locale.toString(moment.time(), short)
    today = time.time() - written < _DAY and moment.date() == QDateTime.currentDateTime().date()
    return f"at {clock}" if today else f"on {locale.toString(moment.date(), short)} at {clock}"
