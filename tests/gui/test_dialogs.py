import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QScreen
from PySide6.QtWidgets import QFileDialog, QMessageBox, QTableWidget

from nnviz.data.csv_reader import read_csv
from nnviz.gui.actions import Actions
from nnviz.gui.dialogs.boxes import message_box
from nnviz.gui.dialogs.command_search import CommandSearch
from nnviz.gui.dialogs.export_picture import ExportDialog
from nnviz.gui.dialogs.import_data import ImportDialog
from nnviz.gui.dialogs.new_network import NewNetworkDialog
from nnviz.gui.dialogs.preferences import PreferencesDialog
from nnviz.gui.dialogs.shortcuts import ShortcutSheet
from nnviz.gui.dialogs.sizes import parse_hidden, parse_sizes
from nnviz.gui.session import Session
from nnviz.gui.settings import DIGITS, Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch
from tests.gui.samples import chain, line

TABLE = """size, colour, weight
 1.5, red, 10
 2.5, blue, 20
 3.5, red, 30
 4.5, blue, 40
"""


class Willing:
    """Lets every document go."""

    def may_replace(self):
        return True


@pytest.fixture(autouse=True)
def _look(qapp):
    apply_theme("light")


@pytest.fixture
def show(qtbot):
    def _show(dialog):
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return _show


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "fruit.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def type_into(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# --------------------------------------------------------------- new network


@pytest.mark.parametrize("text", ["8-10-1", "8, 10, 1", "8 10 1", "8–10–1", " 8×10×1 ", "8;10;1"])
def test_sizes_are_read_as_people_write_them(text):
    assert parse_sizes(text) == (8, 10, 1)


@pytest.mark.parametrize("text", ["", "8", "8-0-1", "8-a-1", "8-1.5-1", "8--x", "9" * 400 + "-1"])
def test_sizes_that_make_no_network_are_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^Layer sizes: .*\.$"):
        parse_sizes(text)


@pytest.mark.parametrize("text", ["2,x", "2-x-1", "x"])
def test_the_part_that_is_no_size_is_named(text):
    with pytest.raises(ValueError, match="“x” is not a positive whole number"):
        parse_sizes(text)


def test_a_sentence_of_two_lines_leaves_the_rows_their_heights(show, qtbot):
    session = Session(line())
    dialog = show(NewNetworkDialog(session, Willing()))
    before = [field.height() for field in (dialog.sizes, dialog.hidden, dialog.output)]
    tops = [field.y() for field in (dialog.sizes, dialog.hidden, dialog.output)]
    type_into(qtbot, dialog.sizes, "7-5-9")
    press(qtbot, dialog.ok)
    assert dialog.problem.isVisible()
    qtbot.wait(1)
    assert [field.height() for field in (dialog.sizes, dialog.hidden, dialog.output)] == before
    assert [field.y() for field in (dialog.sizes, dialog.hidden, dialog.output)] == tops
    assert dialog.problem.height() >= dialog.problem.heightForWidth(dialog.problem.width())


def test_no_hidden_layers_are_fine():
    assert parse_hidden("") == ()
    assert parse_hidden("16-8") == (16, 8)


def test_a_new_network_has_relu_in_its_hidden_layers(show, qtbot):
    session = Session(chain())
    dialog = show(NewNetworkDialog(session, Willing()))
    type_into(qtbot, dialog.sizes, "3-5-4-2")
    assert dialog.count.text() == "54 weights and biases"
    dialog.output.set_key("linear")
    press(qtbot, dialog.ok)
    document = session.document
    assert not dialog.isVisible()
    assert document.sizes == (3, 5, 4, 2)
    assert [layer.activation for layer in document.layers] == ["relu", "relu", "linear"]
    assert session.path is None
    assert np.isfinite(session.trace.loss)


def test_wrong_sizes_keep_the_dialog_and_the_document(show, qtbot):
    session = Session(chain())
    before = session.document
    dialog = show(NewNetworkDialog(session, Willing()))
    for text in ("3-nine-1", "1000000000-1000000000-1", "-".join(["1"] * 1002)):
        dialog.sizes.setText(text)
        press(qtbot, dialog.ok)
        assert dialog.isVisible()
        assert dialog.problem.text()
    assert session.document is before


def test_a_network_for_the_data_at_hand_keeps_them_and_can_be_undone(show, qtbot):
    session = Session(line())
    dialog = show(NewNetworkDialog(session, Willing()))
    assert dialog.keep.isChecked()
    type_into(qtbot, dialog.sizes, "2-4-1")
    press(qtbot, dialog.ok)
    assert "1 inputs and 1 outputs" in dialog.problem.text()
    type_into(qtbot, dialog.sizes, "1-4-1")
    press(qtbot, dialog.ok)
    assert session.document.sizes == (1, 4, 1)
    assert session.document.data is not None
    session.undo()
    assert session.document.sizes == (1, 1)


