"""The inspector's page of several selected elements, with real mouse and key events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnviz.document.document import Document
from nnviz.document.edits import Freeze, SetParameters
from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.document.group import Group
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.panels.several_page import SeveralPage
from nnviz.gui.panels.training_page import TrainingPage
from tests.gui.panel_desk import LEFT, Desk, clipped, drag, outside, show, type_in

EDGES = (Edge(1, 0, 0), Edge(1, 1, 1), Edge(2, 0, 0))


def network() -> Document:
    """2-2-1 whose chosen weights are 0.5, -1 and 2."""
    weights = np.array([0.5, 9.0, 9.0, -1.0, 7.0, 7.0, 2.0, 9.0, 7.0])
    document = Document.new((2, 2, 1), seed=1, target=np.zeros(1))
    return document.replaced(parameters=weights, initial=-weights)


@pytest.fixture
def panel(qtbot) -> InspectorPanel:
    desk = Desk(network())
    desk.selection.select_all(EDGES)
    panel = InspectorPanel(desk.session, desk.selection, desk.player, desk.runner, desk.settings)
    panel.desk = desk
    return show(qtbot, panel)


def chosen(panel) -> list[float]:
    return [panel.desk.document.value(edge) for edge in EDGES]


def test_it_tells_how_many_and_how_they_are_spread(panel):
    page = panel.page
    assert type(page) is SeveralPage
    assert (page.title.text(), page.subtitle.text()) == ("3 weights", "Hidden and Output")
    assert page.facts.facts() == [("smallest", "−1"), ("largest", "2"), ("mean", "0.5")]
    assert page.row.field.text() == "0.5"
    assert page.row.slider.number() == 0.5
    panel.desk.session.apply(SetParameters(np.array([0]), np.array([5.0])))
    assert page.facts.facts()[1:] == [("largest", "5"), ("mean", "2")]
    assert not clipped(panel)
    assert not outside(panel, panel.widget())
    panel.desk.selection.select(None)
    assert type(panel.page) is TrainingPage


def test_a_number_or_the_slider_sets_all_in_one_undo(panel):
    page, stack = panel.page, panel.desk.session.undo_stack
    type_in(page.row.field, "1/4")
    assert chosen(panel) == [0.25] * 3
    assert stack.undoText() == "Change 3 weights"
    drag(page.row.slider, 10, 20, 30)
    first, *rest = chosen(panel)
    assert first > 0.25
    assert rest == [first, first]
    assert stack.count() == 2
    stack.undo()
    stack.undo()
    assert chosen(panel) == [0.5, -1, 2]


@pytest.mark.parametrize("bad", ["abc", "1e400", "1/0"])
def test_bad_text_gets_one_sentence_there_and_changes_nothing(panel, bad):
    type_in(panel.page.row.field, bad)
    assert panel.page.row.problem().startswith(f"“{bad}”")
    assert chosen(panel) == [0.5, -1, 2]


def test_all_are_zeroed_frozen_drawn_and_reset_by_its_buttons(panel):
    page, session = panel.page, panel.desk.session
    others = [1, 2, 4, 5, 7, 8]  # where the rest lies in the flat vector
    before = panel.desk.document.parameters[others]
    for part, expected in ((page.zero, [0, 0, 0]), (page.reset, [-0.5, 1, -2])):
        QTest.mouseClick(part, LEFT)
        assert chosen(panel) == expected
    QTest.mouseClick(page.randomise, LEFT)
    assert len({*chosen(panel), -0.5, 1, -2}) == 6
    QTest.mouseClick(page.freeze, LEFT)
    assert np.flatnonzero(panel.desk.document.frozen).tolist() == [0, 3, 6]
    assert ("frozen", "3 of 3") in page.facts.facts()
    assert page.freeze.text() == "Unfreeze"
    QTest.keyClick(page.freeze, Qt.Key.Key_Space)
    assert not panel.desk.document.has_frozen
    assert (panel.desk.document.parameters[others] == before).all()
    assert session.undo_stack.count() == 5


def test_inputs_targets_and_neurons_have_what_fits_them(panel):
    page, select = panel.page, panel.desk.selection.select_all
    select([Neuron(0, 0), Neuron(0, 1), Target(0)])
    assert (page.title.text(), page.subtitle.text()) == ("3 values", "Input and Output")
    assert page.freeze.isHidden()
    type_in(page.row.field, "0.75")
    assert panel.desk.document.input.tolist() == [0.75, 0.75]
    assert panel.desk.document.target.tolist() == [0.75]
    select([Neuron(1, 0), Neuron(1, 1)])
    assert page.title.text() == "2 neurons"
    assert page.subtitle.text() == "Hidden, with 6 weights and biases"
    assert page.row.isHidden()
    assert page.facts.facts()[0] == ("smallest", "−1")  # of what leads to them
    panel.desk.session.apply(Freeze(np.array([0])))
    assert ("frozen", "1 of 6") in page.facts.facts()
    document = panel.desk.document
    select(Group.of(document.layer_slices, [Edge(1, 0, 0), Bias(2, 0)]))
    assert page.title.text() == "2 values"
    QTest.mouseClick(page.zero, LEFT)
    assert panel.desk.document.parameters[[0, 8]].tolist() == [0, 0]
