from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.document.document import Document
from nnviz.document.edits import set_value
from nnviz.document.elements import Edge, Target
from nnviz.document.files import open_document
from nnviz.explain.numbers import format_number
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.panels.setting_row import parse_optional, parse_whole
from nnviz.gui.panels.training_page import TrainingPage
from tests.gui.panel_desk import LEFT, Desk, clipped, drag, show, type_in
from tests.gui.samples import chain, line


@pytest.fixture
def open_training(qtbot):
    desks = []

    def open_(document: Document) -> tuple[TrainingPage, Desk]:
        desk = Desk(document)
        desks.append(desk)
        panel = InspectorPanel(
            desk.session, desk.selection, desk.player, desk.runner, desk.settings
        )
        show(qtbot, panel, 288)
        return panel.page, desk

    yield open_
    for desk in desks:
        desk.runner.stop()


def test_all_settings_are_in_plain_sight(open_training):
    page, desk = open_training(line(threshold=0.001))
    form, training = page.form, desk.document.training
    assert form.optimizer.currentText() == "SGD"
    assert form.loss.currentText() == "Mean squared error"
    assert form.rate.field.value() == training.learning_rate
    assert form.batch_size.field.text() == "8"
    assert form.epochs.field.text() == "10"
    assert form.threshold.field.text() == "0.001"
    assert form.seed.field.text() == "3"


def test_each_setting_is_one_edit(open_training):
    page, desk = open_training(line())
    form = page.form
    type_in(form.batch_size.field, "16")
    type_in(form.epochs.field, "40")
    type_in(form.threshold.field, "1e-2")
    type_in(form.seed.field, "7")
    type_in(form.momentum.field, "0,9")
    training = desk.document.training
    assert (training.batch_size, training.epochs, training.threshold) == (16, 40, 0.01)
    assert (training.momentum, desk.document.seed) == (0.9, 7)
    assert desk.session.undo_stack.count() == 5
    desk.session.undo()
    assert form.momentum.field.text() == "0"


def test_an_empty_threshold_means_none(open_training):
    page, desk = open_training(line(threshold=0.001))
    field = page.form.threshold.field
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.document.training.threshold is None
    assert field.text() == ""


@pytest.mark.parametrize("text", ["2.5", "0", "-3", "abc", "1e400"])
def test_a_batch_size_that_cannot_be_is_explained(open_training, text):
    page, desk = open_training(line())
    type_in(page.form.batch_size.field, text)
    assert len(page.form.batch_size.problem()) > 20
    assert desk.document.training.batch_size == 8
    assert page.form.batch_size.field.text() == "8"
    assert page.form.batch_size.problem().endswith(".")
    assert "-" not in page.form.batch_size.problem().removeprefix("“-3”")
    if text in ("2.5", "abc"):
        assert "a whole number like 32" in page.form.batch_size.problem()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape])
def test_an_emptied_field_shows_its_value_again_and_no_complaint(open_training, key):
    page, desk = open_training(line())
    field = page.form.batch_size.field
    type_in(field, "abc")
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, key)
    assert page.form.batch_size.problem() == ""
    assert field.text() == "8"
    assert not desk.session.undo_stack.canUndo()


def test_a_complaint_is_gone_once_the_page_is_left(open_training):
    page, desk = open_training(line())
    type_in(page.form.batch_size.field, "abc")
    type_in(page.form.rate.field, "-3")
    assert page.form.rate.problem() == "Learning rate: −3.0 is not a finite number above 0."
    desk.selection.select(Edge(1, 0, 0))
    desk.selection.select(None)
    assert page.form.batch_size.problem() == page.form.rate.problem() == ""


def test_a_long_complaint_is_shown_in_full(open_training):
    page, _ = open_training(chain())
    type_in(page.form.rate.field, "-3")
    QApplication.processEvents()
    assert not clipped(page)
    note, problem = page.form.rate._note, page.form.rate._problem
    assert note.geometry().bottom() < problem.geometry().top()


def test_choosing_an_optimizer_with_the_keyboard(open_training):
    page, desk = open_training(line())
    page.form.optimizer.setFocus()
    QTest.keyClick(page.form.optimizer, Qt.Key.Key_Down)
    assert desk.document.training.optimizer != "sgd"
    assert page.form.optimizer.key() == desk.document.training.optimizer


