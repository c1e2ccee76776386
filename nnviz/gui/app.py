"""The application: start it, show one window, leave.

The window's frame is on screen before NumPy and what needs it is loaded, so these come late.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, QSize, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from nnviz.document.errors import DocumentError
from nnviz.gui.display import display_problem
from nnviz.gui.errors import ErrorHandler
from nnviz.gui.notices import Notice
from nnviz.gui.scale import set_scale
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window
from nnviz.gui.wishes import wants_little_motion

if TYPE_CHECKING:
    from nnviz.document.document import Document

FIRST = "example:neuron"
# A window that is shown minimized is never painted: what comes then waits no longer, in ms.
_FRAME_PATIENCE = 500
# A second thread of matrix products gains training a tenth and takes the window's own processor.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
# So many seconds a thread may keep the interpreter while others wait for it; Python's 0.005 are a
# third of a frame, and training, the soft pictures and the window take turns.
_TURN = 0.0005
# What would give a picture another size than the one asked for.
_SCALINGS = (
    "QT_FONT_DPI",
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_USE_PHYSICAL_DPI",
)


def run(
    source: str | None = None,
    theme: str | None = None,
    screenshot: str | None = None,
    size: tuple[int, int] = (1440, 900),
) -> int:
    """Open the window and return the exit code when it is closed.

    Parameters
    ----------
    source : str, optional
        A file or ``example:NAME``; by default the last file, else the neuron.
    theme : str, optional
        ``"light"``, ``"dark"`` or ``"system"`` for this time; by default the user's choice.
    screenshot : str, optional
        Paint the window once at `size`, save it here and leave.

    Raises
    ------
    DocumentError
        If `source` cannot be opened.
    """
    if screenshot is not None:
        return _screenshot(source, theme, Path(screenshot), size)
    problem = display_problem()
    if problem is not None:
        _check(source)
        print(problem, file=sys.stderr)
        return 2
    leave_a_processor()
    with _handled(ErrorHandler()) as errors:
        _live(lambda window: _fill(window, source), theme, errors)
    return 0


def leave_a_processor() -> None:
    """Let NumPy, which is loaded after this, multiply in one thread unless the user says else.

    And let threads take short turns.
    """
    sys.setswitchinterval(_TURN)
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")


def _check(source: str | None) -> None:
    """Find what is wrong with a source where it cannot be shown."""
    from nnviz.document.files import open_document

    if source is not None:
        open_document(source)


def show(model: Any, x: Any = None, y: Any = None) -> None:
    """Open the window on a model and its data; return when it is closed.

    Raises
    ------
    RuntimeError
        If no display can be reached.
    """
    from nnviz.document.from_model import document_from_model

    document = document_from_model(model, x, y)
    problem = display_problem()
    if problem is not None:
        raise RuntimeError(problem.removeprefix("nnviz: "))
    with _handled(ErrorHandler()) as errors:
        _live(lambda window: _furnish(window, (document, None), None), None, errors)


def application() -> QApplication:
    """Return the running QApplication, made when there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        set_scale(Settings().scale)
        app = QApplication(["nnviz"])
        app.setApplicationName("nnviz")
        app.setApplicationDisplayName("nnviz")
        app.setDesktopFileName("nnviz")
    app.setQuitOnLastWindowClosed(False)
    return app


class ThemeKeeper(QObject):
    """Puts the chosen theme on the application, and follows the system's."""

    def __init__(self, settings: Settings, theme: str | None, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._chosen = (settings.theme, settings.contrast)
        self._theme = theme or settings.theme
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)
        settings.changed.connect(self._follow)
        self._apply()

    def _apply(self) -> None:
        apply_theme(self._theme, self._settings.contrast)

    def _follow(self) -> None:
        chosen = (self._settings.theme, self._settings.contrast)
        if chosen != self._chosen:
            if chosen[0] != self._chosen[0]:
                self._theme = chosen[0]
            self._chosen = chosen
            self._apply()

    def _follow_system(self, *_: object) -> None:
        if "system" in (self._theme, self._settings.contrast):
            self._apply()


