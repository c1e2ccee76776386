"""Unsaved work survives the end of the program, and is offered back at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QPushButton

from nnviz.document.edits import SetParameters
from nnviz.document.files import digest, open_document, save
from nnviz.gui.recovery.keeper import Keeper
from nnviz.gui.recovery.shelf import Shelf, abandoned
from nnviz.gui.widgets.message_bar import MessageBar
from tests.gui.saving import save_by_hand, save_session

_DISCARD = QMessageBox.StandardButton.Discard

# Counts up a weight of the chain ten times a second, saying each value after it was set.
_BUSY = """
import sys
import numpy as np
from PySide6.QtCore import QTimer
from nnviz.document.edits import SetParameters
from nnviz.gui import app
from nnviz.gui.window import Window

class Hand(QTimer):
    def __init__(self, window):
        super().__init__(window, interval=100)
        self.window, self.value = window, 0
        self.timeout.connect(self.move)
        self.start()

    def move(self):
        self.value += 1
        value = np.array([float(self.value)])
        self.window.session.apply(SetParameters(np.array([0]), value, "Set w1"))
        print(self.value, flush=True)

start = Window.start
Window.start = lambda window: (start(window), Hand(window))
sys.exit(app.run(sys.argv[1]))
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.nnviz"
    save(open_document("example:chain"), path)
    return path


def _set(window, value):
    window.session.apply(SetParameters(np.array([0]), np.array([value]), "Set w1"))


def _kept(folder):
    return sorted(file.suffix for file in folder.glob("*") if file.suffix != ".lock")


def _left_behind(folder, value, path=None, digest=""):
    """Leave a document as a killed window does: its lock names a process that is no more."""
    document = SetParameters(np.array([0]), np.array([value]), "Set w1").apply(
        open_document("example:chain")
    )
    script = (
        "import os, sys; from pathlib import Path; from nnviz.document.files import open_document\n"
        "from nnviz.gui.recovery.shelf import Shelf\n"
        "shelf = Shelf(Path(sys.argv[1])); path = Path(sys.argv[3]) if sys.argv[3] else None\n"
        "shelf.keep(open_document(sys.argv[2]), path, sys.argv[4] or None); os._exit(9)\n"
    )
    source = folder.parent / "left.nnviz"
    save(document, source)
    arguments = [folder, source, str(path or ""), digest]
    subprocess.run([sys.executable, "-c", script, *arguments], check=False)
    source.unlink()


def test_a_killed_program_loses_at_most_two_seconds(tmp_path, file):
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    program = subprocess.Popen(
        [sys.executable, "-c", _BUSY, str(file)], stdout=subprocess.PIPE, text=True, env=env
    )
    assert program.stdout is not None
    values = [int(program.stdout.readline()) for _ in range(40)]
    program.send_signal(signal.SIGKILL)
    program.wait()
    values += [int(line) for line in program.stdout.read().split()]
    program.stdout.close()
    (shelf,) = abandoned(tmp_path / "nnviz" / "recovery")
    assert shelf.note().path == file
    assert open_document(shelf.file).parameters[0] >= values[-1] - 20
    assert open_document(file).parameters[0] != open_document(shelf.file).parameters[0]
    shelf.leave()


def test_after_recover_the_keyboard_is_on_the_canvas(qtbot, open_window, folder):
    _left_behind(folder, 7.0, None)
    window = open_window(open_document("example:neuron"))
    Keeper(window, folder)
    window.activateWindow()
    bar = window.findChild(MessageBar)
    recover = next(one for one in bar.findChildren(QPushButton) if one.text() == "Recover")
    recover.setFocus()
    qtbot.keyClick(recover, Qt.Key.Key_Space)
    assert window.session.present.parameters[0] == 7.0
    assert window.canvas.network.hasFocus()


