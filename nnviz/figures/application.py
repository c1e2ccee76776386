"""Qt's application object where nobody has made one: a script, the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
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
    made = _made()
    try:
        yield
    finally:
        forget_fonts()
        made.shutdown()


def _made() -> QGuiApplication:
    """Make one in silence: Qt says of some locales how it helps itself, which nobody asked."""
    before = qInstallMessageHandler(_ignore)
    try:
        return QGuiApplication(["nnviz", "-platform", "offscreen"])
    finally:
        qInstallMessageHandler(before)


def _ignore(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    del kind, context, message
