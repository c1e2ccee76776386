"""Save, and go on once it is done."""

from __future__ import annotations

from pathlib import Path

from nnviz.document.files import save
from nnviz.gui.session import Session
from nnviz.gui.window import Window


def save_by_hand(window: Window, action: str = "file.save") -> None:
    """Choose a command of the menu, and wait for the file."""
    window.acts[action].trigger()
    window.files.saver.wait()


def save_session(session: Session, path: Path) -> None:
    """Save what a session holds, without a window."""
    session.saved(path, save(session.start_saving(), path))
