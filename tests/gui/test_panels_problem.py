from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.data.builtin import builtin
from nnviz.data.dataset import Dataset
from nnviz.document.builders import document_for_data
from nnviz.document.document import Document
from nnviz.document.edits import SetInput, SetSeed
from nnviz.document.files import open_document
from nnviz.gui.panels.data_section import described, title_of
from nnviz.gui.panels.problem import ProblemPanel
from nnviz.gui.panels.scatter import telling_columns
from nnviz.gui.panels.scatter_section import heading
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import ElidedLabel
from tests.gui.panel_desk import LEFT, Desk, clipped, outside, show, type_in
from tests.gui.samples import chain, line


def open_problem(qtbot, document: Document, width: int = 236) -> tuple[ProblemPanel, Desk]:
    desk = Desk(document)
    return show(qtbot, ProblemPanel(desk.session, desk.settings), width), desk


@pytest.fixture(scope="module")
def iris() -> Document:
    return document_for_data(builtin("iris"), hidden=(8,))


@pytest.fixture(scope="module")
def diabetes() -> Document:
    return document_for_data(builtin("diabetes"), hidden=(8,))


def test_the_data_and_their_split_are_told(qtbot, iris):
    panel, _ = open_problem(qtbot, iris)
    assert panel.data.select.currentText() == "Iris"
    assert described(iris.data) == "150 samples, 4 features, 3 classes"
    assert panel.split.counts() == ("105", "45")
    assert panel.split.bar.share() == 0.3
    assert panel.scaling.inputs.currentText() == "Standardise"
    assert not panel.scaling.target.isVisible()


def test_a_number_to_predict_can_be_scaled_too(qtbot, diabetes):
    panel, desk = open_problem(qtbot, diabetes)
    assert panel.scaling.target.isVisible()
    panel.scaling.target.setFocus()
    QTest.keyClick(panel.scaling.target, Qt.Key.Key_Down)
    assert desk.document.preparation.target_scaling == panel.scaling.target.key() == "minmax"
    desk.session.undo()
    assert panel.scaling.target.key() == "standardise"


