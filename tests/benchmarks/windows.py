"""A window to be timed, as the user has it, and how quick the machine is just now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import thread_time

from PySide6.QtCore import QEvent, QEventLoop, QRectF, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.diagram.picture import Picture
from nnviz.document.document import Document
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window
from tests.benchmarks.items import ItemPerEdge

_QUIET = 0.08
"""Seconds that a frame of 1,024 items takes where nothing else runs."""


def cpu_seconds(run: Callable[[], object], rounds: int) -> list[float]:
    """Return what each of so many rounds took of this thread, others' work left out."""
    taken = []
    for _ in range(rounds):
        started = thread_time()
        run()
        taken.append(thread_time() - started)
    return taken


def slowness(qtbot: QtBot) -> float:
    """Return how many times as long as on a quiet machine everything takes now, at least 1."""
    document = Document.new((32, 32), seed=0)
    trace = document.model().trace(document.x, None)
    yardstick = ItemPerEdge(qtbot, Picture(document, trace, QRectF(0, 0, 1600, 1000)))
    return max(1.0, median(cpu_seconds(yardstick.paint, 3)) / _QUIET)


def live(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@contextmanager
def opened(document: Document) -> Iterator[Window]:
    """Show a window on a document until it is no longer needed."""
    apply_theme("light")
    window = Window(Session(document), Settings())
    window.settings.setParent(window)
    window.resize(1440, 900)
    window.arrangement.reset()
    window.show()
    live(500)
    try:
        yield window
    finally:
        window.runner.stop()
        window.files.saver.wait()
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
