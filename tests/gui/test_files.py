import json
import stat

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from nnviz.document.edits import SetParameters
from nnviz.document.files import open_document, save
from nnviz.gui.dialogs.command_search import CommandSearch
from nnviz.gui.dialogs.import_data import ImportDialog
from nnviz.gui.files import ask_to_overwrite, ask_to_save
from tests.gui.samples import chain, line
from tests.gui.saving import save_by_hand

BUTTONS = QMessageBox.StandardButton


@pytest.fixture
def window(open_window):
    return open_window(chain())


@pytest.fixture
def choose(monkeypatch):
    """Answer the file dialogs with a path."""

    def _choose(path):
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))

    return _choose


def edit(window, value=0.9):
    window.session.apply(SetParameters(np.array([2]), np.array([value])))


def test_save_as_then_save_then_open_again(window, choose, tmp_path):
    path = tmp_path / "chain.nnviz"
    edit(window)
    choose(path)
    save_by_hand(window)
    assert open_document(path).parameters[2] == 0.9
    assert not window.isWindowModified()
    assert window.settings.recent() == [path]
    edit(window, 0.1)
    choose(tmp_path / "never asked.nnviz")
    save_by_hand(window)
    assert open_document(path).parameters[2] == 0.1


def test_a_name_without_an_ending_gets_one(window, choose, tmp_path):
    choose(tmp_path / "my chain")
    save_by_hand(window, "file.save_as")
    assert window.session.path == tmp_path / "my chain.nnviz"
    assert window.session.path.exists()


def test_the_title_tells_which_file_it_is(window, choose, tmp_path):
    assert window.windowTitle() == "Chain[*] – nnviz"
    choose(tmp_path / "lesson 3.nnviz")
    save_by_hand(window, "file.save_as")
    assert window.windowTitle() == "Chain (lesson 3.nnviz)[*] – nnviz"


def test_saving_where_one_may_not_says_so_and_stays_modified(window, choose, tmp_path):
    edit(window)
    choose(tmp_path / "missing folder" / "chain.nnviz")
    save_by_hand(window)
    assert "could not be saved" in window.messages.notice().title
    assert window.isWindowModified()
    assert window.session.path is None
    choose(tmp_path / "chain.nnviz")
    save_by_hand(window)
    assert window.messages.notice() is None


@pytest.fixture
def overwrite(monkeypatch):
    """Answer "overwrite?" with the button given, and keep what was asked."""
    from nnviz.gui import files

    asked = []

    def _overwrite(button):
        def ask(_parent, name, why):
            asked.append((name, why))
            return button

        monkeypatch.setattr(files, "ask_to_overwrite", ask)
        return asked

    return _overwrite


@pytest.fixture
def changed(window, choose, tmp_path):
    """Save the chain, let another program write the file, and edit the chain."""
    path = tmp_path / "chain.nnviz"
    choose(path)
    save_by_hand(window)
    save(line(), path)
    edit(window)
    return path


def test_a_file_that_another_program_changed_is_not_lost_unasked(window, changed, overwrite):
    asked = overwrite(BUTTONS.Cancel)
    save_by_hand(window)
    assert asked == [("chain.nnviz", "another program has changed it since it was opened")]
    assert open_document(changed).title == "Line"
    assert window.isWindowModified()


def test_it_is_overwritten_where_that_is_the_answer(window, changed, overwrite):
    asked = overwrite(BUTTONS.Yes)
    save_by_hand(window)
    assert open_document(changed).parameters[2] == 0.9
    assert not window.isWindowModified()
    edit(window, 0.3)
    save_by_hand(window)  # what is there now is its own
    assert len(asked) == 1


def test_or_another_file_takes_it(window, changed, overwrite, choose, tmp_path):
    overwrite(BUTTONS.Save)
    choose(tmp_path / "other.nnviz")
    save_by_hand(window)
    assert open_document(changed).title == "Line"
    assert window.session.path == tmp_path / "other.nnviz"


