"""New, open, save, recent files, "save changes?", and files dropped on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from nnviz.document.examples import examples
from nnviz.document.files import DocumentError
from nnviz.gui.dialogs.boxes import message_box
from nnviz.gui.notices import Notice
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings

if TYPE_CHECKING:
    from nnviz.gui.window import Window

SUFFIX = ".nnviz"
_DOCUMENTS = f"nnviz documents (*{SUFFIX})"
_READABLE = f"nnviz documents and data (*{SUFFIX} *.csv);;{_DOCUMENTS};;Data (*.csv);;All files (*)"
_TABLES = (".csv", ".tsv", ".txt")


class Files(QObject):
    """Moves documents between the session and the disk; asks before anything is lost."""

    def __init__(self, window: Window, session: Session, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings

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
            self._session.open(source)
        except DocumentError as error:
            self._window.say(Notice("error", "The file could not be opened.", str(error)))
            return False
        if self._session.path is not None:
            self._settings.add_recent(self._session.path)
        return True

    def save(self) -> bool:
        """Save to the document's file, or ask for one; return whether it is saved."""
        path = self._session.path
        if path is None:
            return self.save_as()
        if self._session.changed_on_disk:
            return self._save_over(path, "another program has changed it since it was opened")
        return self._write(path)

    def _save_over(self, path: Path, why: str) -> bool:
        """Ask before a file is lost that holds what was never seen here."""
        answer = ask_to_overwrite(self._window, path.name, why)
        if answer == QMessageBox.StandardButton.Save:
            return self.save_as()
        return answer == QMessageBox.StandardButton.Yes and self._write(path)

    def save_as(self) -> bool:
        """Ask where to save, and save there."""
        proposal = str(Path(self._folder(), _file_name(self._session.document.title)))
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", proposal, _DOCUMENTS)
        if not name:
            return False
        path = Path(name)
        if path.suffix:
            return self._write(path)  # the dialog has asked before it named a file that exists
        path = path.with_suffix(SUFFIX)
        return self._save_over(path, "it exists already") if path.exists() else self._write(path)

    def _write(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except (DocumentError, OSError) as error:
            self._window.say(Notice("error", "The document could not be saved.", str(error)))
            return False
        self._settings.add_recent(path)
        return True

    def may_replace(self) -> bool:
        """Return whether the open document may go; asks when it has unsaved changes."""
        self._session.joining.emit()
        if not self._session.modified:
            return True
        answer = ask_to_save(self._window, self._session.document.title)
        if answer == QMessageBox.StandardButton.Save:
            return self.save()
        return answer == QMessageBox.StandardButton.Discard

    def sources(self) -> list[tuple[str, str]]:
        """Return source and title of each example."""
        return [(f"example:{name}", title) for name, title in examples()]

    def _folder(self) -> str:
        if self._session.path is not None:
            return str(self._session.path.parent)
        recent = self._settings.recent()
        return str(recent[0].parent) if recent else str(Path.home())


def dropped_file(data: QMimeData) -> Path | None:
    """Return the one file that is being dropped, if it is one."""
    urls = data.urls() if data.hasUrls() else []
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


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
