"""A large table is read beside the window's thread, which tells how far it is and can end it."""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from nnviz.data.csv_reader import read_csv
from nnviz.gui.dialogs import waiting
from nnviz.gui.dialogs.import_data import ImportDialog
from nnviz.gui.dialogs.waiting import Waiting
from tests.gui.samples import chain


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "LARGE_FILE", 1000)
    path = tmp_path / "table.csv"
    path.write_text("a;b\n" + "".join(f"{k};{2 * k}\n" for k in range(5000)))
    return path


@pytest.fixture
def window(open_window):
    return open_window(chain())


def test_how_far_it_is(table):
    told = []
    assert read_csv(table, told.append).n_rows == 5000
    assert len(told) == 5
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0, abs=0.01)


def test_the_window_lives_on_while_a_table_is_read(window, table, monkeypatch):
    ticked = threading.Event()
    QTimer.singleShot(0, window, ticked.set)

    def slow(path, tell):
        assert ticked.wait(5)  # which takes the window's thread
        return read_csv(path, tell)

    monkeypatch.setattr("nnviz.data.csv_reader.read_csv", slow)
    window.files.load(table)
    (dialog,) = window.findChildren(ImportDialog)
    assert dialog.isVisible()
    assert dialog.facts.text() == "table.csv: 5,000 rows, 2 columns"
    dialog.reject()


def test_long_reading_can_be_ended(window, table, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    begun, go_on = threading.Event(), threading.Event()

    def slow(path, tell):
        begun.set()
        assert go_on.wait(5)
        return read_csv(path, tell)

    def cancel():
        (dialog,) = window.findChildren(Waiting)
        QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
        go_on.set()

    monkeypatch.setattr("nnviz.data.csv_reader.read_csv", slow)
    QTimer.singleShot(50, window, cancel)
    window.files.load(table)
    assert begun.is_set()
    assert not window.findChildren(ImportDialog)
    assert window.messages.notice() is None


def test_what_is_wrong_with_a_large_table_is_said(window, table):
    with table.open("a") as file:
        file.write("word;2\n")
    window.files.load(table)
    notice = window.messages.notice()
    assert notice.title == "The data could not be read."
    assert 'row 5002, column "a": "word" is not a number' in notice.text
