"""Every activation, loss, optimizer and schedule can be chosen and set in the panels."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.document.document import Document
from nnviz.document.edits import ChangeLayer, ChangeTraining
from nnviz.document.elements import Layer
from nnviz.document.options import OPTIMIZER_OPTIONS
from nnviz.document.vocabulary import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.panels.layer_page import LayerPage
from nnviz.gui.panels.training_page import TrainingPage
from nnviz.gui.widgets.select import Select
from tests.gui.panel_desk import LEFT, Desk, clipped, outside, show, type_in
from tests.gui.samples import chain, line


def open_panel(qtbot, document, element=None, width=324):
    desk = Desk(document)
    panel = InspectorPanel(desk.session, desk.selection, desk.player, desk.runner, desk.settings)
    panel.desk = desk
    show(qtbot, panel, width)
    desk.selection.select(element)
    return panel


def with_adam() -> Document:
    return ChangeTraining({"optimizer": "adam"}).apply(line())


def offered(select: Select) -> list[str]:
    return [select.itemData(k) for k in range(select.count()) if select.itemData(k)]


def pick(select: Select, key: str) -> None:
    """Choose with the keyboard, step by step."""
    select.setFocus()
    QTest.keyClick(select, Qt.Key.Key_Home)
    while select.key() != key:
        before = select.key()
        QTest.keyClick(select, Qt.Key.Key_Down)
        assert select.key() != before


def more(page: TrainingPage) -> None:
    QTest.mouseClick(page.form.optimizer_section.more, LEFT)
    QApplication.processEvents()  # what came into sight is laid out before it is clicked


def test_all_names_are_offered_the_notes_first(qtbot):
    panel = open_panel(qtbot, line())
    form = panel.page.form
    assert offered(form.optimizer) == list(OPTIMIZERS)
    assert offered(form.loss) == list(LOSSES)
    assert [form.loss.itemText(k) for k in (3, 4, 5)] == [
        "Categorical cross-entropy",
        "",
        "Sparse categorical cross-entropy",
    ]
    panel.desk.selection.select(Layer(1))
    assert offered(panel.page.activation) == list(ACTIVATIONS)


def test_every_optimizer_shows_its_arguments_and_trains(qtbot):
    panel = open_panel(qtbot, chain())
    page, desk = panel.page, panel.desk
    more(page)
    for optimizer in OPTIMIZERS:
        pick(page.form.optimizer, optimizer)
        assert desk.document.training.optimizer == optimizer
        rows = page.form.optimizer_section.options.rows
        assert list(rows) == list(OPTIMIZER_OPTIONS[optimizer])
        before = desk.document.parameters
        QTest.mouseClick(page.one_sample, LEFT)
        assert not np.array_equal(desk.document.parameters, before)
        QApplication.processEvents()
        assert not clipped(page)
        assert not outside(panel, page)


def test_an_argument_is_one_edit_and_what_differs_stays_in_sight(qtbot):
    panel = open_panel(qtbot, with_adam())
    section, desk = panel.page.form.optimizer_section, panel.desk
    assert not section.options.isVisible()
    more(panel.page)
    type_in(section.options.rows["beta_1"].row.field, "0.8")
    QTest.mouseClick(section.options.rows["amsgrad"].switch, LEFT)
    options = desk.document.training.optimizer_options
    assert dict(options) == {"beta_1": 0.8, "amsgrad": True}
    assert desk.session.undo_stack.count() == 2
    more(panel.page)
    visible = {name for name, row in section.options.rows.items() if row.isVisible()}
    assert visible == {"beta_1", "amsgrad"}
    desk.session.undo()
    desk.session.undo()
    assert not section.options.isVisible()


def test_what_an_argument_cannot_be_is_said_under_it(qtbot):
    panel = open_panel(qtbot, with_adam())
    section, desk = panel.page.form.optimizer_section, panel.desk
    more(panel.page)
    row = section.options.rows["beta_2"].row
    type_in(row.field, "1")
    assert "1.0 is not a number from 0 to below 1" in row.problem()
    assert row.field.text() == "0.999"
    type_in(section.options.rows["clipnorm"].row.field, "1")
    type_in(section.options.rows["clipvalue"].row.field, "1")
    assert "only one way to clip" in section.options.rows["clipvalue"].row.problem()
    assert dict(desk.document.training.optimizer_options) == {"clipnorm": 1.0}
    assert section.options.rows["epsilon"].row.field.text() == "1e−7"


def test_a_schedule_is_chosen_and_set(qtbot):
    panel = open_panel(qtbot, line())
    section, desk = panel.page.form.optimizer_section, panel.desk
    more(panel.page)
    pick(section.schedule, "piecewise_constant_decay")
    rows = section.schedule_options.rows
    rows["boundaries"].field.setFocus()
    rows["boundaries"].field.selectAll()
    QTest.keyClicks(rows["boundaries"].field, "2; 5")
    QTest.keyClick(rows["boundaries"].field, Qt.Key.Key_Return)
    assert "1 later rates for 2 boundaries" in rows["boundaries"]._problem.text()
    rows["values"].field.selectAll()
    QTest.keyClicks(rows["values"].field, "0.5")
    QTest.keyClick(rows["values"].field, Qt.Key.Key_Return)
    training = desk.document.training
    assert dict(training.schedule_options) == {"values": (0.5,)}
    assert desk.document.model().optimizer.learning_rate == training.learning_rate


def test_a_loss_shows_its_arguments(qtbot):
    panel = open_panel(qtbot, line())
    form, desk = panel.page.form, panel.desk
    before = desk.session.trace.loss
    assert not form.loss_options.isVisible()
    pick(form.loss, "huber")
    type_in(form.loss_options.rows["delta"].row.field, "0.001")
    assert dict(desk.document.training.loss_options) == {"delta": 0.001}
    assert desk.session.trace.loss < before
    pick(form.loss, "mean_absolute_error")
    assert not desk.document.training.loss_options


def test_a_layers_activation_is_changed_and_its_weights_stay(qtbot):
    document = Document.new((2, 3, 1), "tanh")
    panel = open_panel(qtbot, document, Layer(1))
    page, desk = panel.page, panel.desk
    assert type(page) is LayerPage
    pick(page.activation, "elu")
    type_in(page.options.rows["alpha"].row.field, "0.5")
    spec = desk.document.layers[0]
    assert (spec.activation, dict(spec.activation_options)) == ("elu", {"alpha": 0.5})
    assert np.array_equal(desk.document.parameters, document.parameters)
    z = desk.document.x @ desk.document.kernel(1) + desk.document.bias(1)
    expected = np.where(z > 0, z, 0.5 * np.expm1(z))
    np.testing.assert_allclose(desk.session.trace.layers[0].a, expected, rtol=1e-12)
    while desk.session.undo_stack.canUndo():
        desk.session.undo()
    assert desk.document.layers == document.layers
    assert page.activation.key() == "tanh"


@pytest.mark.parametrize("element", [None, Layer(1)])
def test_a_binary_step_is_said_to_stop_the_training(qtbot, element):
    panel = open_panel(qtbot, Document.new((2, 3, 1), "tanh"), element)
    note = panel.page.form.flat if element is None else panel.page.flat
    assert not note.isVisible()
    panel.desk.session.apply(ChangeLayer(1, {"activation": "binary_step"}))
    QApplication.processEvents()
    assert note.isVisible()
    assert note.text().startswith("Gradient descent cannot train through a binary step")
    assert not clipped(panel.page)


def test_a_layer_page_fits_whatever_the_activation_takes(qtbot):
    panel = open_panel(qtbot, Document.new((2, 3, 1), "tanh"), Layer(1), 288)
    for activation in ACTIVATIONS:
        panel.desk.session.apply(ChangeLayer(1, {"activation": activation}))
        QApplication.processEvents()
        assert not clipped(panel.page), activation
        assert not outside(panel, panel.page), activation


def test_another_loss_forgets_nothing_but_its_own_arguments(qtbot):
    panel = open_panel(qtbot, line())
    panel.desk.session.apply(ChangeTraining({"optimizer_options": {"nesterov": True}}))
    pick(panel.page.form.loss, "log_cosh")
    assert dict(panel.desk.document.training.optimizer_options) == {"nesterov": True}
