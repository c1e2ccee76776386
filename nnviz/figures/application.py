"""Qt's application object where nobody has made one: a script, the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from nnviz.diagram.fonts import forget_fonts


@contextmanager
def application() -> Iterator[None]:
    """Have an application while painting, without any display.

    One made here is taken down again, so that `nnviz.show` can open a real window afterwards.
    """
    if QCoreApplication.instance() is not None:
        yield
        return
    made = QGuiApplication(["nnviz", "-platform", "offscreen"])
    try:
        yield
    finally:
        forget_fonts()
        made.shutdown()
