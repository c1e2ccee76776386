from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.document.document import Document
from nnviz.document.edits import set_value
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.files import open_document
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.panels.layer_page import LayerPage
from nnviz.gui.panels.loss_page import LossPage
from nnviz.gui.panels.neuron_page import NeuronPage
from nnviz.gui.panels.step_page import StepPage
from nnviz.gui.panels.training_page import TrainingPage
from nnviz.gui.panels.value_page import ValuePage
from nnviz.gui.panels.weight_list import strongest_first
from nnviz.gui.panels.weight_page import WeightPage
from nnviz.gui.widgets.value_row import ValueRow
from tests.gui.panel_desk import LEFT, Desk, clipped, drag, knob, outside, press, show, type_in
from tests.gui.samples import chain, line


def sigmoid(z: float) -> float:
    return 1 / (1 + np.exp(-z))


def open_inspector(qtbot, document: Document, element=None, width: int = 324) -> InspectorPanel:
    desk = Desk(document)
    desk.selection.select(element)
    panel = InspectorPanel(desk.session, desk.selection, desk.player, desk.runner, desk.settings)
    panel.desk = desk
    return show(qtbot, panel, width)


@pytest.mark.parametrize(
    ("element", "page"),
    [
        (None, TrainingPage),
        (Loss(), LossPage),
        (Edge(2, 0, 0), WeightPage),
        (Bias(1, 0), WeightPage),
        (Neuron(1, 0), NeuronPage),
        (Neuron(0, 0), ValuePage),
        (Target(0), ValuePage),
        (Layer(1), LayerPage),
    ],
)
def test_each_kind_of_thing_has_its_page(qtbot, element, page):
    panel = open_inspector(qtbot, chain(), element)
    assert type(panel.page) is page
    shown = [page for page in panel._pages.values() if page.isVisible()]
    assert shown == [panel.page]


def test_a_step_has_its_equations_while_nothing_is_selected(qtbot):
    panel = open_inspector(qtbot, chain())
    player = panel.desk.player
    player.seek(7)
    assert type(panel.page) is StepPage
    assert panel.page.title.text() == "Backward"
    assert panel.page.subtitle.text() == "Step 8 of 16"
    assert panel.page.equations.texts() == [
        "∂E/∂w₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂",
        "∂E/∂w₂ = 0.4653 · 0.2037 · 0.6023 = 0.0571",
    ]
    assert panel.page.result.text() == "0.0571"
    player.step(1)
    assert panel.page.equations.texts()[0].startswith("∂E/∂b₂")
    panel.desk.selection.select(Edge(2, 0, 0))
    assert type(panel.page) is WeightPage
    panel.desk.selection.select(None)
    assert type(panel.page) is StepPage
    player.leave()
    assert type(panel.page) is TrainingPage


def test_a_step_of_a_batch_tells_of_each_sample(qtbot):
    panel = open_inspector(qtbot, open_document("example:xor"))
    player = panel.desk.player
    player.set_scope("batch")
    player.seek(0)
    batch = player.subject.trace.x
    assert sorted(map(tuple, batch.tolist())) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    outputs = panel.desk.session.document.model()(batch)[:, 0]
    assert panel.page.rest.texts() == [
        f"sample 1: a₁⁽²⁾ = {outputs[0]:.4f}",
        f"sample 2: a₁⁽²⁾ = {outputs[1]:.4f}",
        "and 2 more",
    ]
    player.seek(1)
    assert panel.page.rest.isHidden()


def test_every_step_of_a_wide_network_fits_the_inspector(qtbot):
    panel = open_inspector(qtbot, open_document("example:iris"), width=284)
    for index in range(len(panel.desk.player.frames)):
        panel.desk.player.seek(index)
        QApplication.processEvents()
        assert not clipped(panel.page)
        assert not outside(panel, panel.widget())