def test_another_seed_splits_and_scales_anew_which_the_sample_shows(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    for seed in range(7, 12):
        desk.session.apply(SetSeed(seed))
        train = iris.data.inputs[desk.document.prepared.train_rows]
        expected = (iris.data.inputs[0] - train.mean(axis=0)) / train.std(axis=0)
        shown = [float(line[2].replace("−", "-")) for line in panel.sample.table.lines()]
        assert shown == pytest.approx(expected, abs=0.00501)


def test_the_sample_stands_raw_and_scaled(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    QTest.mouseClick(panel.sample.stepper.on, LEFT)
    assert desk.document.sample == 1
    name, raw, scaled = panel.sample.table.lines()[0]
    train = iris.data.inputs[iris.prepared.train_rows, 0]
    expected = (iris.data.inputs[1, 0] - train.mean()) / train.std()
    assert (name, raw) == ("sepal length", "4.9")
    assert float(scaled.replace("−", "-")) == pytest.approx(expected, abs=0.005)


def test_stepping_goes_round_and_each_step_is_an_undo(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    QTest.mouseClick(panel.sample.stepper.back, LEFT)
    assert desk.document.sample == 149
    QTest.mouseClick(panel.sample.stepper.on, LEFT)
    assert desk.document.sample == 0
    assert desk.session.undo_stack.count() == 2


def test_an_input_of_ones_own_is_no_sample_of_the_data(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    desk.session.apply(SetInput(0, 9.5))
    assert panel.sample._heading.text() == "Own sample"
    assert panel.sample.table.lines()[0][1] == "9.5"


def test_dragging_the_bar_chooses_another_split_once(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    bar = panel.split.bar
    start = QPoint(round(bar.width() * 0.7), 9)
    QTest.mousePress(bar, LEFT, pos=start)
    QTest.mouseMove(bar, QPoint(round(bar.width() * 0.6), 9))
    assert desk.document.preparation.test_share == 0.3
    assert panel.split.counts() == ("90", "60")
    QTest.mouseRelease(bar, LEFT, pos=QPoint(round(bar.width() * 0.6), 9))
    assert desk.document.preparation.test_share == pytest.approx(0.4)
    assert len(desk.document.prepared.test_rows) == 60
    assert desk.session.undo_stack.count() == 1


def test_escape_takes_the_bar_back(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    bar = panel.split.bar
    bar.setFocus()
    QTest.mousePress(bar, LEFT, pos=QPoint(20, 9))
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    QTest.mouseRelease(bar, LEFT, pos=QPoint(20, 9))
    assert desk.document.preparation.test_share == 0.3
    assert panel.split.counts() == ("105", "45")


def test_while_the_bar_is_dragged_keys_wait(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    bar = panel.split.bar
    QTest.mousePress(bar, LEFT, pos=QPoint(round(bar.width() * 0.6), 9))
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert desk.session.undo_stack.count() == 0
    assert panel.split.counts() == ("90", "60")
    QTest.mouseRelease(bar, LEFT, pos=QPoint(round(bar.width() * 0.6), 9))
    assert desk.session.undo_stack.count() == 1


def test_the_bar_steps_with_the_keyboard(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    panel.split.bar.setFocus()
    QTest.keyClick(panel.split.bar, Qt.Key.Key_Left)
    assert desk.document.preparation.test_share == pytest.approx(0.35)


def test_other_data_bring_a_network_that_fits(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    panel.data.select.chosen.emit("diabetes")
    assert desk.document.sizes == (10, 8, 1)
    assert panel.sample.table.lines()[0][0] == "age"
    assert not panel.scatter.isVisible()
    desk.session.undo()
    assert desk.document.sizes == (4, 8, 3)
    assert panel.scatter.isVisible()


def test_importing_is_asked_of_the_window(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    with qtbot.waitSignal(panel.import_wanted, timeout=1000):
        panel.data.select.chosen.emit("import")
    assert panel.data.select.key() == "iris"
    assert not desk.session.undo_stack.canUndo()


def test_data_of_ones_own_are_shown_by_their_title(qtbot):
    panel, _ = open_problem(qtbot, line())
    assert panel.data.select.currentText() == "Line"
    assert panel.split.counts() == ("24", "8")


def test_without_data_the_sample_is_set_by_hand(qtbot):
    panel, desk = open_problem(qtbot, chain())
    assert not panel.split.isVisible()
    shown = [row for row in panel.sample.rows if row.isVisible()]
    assert [row.symbol.text() for row in shown] == ["x₁", "T"]
    type_in(shown[0].field, "0,2")
    type_in(shown[1].field, "1/4")
    assert desk.document.input[0] == 0.2
    assert desk.document.target[0] == 0.25


def test_a_click_on_a_point_shows_its_sample(qtbot, iris):
    panel, desk = open_problem(qtbot, iris)
    columns = telling_columns(iris.data)
    assert columns == (2, 3)
    scatter = panel.scatter.scatter
    values = iris.data.inputs[:, list(columns)]
    row = int(values[:, 0].argmax())
    low, high = values.min(axis=0), values.max(axis=0)
    share = (values[row] - low) / (high - low)
    room = (scatter.width() - 44, scatter.height() - 44)
    at = QPoint(round(22 + share[0] * room[0]), round(scatter.height() - 22 - share[1] * room[1]))
    QTest.mouseClick(scatter, LEFT, pos=at)
    assert (iris.data.inputs[desk.document.sample, list(columns)] == values[row]).all()


def test_columns_that_tell_most_are_chosen():
    assert telling_columns(builtin("diabetes")) is None
    assert heading("petal length", "petal width") == "Petal length and width"
    assert heading("age", "mass") == "Age and mass"
    assert title_of("xor") == "XOR"


def test_a_wide_sample_is_cut_short_with_a_word(qtbot):
    rng = np.random.default_rng(0)
    names = tuple(f"p{k}" for k in range(64))
    data = Dataset("d", "D", rng.normal(size=(20, 64)), rng.normal(size=(20, 1)), names, ("t",))
    panel, _ = open_problem(qtbot, document_for_data(data))
    assert len(panel.sample.table.lines()) == 13
    assert panel.sample.table._rest.text() == "and 52 more inputs"


def test_so_are_the_targets_of_one_that_is_to_be_given_back(qtbot):
    values = np.random.default_rng(0).normal(size=(20, 64))
    names = tuple(f"p{k}" for k in range(64))
    data = Dataset("d", "D", values, values, names, tuple(f"q{k}" for k in range(64)))
    panel, _ = open_problem(qtbot, document_for_data(data))
    assert [name for name, *_ in panel.sample.table.lines()][11:13] == ["p11", "q0"]
    assert len(panel.sample.table.lines()) == 24
    assert panel.sample.table._rest.text() == "and 52 more inputs and 52 more targets"


@pytest.mark.parametrize("width", [200, 236, 288, 324])
@pytest.mark.parametrize("name", ["iris", "diabetes", "chain"])
def test_nothing_is_clipped_at_any_width_of_the_dock(qtbot, request, width, name):
    document = chain() if name == "chain" else request.getfixturevalue(name)
    panel, _ = open_problem(qtbot, document, width)
    qtbot.waitUntil(lambda: clipped(panel) == [])
    assert outside(panel, panel.widget()) == []


def test_the_points_stand_under_their_heading_however_high_the_window(qtbot, iris):
    panel, _ = open_problem(qtbot, iris)
    panel.resize(260, 1400)
    heading, points = panel.scatter._heading, panel.scatter.scatter
    qtbot.waitUntil(lambda: panel.widget().height() > 1300)
    assert points.y() - heading.geometry().bottom() < 16


def test_unnamed_values_are_symbols_and_long_names_tell_all_of_themselves(qtbot):
    panel, desk = open_problem(qtbot, open_document("example:xor"))
    assert [name for name, *_ in panel.sample.table.lines()] == ["x₁", "x₂", "T"]
    symbols = [view for view in panel.sample.table.findChildren(EquationView) if view.isVisible()]
    assert len(symbols) == 3
    document = desk.document
    name = "Blast Furnace Slag in kilograms per cubic metre"
    desk.session.new(document.replaced(input_names=(name, "x2")))
    QApplication.processEvents()
    (label,) = [
        each for each in panel.sample.table.findChildren(ElidedLabel) if each.text() == name
    ]
    assert label.toolTip() == name