def test_a_file_that_is_gone_or_written_alike_is_saved_unasked(window, choose, overwrite, tmp_path):
    asked = overwrite(BUTTONS.Cancel)
    path = tmp_path / "chain.nnviz"
    choose(path)
    save_by_hand(window)
    path.write_bytes(path.read_bytes())
    edit(window)
    save_by_hand(window)
    path.unlink()
    edit(window, 0.1)
    save_by_hand(window)
    assert open_document(path).parameters[2] == 0.1
    assert asked == []


def test_an_opened_file_that_changed_since_is_asked_about(window, overwrite, tmp_path):
    path = tmp_path / "line.nnviz"
    save(line(), path)
    window.files.load(path)
    save(chain(), path)
    asked = overwrite(BUTTONS.Cancel)
    save_by_hand(window)
    assert len(asked) == 1
    assert open_document(path).title == "Chain"


def test_the_ending_that_a_name_gets_does_not_hit_another_file(window, choose, overwrite, tmp_path):
    save(line(), tmp_path / "mine.nnviz")
    asked = overwrite(BUTTONS.Cancel)
    choose(tmp_path / "mine")
    save_by_hand(window, "file.save_as")
    assert asked == [("mine.nnviz", "it exists already")]
    assert open_document(tmp_path / "mine.nnviz").title == "Line"


def test_overwriting_is_asked_in_plain_words(window):
    from PySide6.QtCore import QTimer

    seen = []

    def press():
        (box,) = window.findChildren(QMessageBox)
        seen.extend([box.text(), box.defaultButton().text()])
        box.button(BUTTONS.Yes).click()

    QTimer.singleShot(0, press)
    assert ask_to_overwrite(window, "chain.nnviz", "it exists already") == BUTTONS.Yes
    assert seen == ["Overwrite “chain.nnviz”?", "Save as…"]


def test_a_cancelled_dialog_does_nothing(window, choose):
    edit(window)
    choose("")
    save_by_hand(window)
    window.acts["file.open"].trigger()
    assert window.session.document.title == "Chain"
    assert window.isWindowModified()


def test_open_asks_first_about_changes(window, choose, answer, tmp_path):
    path = tmp_path / "line.nnviz"
    save(line(), path)
    choose(path)
    edit(window)
    answer(BUTTONS.Cancel)
    window.acts["file.open"].trigger()
    assert window.session.document.title == "Chain"
    answer(BUTTONS.Discard)
    window.acts["file.open"].trigger()
    assert window.session.document.title == "Line"
    assert window.session.path == path


def test_the_answer_save_saves_before_it_goes_on(window, choose, answer, tmp_path):
    edit(window)
    path = tmp_path / "chain.nnviz"
    choose(path)
    answer(BUTTONS.Save)
    assert window.files.load("example:xor")
    assert open_document(path).parameters[2] == 0.9
    assert window.session.path is None


def test_not_saving_after_all_keeps_the_document(window, choose, answer):
    edit(window)
    choose("")
    answer(BUTTONS.Save)
    assert not window.files.load("example:xor")
    assert window.session.document.title == "Chain"