def test_the_learning_rate_slider_is_one_undo(open_training):
    page, desk = open_training(line())
    drag(page.form.rate.slider, 10, 20, 30)
    assert desk.document.training.learning_rate > 0.1
    assert desk.session.undo_stack.count() == 1


def test_one_sample_makes_the_update_of_the_notes(open_training):
    page, desk = open_training(chain())
    QTest.mouseClick(page.one_sample, LEFT)
    w1, b1, w2, b2 = desk.document.parameters
    assert w2 == pytest.approx(0.427, abs=5e-4)
    assert b2 == pytest.approx(0.612, abs=5e-4)
    assert w1 == pytest.approx(0.1496, abs=5e-5)
    assert b1 == pytest.approx(0.3959, abs=5e-5)
    assert desk.session.undo_stack.count() == 1


def test_a_run_fills_the_scores_and_can_be_stopped(open_training, qtbot):
    page, desk = open_training(line(epochs=100_000, batch_size=32))  # an epoch is one step
    assert page.run.text() == "Run"
    QTest.mouseClick(page.run, LEFT)
    assert page.run.text() == "Stop"
    assert not page.one_batch.isEnabled()
    qtbot.waitUntil(lambda: desk.document.history.epochs > 3)
    QTest.mouseClick(page.run, LEFT)
    assert not desk.runner.running
    assert page.run.text() == "Run"
    loss = desk.document.history.last("loss")
    assert page.scores.text(0, 0) == format_number(loss)
    assert page.scores.text(0, 1) == format_number(desk.document.history.last("val_loss"))


def test_scores_follow_the_hand_before_any_training(open_training):
    page, desk = open_training(chain())
    assert page.scores.text(0, 0) == "0.1082"
    desk.session.apply(set_value(desk.document, Target(0), desk.output))
    assert page.scores.text(0, 0) == "0.0000"


def test_one_sample_has_one_loss_wherever_its_target_stands(open_training):
    page, desk = open_training(open_document("example:chain"))
    desk.session.apply(set_value(desk.document, Target(0), 0.9))
    expected = format_number((desk.output - 0.9) ** 2 / 2)
    assert format_number(desk.session.trace.loss) == expected
    assert page.scores.text(0, 0) == expected
    desk.runner.one_epoch()
    assert page.scores.text(0, 0) == format_number((desk.output - 0.9) ** 2 / 2)


def test_the_scores_say_of_when_they_are(open_training, qtbot):
    page, desk = open_training(line())
    assert "now" in page.scores.toolTip()
    QTest.mouseClick(page.one_epoch, LEFT)
    qtbot.waitUntil(lambda: not desk.runner.running)
    assert "mean of the last epoch" in page.scores.toolTip()


def test_new_weights_and_the_way_back(open_training):
    page, desk = open_training(line())
    QTest.mouseClick(page.new_weights, LEFT)
    drawn, seed = desk.document.parameters, desk.document.seed
    assert seed == 4
    assert drawn.any()
    QTest.mouseClick(page.one_batch, LEFT)
    assert (desk.document.parameters != drawn).any()
    QTest.mouseClick(page.initial, LEFT)
    assert (desk.document.parameters == drawn).all()


def test_without_a_target_there_is_a_reason_instead_of_a_run(open_training):
    page, _ = open_training(chain().replaced(target=None))
    assert not page.run.isEnabled()
    assert page._reason.isVisible()
    assert page._reason.text().endswith(".")


def test_whole_numbers_and_nothing():
    assert parse_whole("32") == 32
    with pytest.raises(ValueError, match="a whole number like 32"):
        parse_whole("2.5")
    assert parse_optional("  ") is None
    assert parse_optional("1/4") == 0.25


def test_learning_rates_of_other_sizes_stand_at_other_places(open_training):
    page, _ = open_training(chain())
    row, places = page.form.rate, []
    for text in ("0.001", "0.01", "0.4", "5"):
        type_in(row.field, text)
        places.append(row.slider.limits().position(row.slider.number()))
        assert row.note() == "0.00001"
        assert row._tail.text() == "10"
    assert np.diff(places).min() > 0.15
    type_in(row.field, "1000")
    assert row._tail.text() == "1000"
