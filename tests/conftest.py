"""What every test shares: no screen, nobody's settings, and nothing left behind."""

from __future__ import annotations

import gc
import os
import tempfile
import threading

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

# Qt's offscreen plugin says this whenever a window with size hints is shown, or one is raised.
_KNOWN = r"This plugin does not support (propagateSizeHints\(\)|raise\(\)|grabbing the keyboard)"


def pytest_collection_modifyitems(items):
    gc.freeze()  # what is there now stays: collecting after each test then costs half as much
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(_KNOWN, extend=True))


@pytest.fixture(autouse=True)
def _own_settings():
    """Keep preferences of tests apart from each other and from the user's."""
    try:
        from PySide6.QtCore import QSettings
    except ImportError:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
                QSettings.setPath(form, scope, folder)
        yield


@pytest.fixture(autouse=True)
def _no_threads_left():
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(timeout=2)
    assert not [thread.name for thread in left if thread.is_alive()]


@pytest.fixture(autouse=True)
def _nothing_left_on_the_clipboard(request):
    """Take what was copied off again: Qt's offscreen clipboard outlives Python, which owns it."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _nothing_left_on_screen(request):
    """Fail a test that leaves a visible widget or a running timer behind."""
    yield
    if "qapp" not in request.fixturenames:
        return
    left = [*_widgets_left(request), *_timers_left(request)]
    assert not left, f"left behind: {left}"


def _widgets_left(request):
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    owned = {id(ref()) for ref, _ in getattr(request.node, "qt_widgets", [])}
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and id(w) not in owned]
    for widget in shown:
        widget.hide()
    return [type(widget).__name__ for widget in shown]


def _timers_left(request):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    owned = [ref() for ref, _ in getattr(request.node, "qt_widgets", [])]
    kept = {id(t) for widget in filter(None, owned) for t in widget.findChildren(QTimer)}
    timers = [t for w in QApplication.topLevelWidgets() for t in w.findChildren(QTimer)]
    running = [t for t in timers if t.isActive() and id(t) not in kept]
    for timer in running:
        timer.stop()
    return [f"timer of {type(timer.parent()).__name__}" for timer in running]
