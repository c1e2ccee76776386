"""The one handler of errors: logged, shown once, and nothing lost."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import Counter
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QPainter

from nnviz.gui.notices import Notice

_log = logging.getLogger("nnviz")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# Qt says these of its own plugins; there is nothing to do about them.
_KNOWN = ("does not support propagateSizeHints", "does not support raise()")


class ErrorHandler(QObject):
    """Takes every uncaught exception and Qt's messages, from any thread.

    Parameters
    ----------
    quiet : bool
        Whether Qt's messages are dropped: nothing they say would help.

    Attributes
    ----------
    caught : Signal(Notice)
        An error not seen before; arrives on the window's thread, through its queue.
    """

    caught = Signal(object)

    def __init__(self, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        self._seen: Counter[tuple[str, str, int]] = Counter()
        self._before = (sys.excepthook, threading.excepthook)
        self._qt_before: Any = None

    def install(self) -> None:
        """Take over the three hooks."""
        sys.excepthook = self.handle
        threading.excepthook = self._handle_thread
        self._qt_before = qInstallMessageHandler(self._handle_qt)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)

    def handle(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an exception; queue it for the window when it is new."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        where = _origin(trace)
        key = (kind.__name__, *where)
        self._seen[key] += 1
        if self._seen[key] == 1:  # a paint error comes back every frame
            details = "".join(traceback.format_exception(kind, error, trace))
            _log.error("an error inside nnviz\n%s", details)
            self.caught.emit(_notice(error, where, details))
        _end_painters(trace)

    def _handle_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def _handle_qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not self._quiet and not any(known in message for known in _KNOWN):
            _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)


def _end_painters(trace: TracebackType | None) -> None:
    """End the painters of a paint event that failed.

    The traceback keeps them alive, and Qt crashes when it flushes a surface still painted on.
    """
    frames = [frame for frame, _ in traceback.walk_tb(trace)]
    for frame in reversed(frames):
        for value in frame.f_locals.values():
            if isinstance(value, QPainter) and value.isActive():
                value.end()
    traceback.clear_frames(trace)


def _origin(trace: TracebackType | None) -> tuple[str, int]:
    frames = traceback.extract_tb(trace)
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)


def _notice(error: BaseException, where: tuple[str, int], details: str) -> Notice:
    place = where[0].replace("\\", "/").rpartition("nnviz/")[2] or "nnviz"
    return Notice(
        "error",
        f"Something went wrong inside nnviz: {type(error).__name__}.",
        f"It happened in {place}. Your document is as it was; save it under another name.",
        details=details,
    )