def test_a_softmax_network_has_a_loss_that_fits(show, qtbot):
    session = Session(chain())
    dialog = show(NewNetworkDialog(session, Willing()))
    type_into(qtbot, dialog.sizes, "2-3")
    dialog.output.set_key("softmax")
    press(qtbot, dialog.ok)
    assert session.document.training.loss == "categorical_crossentropy"
    assert np.isfinite(session.trace.loss)


def test_the_keyboard_begins_at_the_first_field_and_ends_at_the_buttons(show, qtbot):
    dialog = show(NewNetworkDialog(Session(line()), Willing()))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.sizes.hasFocus)
    assert dialog.sizes.selectedText() == dialog.sizes.text()
    for expected in (dialog.hidden, dialog.output, dialog.keep, dialog.cancel, dialog.ok):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is expected


# -------------------------------------------------------------------- import


def test_an_import_builds_a_fitting_network(show, qtbot, table):
    session = Session(chain())
    dialog = show(ImportDialog(session, read_csv(table), table))
    assert dialog.target.key() == "weight"
    assert dialog.chosen_inputs() == ("size",)
    type_into(qtbot, dialog.test_share, "50")
    qtbot.keyClick(dialog.test_share, Qt.Key.Key_Tab)
    type_into(qtbot, dialog.hidden, "6-3")
    press(qtbot, dialog.ok)
    document = session.document
    assert document.preparation.test_share == 0.5
    assert document.sizes == (1, 6, 3, 1)
    assert document.preparation.input_scaling == "standardise"
    assert document.preparation.target_scaling == "standardise"
    assert len(document.prepared.x_test) == 2
    assert list(document.data.inputs[:, 0]) == [1.5, 2.5, 3.5, 4.5]
    session.undo()
    assert session.document.data is None


def test_a_target_of_words_becomes_classes(show, qtbot, table):
    session = Session(chain())
    dialog = show(ImportDialog(session, read_csv(table), table))
    at = dialog.target.findData("colour")
    dialog.target.setCurrentIndex(at)
    dialog.target.activated.emit(at)
    assert dialog.chosen_inputs() == ("size", "weight")
    assert not dialog.target_scaling.isEnabled()
    press(qtbot, dialog.ok)
    document = session.document
    assert document.data.classes == ("blue", "red")
    assert document.layers[-1].activation == "softmax"
    assert document.training.loss == "categorical_crossentropy"


def test_unchecked_columns_are_left_out(show, qtbot, table):
    session = Session(chain())
    dialog = show(ImportDialog(session, read_csv(table), table))
    dialog.inputs.item(0).setCheckState(Qt.CheckState.Unchecked)
    press(qtbot, dialog.ok)
    assert dialog.isVisible()
    assert "at least one column" in dialog.problem.text()


@pytest.mark.parametrize("share", ["abc", "1e400", "-5", "100"])
def test_a_wrong_test_share_is_refused(show, qtbot, table, share):
    session = Session(chain())
    before = session.document
    dialog = show(ImportDialog(session, read_csv(table), table))
    dialog.test_share.setText(share)
    press(qtbot, dialog.ok)
    assert dialog.problem.text()
    assert session.document is before


def test_the_preview_shows_the_first_rows(show, table):
    dialog = show(ImportDialog(Session(chain()), read_csv(table), table))
    preview = dialog.findChild(QTableWidget)
    assert preview.horizontalHeaderItem(1).text() == "colour"
    assert preview.item(1, 1).text() == "blue"
    assert preview.item(2, 0).text() == "3.5"
    assert "4 rows, 3 columns" in dialog.facts.text()


def test_the_import_clips_no_name_and_shows_its_rows_whole(show, tmp_path):
    names = [f"a rather long name {k}" for k in range(9)]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join([",".join(names)] + [",".join("123456789")] * 7))
    dialog = show(ImportDialog(Session(chain()), read_csv(path), path))
    preview = dialog.findChild(QTableWidget)
    header = preview.horizontalHeader()
    for at in range(9):
        assert header.sectionSize(at) >= header.sectionSizeFromContents(at).width()
    last = preview.visualItemRect(preview.item(preview.rowCount() - 1, 0))
    assert last.bottom() <= preview.viewport().height()
    inputs = dialog.inputs
    assert inputs.visualItemRect(inputs.item(8)).bottom() <= inputs.viewport().height()