BROKEN = {
    "truncated": '{"format": "nnviz", "versi',
    "not json": "PK\x03\x04",
    "empty": "",
    "another format": '{"format": "other", "version": 1}',
    "newer": '{"format": "nnviz", "version": 99}',
    "not an object": "[1, 2, 3]",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_told_in_a_sentence_and_changes_nothing(window, tmp_path, text):
    path = tmp_path / "broken.nnviz"
    path.write_text(text, encoding="utf-8")
    before = window.session.document
    assert not window.files.load(path)
    notice = window.messages.notice()
    assert notice.title == "The file could not be opened."
    assert notice.text
    assert "Traceback" not in notice.text
    assert window.session.document is before
    assert path not in window.settings.recent()


def test_data_that_are_read_at_last_end_the_complaint_about_those_that_were_not(window, tmp_path):
    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_bytes(b"\x00\x01\x02")
    right.write_text("a,b\n1,2\n3,4\n")
    window.files.load(wrong)
    assert window.messages.notice().title == "The data could not be read."
    window.files.load(right)
    assert window.messages.notice() is None
    (dialog,) = window.findChildren(ImportDialog)
    dialog.reject()


def test_a_missing_file_is_told(window, tmp_path):
    assert not window.files.load(tmp_path / "gone.nnviz")
    assert "gone.nnviz" in window.messages.notice().text


def test_every_example_opens_from_its_menu(window):
    for action in window.document_menus.examples.actions():
        action.trigger()
        assert window.messages.notice() is None
        assert window.session.document.title == action.text()
        assert window.session.path is None
        assert not window.isWindowModified()


def test_the_search_finds_examples_and_recent_files(window, qtbot, tmp_path):
    path = tmp_path / "line & co.nnviz"
    save(line(), path)
    window.files.load(path)
    for typed, title in (("xor", "XOR 2-2-1"), ("open recent: line & co", line().title)):
        window.dialogs.search()
        (search,) = window.findChildren(CommandSearch)
        qtbot.keyClicks(search.field, typed)
        qtbot.keyClick(search.field, Qt.Key.Key_Return)
        assert window.session.document.title == title
        qtbot.waitUntil(lambda: not window.findChildren(CommandSearch))


def test_recent_files_are_listed_opened_and_forgotten(window, tmp_path):
    path = tmp_path / "line & co.nnviz"
    save(line(), path)
    window.files.load(path)
    window.files.load("example:chain")
    menu = window.document_menus.recent
    menu.aboutToShow.emit()
    first = menu.actions()[0]
    assert first.text() == "line && co.nnviz"
    first.trigger()
    assert window.session.path == path
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert window.settings.recent() == []


def test_a_table_opens_the_import(window, qtbot, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n3,4\n5,6\n", encoding="utf-8")
    assert window.files.load(path)
    (dialog,) = window.findChildren(ImportDialog)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.ok.click()
    assert window.session.document.input_names == ("a",)
    assert window.session.document.data.n_samples == 3
    assert window.isWindowModified()


TABLES = {
    "text among numbers": "a,b\n1,2\nx,3\n2,4\n",
    "no rows": "a,b\n",
    "one column": "a\n1\n2\n",
    "a missing value": "a,b\n1,\n2,3\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
def test_a_table_that_makes_no_data_changes_nothing(window, qtbot, tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    before = window.session.document
    window.files.load(path)
    dialogs = window.findChildren(ImportDialog)
    if dialogs:  # words may be meant as classes: then the dialog says what is wrong
        dialogs[0].ok.click()
        assert dialogs[0].problem.text()
        with qtbot.waitSignal(dialogs[0].destroyed):
            dialogs[0].reject()
    else:
        assert window.messages.notice().text
    assert window.session.document is before


def test_a_million_columns_are_refused_without_building_a_dialog(window, tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(map(str, range(1_000_000))) + "\n1,2\n", encoding="utf-8")
    window.files.load(path)
    assert window.findChildren(ImportDialog) == []
    assert window.messages.notice().text


def test_the_question_offers_save_discard_and_cancel(window, qtbot):
    from PySide6.QtCore import QTimer

    seen = []

    def press():
        (box,) = window.findChildren(QMessageBox)
        seen.append(box.text())
        box.button(BUTTONS.Discard).click()

    QTimer.singleShot(0, press)
    assert ask_to_save(window, "Chain") == BUTTONS.Discard
    assert seen == ["Save the changes in “Chain”?"]
    qtbot.wait(1)


def test_the_saved_file_is_plain_json(window, choose, tmp_path):
    path = tmp_path / "chain.nnviz"
    choose(path)
    save_by_hand(window, "file.save_as")
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == "nnviz"
    assert path.stat().st_mode & stat.S_IRUSR
