"""A picture that takes its time is written and copied while the window lives on."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from nnviz.document.document import Document
from nnviz.figures import rendering
from nnviz.gui import stepwise
from nnviz.gui.dialogs import waiting
from nnviz.gui.dialogs.export_picture import ExportDialog
from nnviz.gui.dialogs.waiting import Waiting

LEFT = Qt.MouseButton.LeftButton
COPY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
OLD = b"what was there before"


@pytest.fixture
def window(open_window):
    return open_window(Document.new((30, 20, 10), seed=1))


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A file that is there already, and is chosen wherever one is asked for."""
    path = tmp_path / "old.png"
    path.write_bytes(OLD)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


@pytest.fixture
def slowly(monkeypatch):
    """Each turn paints no longer than to the next pause, and long work is seen at once."""
    monkeypatch.setattr(stepwise, "_SLICE", 1e-9)
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    monkeypatch.setattr(waiting, "_EVERY", 1)


@pytest.fixture
def held(monkeypatch):
    """Hold the writing of files until it is let."""
    let, begun, write = threading.Event(), threading.Event(), rendering.replace_file

    def replace_file(path, pieces):
        begun.set()
        assert let.wait(10)
        write(path, pieces)

    monkeypatch.setattr(rendering, "replace_file", replace_file)
    replace_file.let, replace_file.begun = let, begun
    yield replace_file
    let.set()


def ask(window, suffix="png"):
    window.acts["file.export"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.format.set_key(suffix)
    return dialog


def shown(window, qtbot):
    """Return what tells how far it is, once it is there."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Waiting)))
    return next(one for one in window.findChildren(Waiting) if one.isVisible())


def all_ended(window):
    threads = [one for one in threading.enumerate() if one.name.startswith("nnviz: Writing")]
    return not threads and not window.findChildren(stepwise.Stepwise)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
@pytest.mark.usefixtures("slowly")
def test_the_window_hears_the_mouse_between_slices_and_sees_how_far_it_is(
    window, qtbot, tmp_path, monkeypatch, suffix
):
    path = tmp_path / f"new.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    dialog = ask(window, suffix)
    told = []

    def press():
        if not path.exists():
            QTest.mouseClick(dialog.transparent, LEFT, pos=QPoint(8, 8))
            told.extend(
                one.bar.value() for one in window.findChildren(Waiting) if one.bar.maximum()
            )

    heard = []
    dialog.transparent.toggled.connect(heard.append)
    timer = QTimer(dialog, interval=1)
    timer.timeout.connect(press)
    timer.start()
    QTest.mouseClick(dialog.ok, LEFT)
    qtbot.waitUntil(lambda: all_ended(window) and not window.findChildren(ExportDialog))
    assert len(heard) > 3
    assert path.stat().st_size > 1000
    assert told == sorted(told)
    assert 0 < told[-1] <= 100


@pytest.mark.usefixtures("slowly")
def test_cancel_leaves_the_old_file_and_the_choices(window, qtbot, path):
    dialog = ask(window)
    dialog.scale.setText("3")
    QTest.mouseClick(dialog.ok, LEFT)
    assert not dialog.ok.isEnabled()
    progress = shown(window, qtbot)
    QTest.mouseClick(progress.cancel, LEFT)
    qtbot.waitUntil(lambda: all_ended(window))
    assert path.read_bytes() == OLD
    assert dialog.isVisible()
    assert dialog.ok.isEnabled()
    assert dialog.scale.text() == "3"
    assert not dialog.problem.text()
    QTest.mouseClick(dialog.ok, LEFT)  # and it can be had after all
    qtbot.waitUntil(lambda: not window.findChildren(ExportDialog))
    assert QImage(str(path)).width() > 1000


@pytest.mark.usefixtures("slowly")
def test_escape_leaves_the_old_file_and_the_dialog(window, qtbot, path):
    dialog = ask(window)
    QTest.mouseClick(dialog.ok, LEFT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: all_ended(window))
    assert path.read_bytes() == OLD
    qtbot.waitUntil(lambda: not window.findChildren(ExportDialog))


@pytest.mark.usefixtures("slowly")
def test_cancel_while_the_file_is_written_leaves_the_old_one(window, qtbot, path, held):
    dialog = ask(window)
    QTest.mouseClick(dialog.ok, LEFT)
    qtbot.waitUntil(held.begun.is_set)
    progress = shown(window, qtbot)
    QTest.mouseClick(progress.cancel, LEFT)
    assert progress.isVisible()  # nobody knows yet what will be there
    held.let.set()
    qtbot.waitUntil(lambda: all_ended(window))
    assert path.read_bytes() == OLD
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert dialog.isVisible()


@pytest.mark.usefixtures("slowly")
def test_closing_the_window_in_the_middle_does_no_harm(window, qtbot, path):
    dialog = ask(window)
    QTest.mouseClick(dialog.ok, LEFT)
    shown(window, qtbot)
    window.close()
    qtbot.waitUntil(lambda: all_ended(window))
    assert path.read_bytes() == OLD


def test_a_picture_that_cannot_be_written_says_why_and_leaves_the_old_one(
    window, qtbot, path, monkeypatch
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rendering, "replace_file", full)
    dialog = ask(window)
    QTest.mouseClick(dialog.ok, LEFT)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.text() == f"Cannot write {path}: no space left on device."
    assert path.read_bytes() == OLD
    assert dialog.ok.isEnabled()


class TestClipboard:
    def test_a_copy_shows_the_network_as_it_was_when_it_was_asked_for(self, window, qtbot):
        before = QImage(_copied(window, qtbot).imageData()).size()
        QTest.keyClick(window, Qt.Key.Key_C, COPY)
        window.session.new(Document.new((3, 2), seed=1))
        qtbot.waitUntil(lambda: "Picture copied" in window.status.words())
        assert QImage(QGuiApplication.clipboard().mimeData().imageData()).size() == before

    @pytest.mark.usefixtures("slowly")
    def test_cancel_leaves_what_was_copied_before(self, window, qtbot):
        mine = QMimeData()
        mine.setText("mine")
        QGuiApplication.clipboard().setMimeData(mine)
        QTest.keyClick(window, Qt.Key.Key_C, COPY)
        progress = shown(window, qtbot)
        QTest.mouseClick(progress.cancel, LEFT)
        qtbot.waitUntil(lambda: not window.findChildren(stepwise.Stepwise))
        assert QGuiApplication.clipboard().text() == "mine"


def _copied(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_C, COPY)
    qtbot.waitUntil(lambda: not window.findChildren(stepwise.Stepwise))
    return QGuiApplication.clipboard().mimeData()
