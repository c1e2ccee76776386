"""Where unsaved work is kept: one place per window, in a folder of the user's."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QStandardPaths

from nnviz.document.document import Document
from nnviz.document.files import save
from nnviz.document.writing import replace_file

_DOCUMENT, _NOTE, _LOCK = ".nnviz", ".json", ".lock"


def usual_folder() -> Path:
    """Return the folder in which this user's unsaved work is kept."""
    data = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(data), "recovery")


@dataclass(frozen=True)
class Note:
    """What is kept beside a document.

    Attributes
    ----------
    title : str
    path : Path or None
        The file it was opened from or saved to; None if it never had one.
    digest : str or None
        That of the file as it was then.
    """

    title: str
    path: Path | None = None
    digest: str | None = None


class Shelf:
    """The place of one window, or of one that is no more.

    A lock that names the process guards it: while that process lives nobody else can have it.

    Parameters
    ----------
    folder : Path
        Is made when something is kept.
    name : str, optional
        Of a place that exists; by default a new one.
    """

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self._stem = folder / (name or uuid.uuid4().hex)
        self._lock = QLockFile(str(self._file(_LOCK)))
        self._lock.setStaleLockTime(0)  # however old, it counts as long as its process lives

    def take(self) -> bool:
        """Make it this process's; return whether it could be had."""
        self._stem.parent.mkdir(parents=True, exist_ok=True)
        return self._lock.isLocked() or self._lock.tryLock(0)

    def keep(self, document: Document, path: Path | None, digest: str | None = None) -> None:
        """Write a document in place of the one before; either is there whole.

        Raises
        ------
        DocumentError, OSError
            If it cannot be written.
        """
        if not self.take():
            raise OSError(f"{self._stem.parent} cannot be written")
        place = None if path is None else str(path.absolute())
        note = {"title": document.title, "path": place, "digest": digest}
        replace_file(self._file(_NOTE), [json.dumps(note).encode()])
        save(document, self.file)

    def note(self) -> Note:
        """Return what is known of the document that is kept."""
        try:
            values: Any = json.loads(self._file(_NOTE).read_text("utf-8"))
            path, digest = values["path"], values["digest"]
            return Note(str(values["title"]), None if path is None else Path(path), digest)
        except (OSError, ValueError, KeyError, TypeError):
            return Note("Untitled")

    @property
    def file(self) -> Path:
        """The file of the document that is kept."""
        return self._file(_DOCUMENT)

    def written(self) -> float:
        """Return when the document was written, in seconds since 1970."""
        return self.file.stat().st_mtime

    def clear(self) -> None:
        """Remove what is kept, and keep the place."""
        for ending in (_DOCUMENT, _NOTE):
            self._file(ending).unlink(missing_ok=True)

    def holds_something(self) -> bool:
        """Return whether a document is kept; without one, there is no place either."""
        if self.file.exists():
            return True
        self.clear()
        self.leave()
        return False

    def tidy(self) -> None:
        """Remove what a window left half written."""
        for file in self._stem.parent.glob(f".{self._stem.name}.*"):
            file.unlink(missing_ok=True)

    def leave(self) -> None:
        """Give the place up; what is kept stays."""
        self._lock.unlock()

    def _file(self, ending: str) -> Path:
        return self._stem.with_name(self._stem.name + ending)


def abandoned(folder: Path) -> list[Shelf]:
    """Return the places whose windows died with unsaved work, the oldest first; they are taken."""
    names = {file.name.lstrip(".").partition(".")[0] for file in folder.glob("*")}
    dead = [shelf for name in sorted(names) if (shelf := Shelf(folder, name)).take()]
    for shelf in dead:
        shelf.tidy()
    return sorted((shelf for shelf in dead if shelf.holds_something()), key=Shelf.written)
