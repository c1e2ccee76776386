"""Saving and opening beside the window's thread: the window stays free, and nothing is lost."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.files import open_document, save
from nnviz.gui import files, saver
from nnviz.gui.dialogs import waiting
from nnviz.gui.dialogs.waiting import Waiting
from nnviz.gui.recovery import journal
from nnviz.gui.recovery.keeper import Keeper
from tests.gui.samples import chain
from tests.gui.saving import save_by_hand


class SlowDisk:
    """Writes when it is let, and tells that it was asked to."""

    def __init__(self) -> None:
        self.asked, self.open = threading.Semaphore(0), threading.Semaphore(0)

    def save(self, document, path, tell):
        self.asked.release()
        for _ in range(500):
            if self.open.acquire(timeout=0.01):
                return save(document, path)
            tell(0.5)
        raise OSError("nobody let it write")


@pytest.fixture
def disk(monkeypatch):
    disk = SlowDisk()
    monkeypatch.setattr(saver, "save", disk.save)
    yield disk
    disk.open.release(9)


@pytest.fixture
def window(open_window, tmp_path, monkeypatch):
    window = open_window(chain())
    path = tmp_path / "chain.nnviz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    save_by_hand(window)
    return window


def edit(window, value):
    window.session.apply(SetParameters(np.array([2]), np.array([value])))


def press_save(window):
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def written(window):
    return open_document(window.session.path).parameters[2]


def test_one_goes_on_while_a_slow_disk_writes(window, disk):
    edit(window, 0.9)
    press_save(window)
    assert disk.asked.acquire(timeout=5)
    assert not window.isWindowModified()
    edit(window, 0.8)
    assert window.isWindowModified()
    disk.open.release()
    window.files.saver.wait()
    assert written(window) == 0.9
    assert window.isWindowModified()
    window.session.undo()
    assert not window.isWindowModified()


def test_a_save_while_one_is_written_follows_with_what_is_there_then(window, disk):
    edit(window, 0.9)
    press_save(window)
    edit(window, 0.8)
    press_save(window)
    press_save(window)  # there is nothing more to save than before
    disk.open.release(9)
    window.files.saver.wait()
    assert written(window) == 0.8
    assert not window.isWindowModified()
    asked = 0
    while disk.asked.acquire(blocking=False):
        asked += 1
    assert asked == 2


def test_what_could_not_be_written_is_not_saved_and_has_a_way_out(window, tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    window.session.path = folder / "chain.nnviz"
    edit(window, 0.9)
    save_by_hand(window)
    assert window.isWindowModified()
    notice = window.messages.notice()
    assert "could not be saved" in notice.title
    assert "no such file or directory" in notice.text
    notice.act()  # Save as…
    window.files.saver.wait()
    assert window.session.path == tmp_path / "chain.nnviz"
    assert not window.isWindowModified()


def test_closing_waits_for_what_is_written(window, disk):
    edit(window, 0.9)
    press_save(window)
    QTimer.singleShot(20, window, window.close)  # once more, while it waits
    QTimer.singleShot(40, window, disk.open.release)
    assert window.close()
    assert written(window) == 0.9


def test_closing_stops_where_it_could_not_be_written(window, tmp_path, answer):
    asked = answer(QMessageBox.StandardButton.Cancel)
    window.session.path = tmp_path / "gone" / "chain.nnviz"
    edit(window, 0.9)
    press_save(window)
    assert not window.close()
    assert asked == ["Chain (chain.nnviz)"]
    assert window.isVisible()


def test_long_writing_is_seen_and_can_be_ended(window, disk, qtbot, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    edit(window, 0.9)
    before = written(window)
    press_save(window)
    (dialog,) = window.findChildren(Waiting)
    qtbot.waitUntil(lambda: dialog.isVisible() and dialog.bar.value() == 50)
    assert dialog.windowModality() == Qt.WindowModality.NonModal
    edit(window, 0.8)  # the window is free meanwhile
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    window.files.saver.wait()
    assert written(window) == before
    assert window.isWindowModified()
    assert window.messages.notice() is None
    qtbot.waitUntil(lambda: not window.findChildren(Waiting))


def test_work_stays_safe_until_it_is_written(window, disk, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "DELAY", 1)
    folder = tmp_path / "recovery"
    Keeper(window, folder)
    edit(window, 0.9)
    press_save(window)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.nnviz"))) == 1)
    QTest.qWait(20)
    (kept,) = folder.glob("*.nnviz")
    assert open_document(kept).parameters[2] == 0.9
    disk.open.release()
    qtbot.waitUntil(lambda: not list(folder.glob("*.nnviz")))
    window.close()


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.nnviz"
    save(Document.new((300, 300), seed=0), path)
    assert path.stat().st_size > waiting.LARGE_FILE
    return path


def test_the_window_lives_on_while_a_large_file_is_read(window, large, monkeypatch):
    ticked = threading.Event()
    QTimer.singleShot(0, window, ticked.set)
    opened = files.open_with_digest

    def slow(source, tell):
        assert ticked.wait(5)  # which takes the window's thread
        return opened(source, tell)

    monkeypatch.setattr(files, "open_with_digest", slow)
    assert window.files.load(large)
    assert window.session.document.sizes == (300, 300)
    assert window.session.path == large


def test_long_reading_can_be_ended(window, large, qtbot, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    opened = files.open_with_digest
    monkeypatch.setattr(files, "open_with_digest", _slowly(opened))

    def cancel():
        (dialog,) = window.findChildren(Waiting)
        assert dialog.windowModality() == Qt.WindowModality.WindowModal
        QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, window, cancel)
    before = window.session.document
    assert not window.files.load(large)
    assert window.session.document is before
    assert window.messages.notice() is None


def _slowly(opened):
    """Return a reading that goes on for as long as somebody wants it."""

    def read(source, tell):
        for _ in range(1000):
            tell(0.5)
            threading.Event().wait(0.005)
        return opened(source, tell)

    return read


def test_a_large_file_that_is_broken_is_told_as_a_small_one_is(window, large):
    large.write_bytes(large.read_bytes()[:-100])
    assert not window.files.load(large)
    assert "large.nnviz" in window.messages.notice().text
    assert window.session.document.title == "Chain"