def test_at_twice_the_size_the_import_fits_the_screen_and_every_field_can_be_reached(
    show, qtbot, table, monkeypatch
):
    room = QSize(960, 520)  # of 1920 × 1040, as twice the size leaves it
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: room)
    dialog = show(ImportDialog(Session(chain()), read_csv(table), table))
    dialog.inputs.item(0).setCheckState(Qt.CheckState.Unchecked)
    press(qtbot, dialog.ok)
    assert dialog.problem.isVisible()
    assert dialog.height() <= room.height() - 30  # and the frame that the system draws
    fields = [dialog.target, dialog.inputs, dialog.input_scaling, dialog.target_scaling]
    fields += [dialog.test_share, dialog.hidden, dialog.findChild(QTableWidget)]
    dialog.target.setFocus()
    for field in fields:
        assert dialog.focusWidget() is field
        assert field.visibleRegion().boundingRect() == field.rect()
        qtbot.keyClick(field, Qt.Key.Key_Tab)


# -------------------------------------------------------------------- export


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_an_export_writes_the_picture(show, qtbot, tmp_path, monkeypatch, suffix):
    told = []
    dialog = show(ExportDialog(chain(), str(tmp_path), told.append))
    dialog.format.set_key(suffix)
    path = tmp_path / f"chain.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, dialog.ok)
    qtbot.waitUntil(lambda: told == [f"Saved {path.name}"])
    assert path.stat().st_size > 500
    assert not dialog.isVisible()


def test_an_export_for_which_no_file_is_chosen_waits_without_a_word(show, qtbot, monkeypatch):
    dialog = show(ExportDialog(chain(), "", print))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(qtbot, dialog.ok)
    assert dialog.isVisible()
    assert not dialog.problem.text()


def test_an_export_that_cannot_be_written_says_so(show, qtbot, tmp_path, monkeypatch):
    dialog = show(ExportDialog(chain(), str(tmp_path), print))
    path = tmp_path / "nowhere" / "chain.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    press(qtbot, dialog.ok)
    qtbot.waitUntil(lambda: "no such file or directory" in dialog.problem.text())
    assert dialog.isVisible()
    assert dialog.ok.isEnabled()


def test_a_wrong_scale_is_refused(show, qtbot, tmp_path):
    dialog = show(ExportDialog(chain(), str(tmp_path), print))
    type_into(qtbot, dialog.scale, "1e9")
    press(qtbot, dialog.ok)
    assert dialog.problem.text() == "The scale 1e+09 is not between 0.05 and 50."
    assert dialog.scale.text() == "1e9"


def test_a_typed_scale_is_that_of_the_picture(show, qtbot, tmp_path, monkeypatch):
    dialog = show(ExportDialog(chain(), str(tmp_path), print))
    path = tmp_path / "chain.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    sizes = []
    for scale in ("1", "3"):
        type_into(qtbot, dialog.scale, scale)
        qtbot.keyClick(dialog.scale, Qt.Key.Key_Tab)
        press(qtbot, dialog.ok)
        qtbot.waitUntil(lambda: not dialog.isVisible())
        sizes.append(QImage(str(path)).width())
        dialog.show()
    assert sizes[1] == pytest.approx(3 * sizes[0], abs=2)


# --------------------------------------------------- search, keys, preferences


def test_the_search_finds_and_runs_a_command(show, qtbot, qapp):
    actions = Actions()
    run = []
    actions.on("run.backward", lambda: run.append("backward"))
    dialog = show(CommandSearch(actions))
    qtbot.keyClicks(dialog.field, "backw")
    first = dialog.list.topLevelItem(0)
    assert (first.text(0), first.text(1)) == ("Run: Backward", "Ctrl+2")
    assert dialog.list.visualItemRect(first).height() >= 26
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert run == ["backward"]
    assert not dialog.isVisible()


def test_arrows_walk_the_list_while_typing(show, qtbot):
    actions = Actions()
    dialog = show(CommandSearch(actions))
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.list.currentItem() is dialog.list.topLevelItem(1)
    qtbot.keyClicks(dialog.field, "nothing like it")
    assert dialog.list.topLevelItemCount() == 0
    assert dialog.nothing.isVisible()
    assert dialog.nothing.text() == "No command is called “nothing like it”."
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.field.clear()
    assert not dialog.nothing.isVisible()


def test_what_cannot_be_done_now_does_not_run(show, qtbot):
    actions = Actions()
    run = []
    actions.on("run.stop", lambda: run.append("stop"))
    actions["run.stop"].setEnabled(False)
    dialog = show(CommandSearch(actions))
    qtbot.keyClicks(dialog.field, "stop training")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert run == []


def _cells(table):
    rows = range(table.rowCount())
    items = [(table.item(row, 0), table.item(row, 1)) for row in rows]
    return [(name.text(), keys.text() if keys else None) for name, keys in items]


