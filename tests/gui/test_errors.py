import logging
import sys
import threading

import pytest
from PySide6.QtCore import QObject, Signal, qWarning
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.gui.errors import ErrorHandler


class Bell(QObject):
    rung = Signal()


@pytest.fixture
def handler(qapp, monkeypatch):
    handler = ErrorHandler()
    handler.install()
    yield handler
    handler.uninstall()


@pytest.fixture
def caught(handler):
    notices = []
    handler.caught.connect(notices.append)
    return notices


def fail():
    raise RuntimeError("the slot failed")


@pytest.mark.usefixtures("handler")
def test_hooks_are_given_back(qapp):
    before = sys.excepthook
    inner = ErrorHandler()
    inner.install()
    assert sys.excepthook != before
    inner.uninstall()
    assert sys.excepthook == before


def test_an_error_in_a_slot_is_logged_and_shown_once(caught, caplog):
    bell = Bell()
    bell.rung.connect(fail)
    with caplog.at_level(logging.ERROR, logger="nnviz"):
        for _ in range(3):
            bell.rung.emit()
    (notice,) = caught
    assert "RuntimeError" in notice.title
    assert "Traceback" not in notice.title + notice.text
    assert "the slot failed" in notice.details
    assert "Traceback" in notice.details
    assert len(caplog.records) == 1


def test_two_different_errors_are_two(caught, caplog):
    for error in (ValueError("a"), KeyError("b")):
        sys.excepthook(type(error), error, None)
    assert len(caught) == 2


def test_an_error_in_a_thread_arrives_on_the_windows_thread(caught, qtbot, caplog):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(caught) == 1)


def test_qt_warnings_go_to_the_log_but_the_known_one_is_silent(handler, caplog):
    with caplog.at_level(logging.WARNING, logger="nnviz"):
        qWarning("something odd")
        qWarning("This plugin does not support propagateSizeHints()")
    assert "something odd" in caplog.text
    assert "propagateSizeHints" not in caplog.text


def test_ctrl_c_is_left_alone(caught, capsys):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert caught == []


class Broken(QWidget):
    """Fails each time it is painted, with its painter still open."""

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.fillRect(0, 0, 10, 10, 0)
        raise ArithmeticError("the paint failed")


def test_a_paint_error_is_shown_once_and_the_window_lives_on(caught, qtbot, caplog, capfd):
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(Broken())
    window.resize(200, 100)
    window.show()
    for _ in range(5):
        window.update()
        qtbot.wait(5)
    assert len(caught) == 1
    assert "ArithmeticError" in caught[0].title
    assert [record for record in caplog.records if "active painter" in record.message] == []
