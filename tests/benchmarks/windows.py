"""A window to be timed, as the user has it, and a yardstick of what one would write first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QRectF, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.diagram.picture import Picture
from nnviz.document.document import Document
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window
from tests.benchmarks.items import ItemPerEdge


def seconds(run: Callable[[], object], rounds: int) -> list[float]:
    """Return what each of so many rounds took."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        run()
        taken.append(perf_counter() - started)
    return taken


def yardstick(qtbot: QtBot) -> str:
    """Return in words what a frame of a scene with 1,024 edges as items takes just now."""
    document = Document.new((32, 32), seed=0)
    trace = document.model().trace(document.x, None)
    items = ItemPerEdge(qtbot, Picture(document, trace, QRectF(0, 0, 1600, 1000)))
    items.paint()
    return f"1,024 items {1e3 * median(seconds(items.paint, 5)):.0f} ms"


def live(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@contextmanager
def opened(document: Document) -> Iterator[Window]:
    """Show a window on a document, with settings nobody changed, until it is no longer needed."""
    apply_theme("light")
    with TemporaryDirectory() as folder:
        store = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        yield from _shown(Window(Session(document), Settings(store)))


def _shown(window: Window) -> Iterator[Window]:
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