def test_what_was_left_is_offered_and_recovered_as_unsaved(
    qtbot, open_window, folder, file, answer
):
    answer(QMessageBox.StandardButton.Discard)
    _left_behind(folder, 7.0, file)
    window = open_window(open_document("example:neuron"))
    Keeper(window, folder)
    notice = window.messages.notice()
    assert "was not saved" in notice.title
    notice.act()
    assert window.session.present.parameters[0] == 7.0
    assert window.session.path == file
    assert window.session.modified
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: _kept(folder) == [".json", ".nnviz"])
    window.close()
    assert _kept(folder) == []


def _press_in_box(qtbot, window, button):
    """Answer the question that comes with one of its buttons."""

    def press():
        (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
        qtbot.mouseClick(box.button(button), Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, window, press)


def test_what_is_not_wanted_is_gone_once_that_is_certain(qtbot, open_window, folder):
    _left_behind(folder, 7.0)
    window = open_window(open_document("example:neuron"))
    Keeper(window, folder)
    for button, kept in ((QMessageBox.StandardButton.Cancel, True), (_DISCARD, False)):
        bar = next(one for one in window.findChildren(MessageBar) if one.isVisible())
        discard = next(one for one in bar.findChildren(QPushButton) if one.text() == "Discard")
        _press_in_box(qtbot, window, button)
        qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
        assert bool(_kept(folder)) == kept
        notice = window.messages.notice()
        assert (notice is not None and "was not saved" in notice.title) == kept
    assert _kept(folder) == []
    assert window.session.document.title == open_document("example:neuron").title
    window.close()


def test_an_offer_not_answered_is_made_again(open_window, folder):
    _left_behind(folder, 7.0)
    for _ in range(2):
        window = open_window(open_document("example:neuron"))
        Keeper(window, folder)
        assert "was not saved" in window.messages.notice().title
        window.close()


def test_two_windows_do_not_share_a_place(qtbot, open_window, folder):
    first, second = (open_window(open_document("example:chain")) for _ in range(2))
    for window, value in ((first, 3.0), (second, 4.0)):
        Keeper(window, folder)
        assert window.messages.notice() is None
        _set(window, value)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.nnviz"))) == 2)
    values = {open_document(path).parameters[0] for path in folder.glob("*.nnviz")}
    assert values == {3.0, 4.0}
    assert abandoned(folder) == []
    for window in (first, second):
        window.session.undo_stack.setClean()
        window.close()


def test_nothing_is_kept_of_what_is_saved(qtbot, open_window, folder, file):
    window = open_window(open_document("example:chain"))
    Keeper(window, folder)
    _set(window, 3.0)
    qtbot.waitUntil(lambda: _kept(folder) == [".json", ".nnviz"])
    save_session(window.session, file)
    qtbot.waitUntil(lambda: _kept(folder) == [])
    _set(window, 4.0)
    qtbot.waitUntil(lambda: _kept(folder) == [".json", ".nnviz"])
    window.session.undo()
    qtbot.waitUntil(lambda: _kept(folder) == [])
    window.close()


def test_training_is_kept_while_it_runs(qtbot, open_window, folder):
    window = open_window(open_document("example:xor"))
    Keeper(window, folder)
    window.runner.start(10**9)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.nnviz"))) == 1)
    kept = open_document(next(folder.glob("*.nnviz")))
    assert kept.history.epochs > 0
    assert not np.array_equal(kept.parameters, open_document("example:xor").parameters)
    window.runner.stop()
    window.session.undo_stack.setClean()
    window.close()


def test_a_folder_that_cannot_be_written_is_told_once(qtbot, open_window, tmp_path):
    blocked = tmp_path / "recovery"
    blocked.write_text("a file where the folder should be")
    window = open_window(open_document("example:chain"))
    keeper = Keeper(window, blocked)
    told = []
    keeper.journal.failed.connect(told.append)
    for value in (3.0, 4.0):
        with qtbot.waitSignal(keeper.journal._written):
            _set(window, value)
    assert len(told) == 1
    assert "cannot be kept safe" in window.messages.notice().title
    window.session.undo_stack.setClean()
    window.close()


def test_what_could_not_be_kept_is_tried_again(qtbot, open_window, tmp_path, monkeypatch):
    monkeypatch.setattr("nnviz.gui.recovery.journal.RETRY", 10)
    blocked = tmp_path / "recovery"
    blocked.write_text("a file where the folder should be")
    window = open_window(open_document("example:chain"))
    keeper = Keeper(window, blocked)
    with qtbot.waitSignal(keeper.journal.failed):
        _set(window, 3.0)
    blocked.unlink()
    qtbot.waitUntil(lambda: _kept(blocked) == [".json", ".nnviz"])
    window.session.undo_stack.setClean()
    window.close()


def test_a_change_while_a_large_document_is_written_follows_at_once(
    qtbot, open_window, folder, monkeypatch
):
    """However long the writing takes, the newest state is the next one written."""
    written, begin, go_on = [], threading.Event(), threading.Event()

    def keep(_shelf, document, *_):
        written.append(document.parameters[0])
        begin.set()
        assert go_on.wait(10)

    monkeypatch.setattr(Shelf, "keep", keep)
    monkeypatch.setattr("nnviz.gui.recovery.journal.DELAY", 1)
    window = open_window(open_document("example:chain"))
    Keeper(window, folder)
    _set(window, 1.0)
    qtbot.waitUntil(begin.is_set)
    for value in (2.0, 3.0, 4.0):
        _set(window, value)
    qtbot.wait(30)
    assert written == [1.0]
    go_on.set()
    qtbot.waitUntil(lambda: written == [1.0, 4.0])
    window.session.undo_stack.setClean()
    window.close()


def test_what_was_half_written_is_swept_away(folder):
    folder.mkdir()
    (folder / ".0123abcd.nnviz-k3xq").write_text("{ half")
    (folder / "0123abcd.json").write_text("{}")
    assert abandoned(folder) == []
    assert list(folder.iterdir()) == []


def test_every_offer_stays_until_it_is_answered(open_window, folder, answer):
    answer(QMessageBox.StandardButton.Discard)
    for value in (7.0, 8.0):
        _left_behind(folder, value)
    window = open_window(open_document("example:neuron"))
    Keeper(window, folder)
    window.session.open("example:xor")
    recovered = set()
    for _ in range(2):
        window.messages.notice().act()
        recovered.add(window.session.document.parameters[0])
    assert recovered == {7.0, 8.0}
    assert window.messages.notice() is None
    window.session.undo_stack.setClean()
    window.close()


def test_a_recovered_document_knows_what_its_file_held(
    open_window, folder, file, answer, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        "nnviz.gui.files.ask_to_overwrite",
        lambda *_: asked.append(1) or QMessageBox.StandardButton.Cancel,
    )
    answer(QMessageBox.StandardButton.Discard)
    window = open_window(open_document("example:neuron"))
    window.session.open(file)
    _left_behind(folder, 7.0, file, digest(file))
    Keeper(window, folder)
    window.messages.notice().act()
    save_by_hand(window)
    assert not window.session.modified
    assert asked == []
    assert open_document(file).parameters[0] == 7.0
    window.close()
    _left_behind(folder, 8.0, file, "another")
    window = open_window(open_document("example:neuron"))
    Keeper(window, folder)
    window.messages.notice().act()
    save_by_hand(window)
    assert window.session.modified
    assert asked == [1]
    window.session.undo_stack.setClean()
    window.close()


def test_a_broken_leftover_is_said_and_nothing_lost(open_window, folder):
    _left_behind(folder, 7.0)
    next(folder.glob("*.nnviz")).write_text("{ broken")
    window = open_window(open_document("example:neuron"))
    Keeper(window, folder)
    before = window.session.document
    window.messages.notice().act()
    assert "could not be read" in window.messages.notice().title
    assert window.session.document is before
    window.close()


def test_a_place_belongs_to_a_living_process(folder):
    shelf = Shelf(folder)
    shelf.keep(open_document("example:chain"), None)
    assert abandoned(folder) == []
    shelf.leave()
    (found,) = abandoned(folder)
    found.leave()
    assert time.time() - found.written() < 60
    assert Path(folder).is_dir()
