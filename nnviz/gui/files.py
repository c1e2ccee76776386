"""New, open, save, recent files, "save changes?", and files dropped on the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from nnviz.document.document import Document
from nnviz.document.examples import examples
from nnviz.document.files import DocumentError, open_with_digest
from nnviz.gui.dialogs.boxes import message_box
from nnviz.gui.dialogs.waiting import is_large, made_beside
from nnviz.gui.notices import Notice
from nnviz.gui.ready import Ready, made_ready
from nnviz.gui.saver import ChangedOnDiskError, Saver
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.task import GivenUpError, Report

if TYPE_CHECKING:
    from nnviz.gui.window import Window

SUFFIX = ".nnviz"
_DOCUMENTS = f"nnviz documents (*{SUFFIX})"
_READABLE = f"nnviz documents and data (*{SUFFIX} *.csv);;{_DOCUMENTS};;Data (*.csv);;All files (*)"
_TABLES = (".csv", ".tsv", ".txt")
_UNSAVED = "The document could not be saved."


class Files(QObject):
    """Moves documents between the session and the disk; asks before anything is lost."""

    def __init__(self, window: Window, session: Session, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self.saver = Saver(session, window)
        self.saver.written.connect(self._written)
        self.saver.failed.connect(self._failed)

    def open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", self._folder(), _READABLE)
        if name:
            self.load(name)

    def load(self, source: str | Path) -> bool:
        """Open a document, an example or a table; return whether it was opened."""
        if Path(source).suffix.lower() in _TABLES:
            self._window.import_data(Path(source))
            return True
        return self.may_replace() and self._load(source)

    def _load(self, source: str | Path) -> bool:
        try:
            self._session.open(source, self.read)
        except GivenUpError:
            return False
        except DocumentError as error:
            self._window.say(Notice("error", "The file could not be opened.", str(error)))
            return False
        if self._session.path is not None:
            self._settings.add_recent(self._session.path)
        return True

    def read(self, source: str | Path) -> tuple[Document, str]:
        """Return a document and its digest; the window lives on while a large one is read.

        Raises
        ------
        DocumentError
            If it cannot be read.
        GivenUpError
            If the user did not want to wait for it.
        """
        path = Path(source)
        if not is_large(path):
            return open_with_digest(source)
        words = f"Opening “{path.name}”"
        ready, digest = made_beside(partial(_read, source), words, self._window)
        self._session.expect(ready)
        return ready.document, digest

    def save(self) -> None:
        """Save to the document's file, or ask for one."""
        if self._session.path is None:
            self.save_as()
        else:
            self.saver.save()

    def save_as(self) -> None:
        """Ask where to save, and save there."""
        proposal = str(Path(self._folder(), _file_name(self._session.document.title)))
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", proposal, _DOCUMENTS)
        path = Path(name)
        if not name:
            return
        if path.suffix:
            self.saver.save_to(path)  # the dialog has asked before it named a file that exists
        elif path.with_suffix(SUFFIX).exists():
            self._save_over(path.with_suffix(SUFFIX), "it exists already")
        else:
            self.saver.save_to(path.with_suffix(SUFFIX))

    def _save_over(self, path: Path, why: str) -> None:
        """Ask before a file is lost that holds what was never seen here."""
        answer = ask_to_overwrite(self._window, path.name, why)
        if answer == QMessageBox.StandardButton.Save:
            self.save_as()
        elif answer == QMessageBox.StandardButton.Yes:
            self.saver.save_to(path)

    def _failed(self, path: Path, error: Exception) -> None:
        """Say why a document is not saved, or ask what to do about it."""
        if isinstance(error, ChangedOnDiskError):
            self._save_over(path, str(error))
        elif not isinstance(error, GivenUpError):
            self._window.say(Notice("error", _UNSAVED, str(error),
                                    action="Save as…", act=self.save_as))  # fmt: skip

    def _written(self, path: Path) -> None:
        self._settings.add_recent(path)
        self._window.messages.withdraw(_UNSAVED)

    def may_replace(self) -> bool:
        """Return whether the open document may go; asks when it has unsaved changes."""
        if self.saver.waiting:
            return False  # that is being found out already
        self._session.joining.emit()
        self.saver.wait()
        if not self._session.modified:
            return True
        answer = ask_to_save(self._window, self._session.name)
        if answer == QMessageBox.StandardButton.Save:
            self.save()
            self.saver.wait()
            return not self._session.modified
        return answer == QMessageBox.StandardButton.Discard

    def sources(self) -> list[tuple[str, str]]:
        """Return source and title of each example."""
        return [(f"example:{name}", title) for name, title in examples()]

    def dropped(self, data: QMimeData) -> Path | None:
        """Return the one file that is being dropped, if it is one."""
        urls = data.urls() if data.hasUrls() else []
        return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None

    def _folder(self) -> str:
        if self._session.path is not None:
            return str(self._session.path.parent)
        recent = self._settings.recent()
        return str(recent[0].parent) if recent else str(Path.home())


def ask_to_save(parent: QWidget, title: str) -> QMessageBox.StandardButton:
    """Ask whether the changes in `title` are saved, discarded, or nothing happens."""
    buttons = QMessageBox.StandardButton
    choices = buttons.Save | buttons.Discard | buttons.Cancel
    question = f"Save the changes in “{title}”?"
    box = message_box(parent, "nnviz", question, "They are lost otherwise.", choices)
    box.setDefaultButton(buttons.Save)
    answer = buttons(box.exec())
    box.deleteLater()
    return answer


def ask_to_overwrite(parent: QWidget, name: str, why: str) -> QMessageBox.StandardButton:
    """Ask whether a file is overwritten (Yes), saved under another name (Save), or left alone."""
    buttons = QMessageBox.StandardButton
    question = f"Overwrite “{name}”?"
    detail = f"If you do, what is in it now is lost: {why}."
    box = message_box(
        parent, "nnviz", question, detail, buttons.Yes | buttons.Save | buttons.Cancel
    )
    box.button(buttons.Yes).setText("Overwrite")
    box.button(buttons.Save).setText("Save as…")
    box.setDefaultButton(buttons.Save)
    answer = buttons(box.exec())
    box.deleteLater()
    return answer


def _file_name(title: str) -> str:
    kept = "".join(c if c.isalnum() or c in " -_.()" else "-" for c in title).strip(" .")
    return (kept or "network") + SUFFIX


def _read(source: str | Path, tell: Report) -> tuple[Ready, str]:
    document, digest = open_with_digest(source, tell)
    return made_ready(document), digest
