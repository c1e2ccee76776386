"""Fixtures of the window's tests."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Show what is lit at once, so that a picture tells it; fading has tests of its own."""
    from nnviz.gui.canvas import fading

    for name in ("DIMMING", "VALUES"):
        monkeypatch.setattr(fading, name, 0)


@pytest.fixture
def open_window(qtbot):
    """Open a window on a document; it is closed without a question at the end."""
    from nnviz.gui.session import Session
    from nnviz.gui.settings import Settings
    from nnviz.gui.theme import apply_theme
    from nnviz.gui.window import Window

    apply_theme("light")

    def _open(document, size=(1440, 900), show=True):
        window = Window(Session(document), Settings())
        window.session.setParent(window)
        window.settings.setParent(window)
        window.resize(*size)
        window.arrangement.reset()
        qtbot.addWidget(window, before_close_func=_settle)
        if show:
            with qtbot.waitSignal(window.ready, timeout=10_000):
                window.show()
        return window

    return _open


def _settle(window):
    """Leave nothing to ask about when the window is closed."""
    window.runner.stop()
    window.files.saver.wait()
    window.session.undo_stack.setClean()


@pytest.fixture
def answer(monkeypatch):
    """Answer "save changes?" with the buttons given, and count the questions."""
    from nnviz.gui import files

    asked = []

    def _answer(button: QMessageBox.StandardButton):
        def ask(_parent, title):
            asked.append(title)
            return button

        monkeypatch.setattr(files, "ask_to_save", ask)
        return asked

    return _answer
