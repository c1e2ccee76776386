"""A layer's weights as map and table, with real keys and a spreadsheet's clipboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from nnviz.document.document import Document
from nnviz.document.edits import AddLayer, SetParameters
from nnviz.document.elements import Bias, Edge
from nnviz.document.files import open_document
from nnviz.gui import copying
from nnviz.gui.tables.block import format_block, parse_block
from nnviz.gui.tables.dialog import WeightsWindow
from nnviz.gui.task import GivenUpError

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window):
    return open_window(open_document("example:iris"))


@pytest.fixture
def weights(window):
    QTest.keyClick(window, KEY.Key_T, CTRL)
    return window.findChild(WeightsWindow)


def _paste(weights, text):
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(weights.table, KEY.Key_V, CTRL)


def _put(weights, row, column):
    weights.table.setFocus()
    weights.table.setCurrentIndex(weights.model.index(row, column))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\t2\n3\t4\n", [[1, 2], [3, 4]]),
        ("0,5\t1/4\r\n-2e-3\t\N{MINUS SIGN}1", [[0.5, 0.25], [-0.002, -1]]),
        ("1,5;2\n3;4,5", [[1.5, 2], [3, 4.5]]),
        ("7", [[7]]),
        ("1 2 3", [[1, 2, 3]]),
    ],
)
def test_a_spreadsheets_block_is_read(text, expected):
    assert parse_block(text).tolist() == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to paste"),
        ("1\t2\n3", "Row 2"),
        ("1\tweight", "Row 1, column 2"),
        ("1\t\n2\t3", "Row 1, column 2 of what was copied is empty"),
        ("1e999", "too large"),
        ("1\tinf", "Row 1, column 2"),
    ],
)
def test_what_is_no_block_is_said_in_one_sentence(text, said):
    with pytest.raises(ValueError, match=said) as error:
        parse_block(text)
    assert "\n" not in str(error.value)


def test_a_copied_block_comes_back_bit_for_bit():
    values = np.random.default_rng(0).normal(size=(3, 4)) * 1e-3
    assert np.array_equal(parse_block(format_block(values)), values)


def test_the_table_shows_every_weight_and_bias(window, weights):
    document, model = window.session.document, weights.model
    assert (model.rowCount(), model.columnCount()) == (5, 8)
    assert model.index(2, 3).data() == f"{document.kernel(1)[2, 3]:.4f}".replace(
        "-", "\N{MINUS SIGN}"
    )
    assert model.index(4, 3).data(Qt.ItemDataRole.EditRole) == repr(float(document.bias(1)[3]))
    vertical = Qt.Orientation.Vertical
    assert model.headerData(0, vertical) == document.input_names[0]
    assert model.headerData(4, vertical) == "bias"


def test_a_typed_cell_is_one_edit_and_all_views_follow(qtbot, window, weights):
    _put(weights, 1, 2)
    count = window.session.undo_stack.count()
    QTest.keyClick(weights.table, KEY.Key_F2)
    field = weights.table.findChild(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "1/4")
    QTest.keyClick(field, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.session.document.value(Edge(1, 1, 2)) == 0.25)
    assert window.session.undo_stack.count() == count + 1
    assert weights.model.index(1, 2).data() == "0.2500"
    window.session.undo()
    assert weights.model.index(1, 2).data() != "0.2500"


def test_a_block_is_pasted_as_one_edit(window, weights):
    before = window.session.document.parameters
    _put(weights, 3, 6)
    _paste(weights, "1\t2\n3\t4")
    document = window.session.document
    assert document.kernel(1)[3, 6:].tolist() == [1, 2]
    assert document.bias(1)[6:].tolist() == [3, 4]
    assert (document.parameters != before).sum() == 4
    window.session.undo()
    assert np.array_equal(window.session.document.parameters, before)


def test_one_number_fills_the_selection_and_delete_clears_it(window, weights):
    weights.table.setFocus()
    weights.table.selectColumn(0)
    _paste(weights, "0,5")
    assert window.session.document.kernel(1)[:, 0].tolist() == [0.5] * 4
    assert window.session.document.bias(1)[0] == 0.5
    QTest.keyClick(weights.table, KEY.Key_Delete)
    assert not window.session.document.kernel(1)[:, 0].any()
    assert window.session.undo_stack.undoText() == "Set 5 weights to zero"
    weights.table.setCurrentIndex(weights.model.index(1, 2))
    QTest.keyClick(weights.table, KEY.Key_Delete)
    assert window.session.document.kernel(1)[1, 2] == 0
    assert window.session.undo_stack.undoText() == "Set w₂₃⁽¹⁾ to zero"


def test_what_is_being_typed_into_a_cell_stays_while_weights_change(qtbot, window, weights):
    table = weights.table
    table.setFocus()
    table.setCurrentIndex(weights.model.index(1, 1))
    QTest.keyClick(table, "0")
    (editor,) = table.findChildren(QLineEdit)
    for key in (".", "7"):
        change = SetParameters(np.arange(3), np.arange(3) + float(ord(key)))
        window.session.apply(change)
        QTest.keyClick(editor, key)
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: window.session.document.kernel(1)[1, 1] == 0.7)


def test_undo_has_its_key_in_the_tables_window_too(window, weights):
    actions = weights.actions()
    assert [action.text() for action in actions] == ["&Undo", "&Redo"]
    assert actions[0] is window.acts["edit.undo"]


def test_cells_between_those_selected_are_left_alone(window, weights):
    table, model = weights.table, weights.model
    table.setFocus()
    before = window.session.document.kernel(1).copy()
    QGuiApplication.clipboard().setText("7")
    for row, column in ((0, 0), (2, 2)):
        place = table.visualRect(model.index(row, column)).center()
        modifier = CTRL if row else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    QTest.keyClick(table, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "7"
    assert "has gaps" in weights.problem.text()
    QTest.keyClick(table, KEY.Key_V, CTRL)
    before[0, 0] = before[2, 2] = 7.0
    assert np.array_equal(window.session.document.kernel(1), before)
    assert window.session.undo_stack.undoText() == "Paste 2 weights"
    QTest.keyClick(table, KEY.Key_Delete)
    before[0, 0] = before[2, 2] = 0.0
    assert np.array_equal(window.session.document.kernel(1), before)


def test_copy_gives_every_digit(window, weights):
    weights.table.setFocus()
    weights.table.selectRow(1)
    QTest.keyClick(weights.table, KEY.Key_C, CTRL)
    copied = parse_block(QGuiApplication.clipboard().text())
    assert np.array_equal(copied[0], window.session.document.kernel(1)[1])


@pytest.fixture
def wide(open_window):
    return open_window(Document.new((300, 300), "tanh", seed=1))


def test_many_numbers_are_copied_beside_the_windows_thread(wide):
    rounds = []
    QGuiApplication.clipboard().setText("before")
    QTest.keyClick(wide, KEY.Key_T, CTRL)
    weights = wide.findChild(WeightsWindow)
    weights.table.setFocus()
    weights.table.selectAll()
    QTimer.singleShot(0, wide, lambda: rounds.append(QGuiApplication.clipboard().text()))
    QTest.keyClick(weights.table, KEY.Key_C, CTRL)
    assert rounds == ["before"]  # the window lived on while they were written
    copied = parse_block(QGuiApplication.clipboard().text())
    assert np.array_equal(copied, weights.model.block)


def test_a_copy_that_is_not_waited_for_leaves_the_clipboard(wide, monkeypatch):
    def give_up(*_):
        raise GivenUpError

    monkeypatch.setattr(copying, "made_beside", give_up)
    QGuiApplication.clipboard().setText("before")
    wide.selection.select(Edge(1, 0, 0))
    wide.acts["values.select_all"].trigger()
    wide.acts["values.copy"].trigger()
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize(
    "text", ["1\t2\t3", "one\ttwo", "1\t\n2\t3", "1e400", "\n".join(["1"] * 9)]
)
def test_what_does_not_fit_is_said_at_the_place_and_changes_nothing(window, weights, text):
    before, count = window.session.document, window.session.undo_stack.count()
    _put(weights, 1, 6)
    _paste(weights, text)
    assert window.session.document is before
    assert window.session.undo_stack.count() == count
    assert weights.problem.isVisible()
    _paste(weights, "1")
    assert not weights.problem.isVisible()


def test_selection_goes_both_ways(window, weights):
    window.selection.select(Edge(1, 2, 5))
    assert (weights.table.currentIndex().row(), weights.table.currentIndex().column()) == (2, 5)
    _put(weights, 4, 1)
    assert window.selection.element == Bias(1, 1)
    place = weights.map.place
    square = QPoint(int(place.left() + 0.5 * place.width() / 8), int(place.top() + 3))
    QTest.mouseClick(weights.map, Qt.MouseButton.LeftButton, pos=square)
    assert window.selection.element == Edge(1, 0, 0)


def test_the_map_colours_by_sign(window, weights):
    values = np.full((4, 8), 1.0)
    values[:, :4] = -1.0
    weights.table.setFocus()
    _put(weights, 0, 0)
    _paste(weights, format_block(values))
    image, place = weights.map.grab().toImage(), weights.map.place
    y = int(place.center().y())
    left, right = (image.pixelColor(int(place.left() + f * place.width()), y) for f in (0.2, 0.8))
    assert left.red() > left.blue()
    assert right.blue() > right.red()


def test_another_layer_is_chosen_and_a_new_network_followed(window, weights):
    weights.layer.setCurrentIndex(1)
    weights.layer.activated.emit(1)
    assert (weights.model.rowCount(), weights.model.columnCount()) == (9, 3)
    window.session.undo_stack.setClean()
    window.session.new(open_document("example:neuron"))
    assert (weights.model.rowCount(), weights.model.columnCount()) == (3, 1)


def test_what_was_wrong_with_another_network_is_not_said_of_this_one(window, weights):
    _paste(weights, "a\tb")
    assert weights.problem.text()
    window.session.apply(AddLayer(1))
    assert not weights.problem.text()


def test_a_million_weights_open_at_once(open_window):
    window = open_window(Document.new((1000, 1000), seed=0))
    QTest.keyClick(window, KEY.Key_T, CTRL)
    weights = window.findChild(WeightsWindow)
    assert weights.model.rowCount() == 1001
    _put(weights, 999, 999)
    _paste(weights, "2")
    assert window.session.document.kernel(1)[999, 999] == 2