def test_the_sheet_lists_every_shortcut_under_its_menu(show):
    actions = Actions()
    actions["edit.undo"].setText("&Undo train 190 epochs")
    sheet = show(ShortcutSheet(actions))
    cells = _cells(sheet.table)
    told = {keys for _, keys in cells}
    for action in actions:
        if not action.shortcut().isEmpty():
            assert action.shortcut().toString() in told
    headings = [name for name, keys in cells if keys is None]
    assert headings[:3] == ["File", "Edit", "Network"]
    assert headings[-4:] == ["Network on the canvas", "Timeline", "Sliders", "Number fields"]
    assert ("Undo", "Ctrl+Z") in cells


def test_preferences_take_effect_at_once(show, qtbot):
    settings = Settings()
    dialog = show(PreferencesDialog(settings))
    type_into(qtbot, dialog.digits, "7")
    qtbot.keyClick(dialog.digits, Qt.Key.Key_Tab)
    assert dialog.digits.text() == "7"
    qtbot.keyClick(dialog.digits, Qt.Key.Key_Return)
    dialog = show(PreferencesDialog(settings))
    dialog.theme.chosen.emit("dark")
    dialog.contrast.chosen.emit("high")
    dialog.scale.chosen.emit("150")
    press(qtbot, dialog.motion)
    type_into(qtbot, dialog.memory, "128")
    qtbot.keyClick(dialog.memory, Qt.Key.Key_Return)
    assert (settings.digits, settings.theme, settings.reduce_motion) == (7, "dark", True)
    assert (settings.contrast, settings.scale) == ("high", 150)
    assert settings.recording_mib == 128


def test_preferences_show_and_change_everything_that_is_kept(show, qtbot):
    settings = Settings()
    kept = {name for name, value in vars(Settings).items() if isinstance(value, property)}
    dialog = show(PreferencesDialog(settings))
    fields = {field._key: field for field in vars(dialog).values() if hasattr(field, "_key")}
    assert set(fields) == kept
    for key, field in fields.items():
        before = getattr(settings, key)
        told = []
        settings.changed.connect(lambda: told.append(1))  # noqa: B023 – used up in this round
        if isinstance(field, Select):
            field.setFocus()
            qtbot.keyClick(field, Qt.Key.Key_Down)
        elif isinstance(field, Switch):
            press(qtbot, field)
        else:
            qtbot.keyClick(field, Qt.Key.Key_Down)
        assert getattr(settings, key) != before, key
        assert told


def test_a_size_that_waits_for_the_next_start_says_so(show, qtbot, monkeypatch):
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    dialog = show(PreferencesDialog(Settings()))
    assert dialog.restart.isHidden()
    low = dialog.height()
    dialog.scale.setFocus()
    qtbot.keyClick(dialog.scale, Qt.Key.Key_Down)
    assert dialog.restart.isVisible()
    assert "125 %" in dialog.restart.text()
    qtbot.waitUntil(lambda: dialog.height() > low)
    assert dialog.motion.visibleRegion().boundingRect() == dialog.motion.rect()
    qtbot.keyClick(dialog.scale, Qt.Key.Key_Up)
    assert dialog.restart.isHidden()


def test_digits_are_stepped_within_their_bounds_and_refused_outside(show, qtbot):
    settings = Settings()
    dialog = show(PreferencesDialog(settings))
    dialog.digits.setFocus()
    for _ in range(30):
        qtbot.keyClick(dialog.digits, Qt.Key.Key_Up)
    assert settings.digits == DIGITS[1]
    assert dialog.digits.text() == str(DIGITS[1])
    for wrong in ("99", "abc", "2.5"):
        type_into(qtbot, dialog.digits, wrong)
        qtbot.keyClick(dialog.digits, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "whole number" in dialog.problem.text()
        assert settings.digits == DIGITS[1]


def test_memory_is_stepped_within_its_bounds_and_refused_outside(show, qtbot):
    settings = Settings()
    settings.recording_mib = 9
    dialog = show(PreferencesDialog(settings))
    dialog.memory.setFocus()
    for _ in range(3):
        qtbot.keyClick(dialog.memory, Qt.Key.Key_Down)
    assert settings.recording_mib == 8
    type_into(qtbot, dialog.memory, "5")
    qtbot.keyClick(dialog.memory, Qt.Key.Key_Return)
    assert "from 8 to 4,096" in dialog.problem.text()
    assert settings.recording_mib == 8


def test_no_stock_icons_stand_on_the_buttons_of_boxes(show, qtbot):
    buttons = QMessageBox.StandardButton
    box = show(message_box(None, "nnviz", "Save?", "", buttons.Save | buttons.Cancel))
    assert [button.icon().isNull() for button in box.buttons()] == [True, True]