def _window(opened: tuple[Document, str | None], source: str | None, settings: Settings) -> Window:
    """Return a window on a document, and where it is a file's, with that file's digest."""
    window = Window(None, settings)
    settings.setParent(window)
    _furnish(window, opened, source)
    return window


def _furnish(window: Window, opened: tuple[Document, str | None], source: str | None) -> None:
    from nnviz.gui.accessible import install as install_accessibility
    from nnviz.gui.session import Session

    install_accessibility()
    session = Session(opened[0])
    if source is not None and not source.startswith("example:"):
        session.path, session.digest = Path(source), opened[1]
        window.settings.add_recent(session.path)
    window.furnish(session)


def _fill(window: Window, source: str | None) -> None:
    """Open a source, else the last file; if that cannot be read, say so over the first example."""
    from nnviz.document.files import open_with_digest

    last = next(iter(window.settings.recent()), None)
    if source is not None or last is None:
        source = source or FIRST
        _furnish(window, open_with_digest(source), source)
        return
    try:
        opened = open_with_digest(last)
    except DocumentError as error:
        _furnish(window, open_with_digest(FIRST), FIRST)
        window.say(Notice("error", "The last file could not be opened.", str(error)))
    else:
        _furnish(window, opened, str(last))


@contextmanager
def _handled(errors: ErrorHandler) -> Iterator[ErrorHandler]:
    """Handle errors while the application lives, Qt's first words included."""
    errors.install()
    try:
        yield errors
    finally:
        errors.uninstall()


def _live(fill: Callable[[Window], None], theme: str | None, errors: ErrorHandler) -> None:
    """Show the window until it is closed: at once its frame, then with what `fill` puts there."""
    application()
    window = Window(None, Settings())
    window.settings.setParent(window)
    ThemeKeeper(window.settings, theme, window)
    try:
        _frame(window)
        if window.isVisible():
            fill(window)
            _use(window, errors)
    finally:
        _destroy(window)


def _frame(window: Window) -> None:
    """Show the window's frame, and wait until it is painted."""
    loop = QEventLoop()
    window.framed.connect(loop.quit)
    QTimer.singleShot(_FRAME_PATIENCE, loop, loop.quit)
    window.appear()
    loop.exec()


def _use(window: Window, errors: ErrorHandler) -> None:
    from nnviz.gui.recovery.keeper import Keeper

    errors.caught.connect(window.say)
    # Asked before it is needed: another program answers, which may take a while.
    threading.Thread(target=wants_little_motion, name="nnviz wishes").start()
    loop = QEventLoop()
    window.closed.connect(loop.quit)
    window.ready.connect(_leave_in_peace)
    window.start()
    Keeper(window)
    loop.exec()


def _leave_in_peace() -> None:
    """Let the garbage collector pass over what stays: to look through it takes a few frames."""
    gc.collect()
    gc.freeze()


def _destroy(window: Window) -> None:
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def _screenshot(source: str | None, theme: str | None, path: Path, size: tuple[int, int]) -> int:
    """Paint the window once, off the screen, with nobody's settings."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in _SCALINGS:
        os.environ.pop(name, None)
    from nnviz.document.files import open_document

    document = open_document(source or FIRST)
    with tempfile.TemporaryDirectory() as folder, _handled(ErrorHandler(quiet=True)):
        application()
        store = QSettings(str(Path(folder, "nnviz.ini")), QSettings.Format.IniFormat)
        window = _window((document, None), source, Settings(store))
        picture = _photograph(window, theme or "light", QSize(*size))
        _destroy(window)
    if picture.save(str(path)):
        return 0
    print(f"nnviz: {path} could not be written: check its folder and its ending", file=sys.stderr)
    return 2


def _photograph(window: Window, theme: str, size: QSize) -> QPixmap:
    loop = QEventLoop()
    window.ready.connect(lambda: QTimer.singleShot(0, loop.quit))
    ThemeKeeper(window.settings, theme, window)
    window.resize(size)
    window.arrangement.reset()
    window.show()
    window.canvas.network.setFocus()
    loop.exec()
    return window.grab()