def test_tab_goes_through_the_weights_and_then_to_the_bias(qtbot):
    page = open_inspector(qtbot, Document.new((3, 2), seed=1), Neuron(1, 0)).page
    rows = [*page.weights.rows, page.weights.bias]
    assert len(rows) == 4
    expected = [part for row in rows for part in (row.slider, row.field)]
    expected[0].setFocus()
    met = [QApplication.focusWidget()]
    for _ in expected[1:]:
        QTest.keyClick(met[-1], Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    assert met == expected


def test_a_hidden_neuron_says_with_symbols_where_its_inputs_come_from(qtbot):
    page = open_inspector(qtbot, Document.new((2, 3, 1), seed=1), Neuron(2, 0)).page
    assert [row.note() for row in page.weights.rows] == [
        "from a₁⁽¹⁾", "from a₂⁽¹⁾", "from a₃⁽¹⁾",
    ]  # fmt: skip
    assert all(row._origin.isVisible() for row in page.weights.rows)


def test_of_a_single_sample_no_spread_is_told(qtbot):
    document = open_document("example:chain")
    assert document.data.n_samples == 1
    panel = open_inspector(qtbot, document, Target(0))
    assert [name for name, _ in panel.page.facts.facts()] == ["as the network sees it"]
    panel = open_inspector(qtbot, open_document("example:xor"), Target(0))
    assert ("mean of the data", "0.5") in panel.page.facts.facts()


def test_the_numbers_of_an_input_page_have_no_empty_decimals(qtbot):
    page = open_inspector(qtbot, open_document("example:xor"), Neuron(0, 0)).page
    assert [value for _, value in page.facts.facts()] == ["1", "0", "1", "0.5"]
    assert page.row.field.text() == "1"


def test_the_weight_page_tells_the_hand_calculation_of_the_chain(qtbot):
    page = open_inspector(qtbot, chain(), Edge(2, 0, 0)).page
    assert page.title.text() == "Weight w₂"
    assert "0.4653" in page.chain_rule.text()
    assert "0.2037" in page.chain_rule.text()
    assert "0.6023" in page.chain_rule.text()
    assert page.result.text() == "0.0571"
    assert page.result.words() == "more weight, more error"
    assert page.update_lines.texts()[-1] == "w₂ ← 0.45 − 0.4 · 0.0571 = 0.4272"
    assert ("a₁", "activation, hidden 1", "0.6023") in page.values.values()


def test_dragging_the_slider_moves_document_output_and_story_at_once(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    desk, page = panel.desk, panel.page
    drag(page.row.slider, 15, 30, release=False)
    weight = page.row.slider.number()
    assert weight > 0.45
    assert desk.document.parameters[2] == weight
    a1 = sigmoid(0.15 * 0.1 + 0.40)
    assert desk.output == pytest.approx(sigmoid(weight * a1 + 0.65))
    assert page.row.field.value() == weight
    a2 = desk.output
    assert page.result.text() == f"{(a2 - 0.25) * a2 * (1 - a2) * a1:.4f}"
    QTest.mouseRelease(page.row.slider, LEFT, pos=knob(page.row.slider))


def test_one_drag_is_one_undo(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    drag(panel.page.row.slider, 10, 20, 30, 40)
    assert panel.desk.session.undo_stack.count() == 1
    panel.desk.session.undo()
    assert panel.desk.document.parameters[2] == 0.45
    assert panel.page.row.field.text() == "0.45"


def test_escape_takes_the_drag_back_without_an_undo_entry(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    slider = panel.page.row.slider
    drag(slider, 10, 35, release=False)
    QTest.keyClick(slider, Qt.Key.Key_Escape)
    assert panel.desk.document.parameters[2] == 0.45
    assert slider.number() == 0.45
    assert not panel.desk.session.undo_stack.canUndo()
    assert not panel.desk.session.undo_stack.canRedo()


def test_typed_fractions_set_the_exact_value(qtbot):
    panel = open_inspector(qtbot, chain(), Bias(1, 0))
    type_in(panel.page.row.field, "1/3")
    assert panel.desk.document.parameters[1] == 1 / 3
    assert panel.desk.session.undo_stack.undoText() == "Change b₁"


@pytest.mark.parametrize("text", ["abc", "1e400"])
def test_a_bad_number_is_explained_and_changes_nothing(qtbot, text):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    type_in(panel.page.row.field, text)
    assert panel.page.row.problem().startswith(f"“{text}”")
    assert panel.desk.document.parameters[2] == 0.45
    assert panel.page.row.field.text() == "0.45"
    assert not panel.desk.session.undo_stack.canUndo()


def test_the_learning_rate_changes_the_update(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    type_in(panel.page.rate.field, "0.8")
    assert panel.desk.document.training.learning_rate == 0.8
    assert panel.page.update_lines.texts()[-1].startswith("w₂ ← 0.45 − 0.8 · 0.0571")


def test_reset_and_zero(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    panel.page.menu.actions()[0].trigger()
    assert panel.desk.document.parameters[2] == 0
    QTest.mouseClick(panel.page.reset, LEFT)
    assert panel.desk.document.parameters[2] == 0.45


def test_copy_gives_every_digit(qtbot, qapp):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    type_in(panel.page.row.field, "1/3")
    panel.page.menu.actions()[1].trigger()
    assert float(qapp.clipboard().text()) == 1 / 3


def test_a_neuron_has_a_row_for_each_weight_and_its_bias(qtbot):
    document = Document.new((3, 2), "linear", "sigmoid", seed=1)
    panel = open_inspector(qtbot, document, Neuron(1, 1))
    elements = [row.element for row in panel.page.weights.findChildren(ValueRow)]
    assert set(elements) == {Bias(1, 1), *(Edge(1, source, 1) for source in range(3))}
    first = panel.page.weights.rows[0]
    type_in(first.field, "0.25")
    assert panel.desk.document.kernel(1)[0, 1] == 0.25
    weights, bias = panel.desk.document.kernel(1)[:, 1], panel.desk.document.bias(1)[1]
    z = float(panel.desk.document.input @ weights + bias)
    numbers = panel.page.story.parts[0][1].texts()[1]
    assert numbers.replace("−", "-").endswith(f"{z:.4f}")


def test_784_weights_stand_on_pages_strongest_first(qtbot):
    document = Document.new((784, 5), "linear", "sigmoid", seed=2)
    panel = open_inspector(qtbot, document, Neuron(1, 3))
    weights, magnitudes = panel.page.weights, np.abs(document.kernel(1)[:, 3])
    assert len(panel.findChildren(ValueRow)) <= 20
    strongest = np.argsort(-magnitudes)[:12]
    assert [row.element.source for row in weights.rows] == list(strongest)
    QTest.mouseClick(weights.stepper.on, LEFT)
    assert [row.element.source for row in weights.rows] == list(np.argsort(-magnitudes)[12:24])
    QTest.mouseClick(weights.stepper.back, LEFT)
    QTest.mouseClick(weights.stepper.back, LEFT)
    shown = [row.element.source for row in weights.rows if row.isVisible()]
    assert shown == list(np.argsort(-magnitudes)[780:])


def test_rows_do_not_move_under_the_hand(qtbot):
    document = Document.new((784, 5), "linear", "sigmoid", seed=2)
    panel = open_inspector(qtbot, document, Neuron(1, 3))
    row = panel.page.weights.rows[11]
    element = row.element
    drag(row.slider, 40)
    assert panel.page.weights.rows[11].element == element


def test_few_weights_keep_their_own_order():
    assert strongest_first(np.array([0.1, -3.0, 2.0])) == [0, 1, 2]


def test_hovering_a_row_lights_its_edge(qtbot):
    panel = open_inspector(qtbot, chain(), Neuron(2, 0))
    row = panel.page.weights.rows[0]
    row.pointed.emit(True)
    assert panel.desk.selection.hover == Edge(2, 0, 0)
    row.pointed.emit(False)
    assert panel.desk.selection.hover is None


def test_an_input_is_set_raw_and_shown_as_the_network_sees_it(qtbot):
    panel = open_inspector(qtbot, line(), Neuron(0, 0))
    type_in(panel.page.row.field, "0,5")
    assert panel.desk.document.input[0] == 0.5
    assert panel.desk.document.sample is None
    assert ("as the network sees it", "0.5") in panel.page.facts.facts()


def test_a_target_can_be_given_where_there_is_none(qtbot):
    document = chain().replaced(target=None)
    panel = open_inspector(qtbot, document, Target(0))
    QTest.mouseClick(panel.page.set_target, LEFT)
    assert panel.desk.document.target[0] == 0.0
    type_in(panel.page.row.field, "0.25")
    assert panel.desk.document.target[0] == 0.25


def test_a_weight_without_a_target_says_so(qtbot):
    page = open_inspector(qtbot, chain().replaced(target=None), Edge(2, 0, 0)).page
    assert page.no_target.isVisible()
    assert not page.gradient.isVisible()


def test_a_layer_tells_its_size_and_its_silent_neurons(qtbot):
    document = Document.new((4, 6, 2), "relu", "linear", seed=3)
    panel = open_inspector(qtbot, document, Layer(1))
    facts = dict(panel.page.facts.facts())
    assert facts["kernel"] == "4 × 6"
    assert facts["parameters"] == "30"
    z = document.input @ document.kernel(1) + document.bias(1)
    assert facts["silent on this sample"] == f"{np.count_nonzero(z <= 0)} of 6"


def test_a_smaller_network_does_not_leave_a_lost_element_on_show(qtbot):
    panel = open_inspector(qtbot, Document.new((2, 3, 1)), Neuron(2, 0))
    panel.desk.session.new(chain())
    panel.desk.selection.select(Neuron(2, 0))
    panel.desk.session.new(Document.new((2, 1)))
    assert type(panel.page) is TrainingPage


def test_a_hidden_panel_catches_up_when_it_is_shown(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    panel.hide()
    panel.desk.session.apply(set_value(panel.desk.document, Edge(2, 0, 0), 1.45))
    panel.show()
    assert panel.page.row.field.text() == "1.45"


@pytest.mark.parametrize("width", [280, 288, 324])
@pytest.mark.parametrize("element", [None, Edge(1, 0, 1), Neuron(2, 1), Neuron(0, 0), Layer(1)])
def test_nothing_is_clipped_at_any_width_of_the_dock(qtbot, width, element):
    document = Document.new((4, 8, 3), "relu", "softmax", seed=1)
    panel = open_inspector(qtbot, document, element, width)
    qtbot.waitUntil(lambda: clipped(panel) == [])
    assert outside(panel, panel.widget()) == []


def test_a_press_beside_the_knob_brings_it_there(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    slider = panel.page.row.slider
    at = press(slider) + QPoint(50, 0)
    QTest.mouseRelease(slider, LEFT, pos=at)
    QTest.mouseClick(slider, LEFT, pos=at)
    width = slider.width() - 22
    assert slider.number() == pytest.approx(0.45 + 50 * 4 / width, abs=0.03)


def test_the_last_update_is_shown_until_a_hand_changes_a_weight(qtbot):
    panel = open_inspector(qtbot, chain(), Edge(2, 0, 0))
    desk, row = panel.desk, panel.page.row
    assert row._tail.text() == "2"
    desk.runner.one_sample()
    assert row._note.text() == "last update lowered it"
    assert row._tail.text() == "−0.0228"
    assert row.slider._before == 0.45
    desk.session.undo()
    assert row._tail.text() == "2"
    desk.session.redo()
    type_in(row.field, "1")
    assert row._tail.text() == "2"
    assert row.slider._before is None


def test_who_goes_back_to_a_moment_sees_no_update_that_came_later(qtbot):
    panel = open_inspector(qtbot, line(), Edge(1, 0, 0))
    session, runner, tail = panel.desk.session, panel.desk.runner, panel.page.row._tail
    moments = [session.document]
    for _ in range(2):
        runner.one_batch()
        moments.append(session.document)
    assert tail.text() == f"{moments[2].parameters[0] - moments[1].parameters[0]:+.4f}"
    session.visit(moments[1])
    assert tail.text() == "2"
    session.go_back()
    assert tail.text() == "2"


def test_a_neuron_shows_the_last_update_of_each_row(qtbot):
    panel = open_inspector(qtbot, chain(), Neuron(2, 0))
    panel.desk.runner.one_sample()
    rows = panel.page.weights
    assert [row._tail.text() for row in (*rows.rows, rows.bias)] == ["−0.0228", "−0.0379"]


def test_a_run_counts_as_one_update(qtbot):
    panel = open_inspector(qtbot, line(epochs=3), Edge(1, 0, 0))
    panel.desk.runner.start()
    qtbot.waitUntil(lambda: not panel.desk.runner.running)
    now = panel.desk.document.parameters[0]
    assert panel.page.row.slider._before == 0.0
    assert panel.page.row._tail.text() == f"+{now:.4f}"
