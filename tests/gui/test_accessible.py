"""What a screen reader hears of the network."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.document.files import open_document
from nnviz.gui import accessible_number
from nnviz.gui.accessible import install
from nnviz.gui.notices import Notice
from nnviz.gui.plots.activation_plot import ActivationPlot
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.speed import SpeedSlider
from nnviz.gui.widgets.slider import ValueSlider
from nnviz.gui.widgets.value_row import ValueRow
from nnviz.gui.window import Window

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
DESCRIPTION = QAccessible.Text.Description


@pytest.fixture(scope="module", autouse=True)
def _installed(qapp):
    install()


@pytest.fixture
def window(open_window):
    return open_window(open_document("example:xor"))


def _network(window):
    return QAccessible.queryAccessibleInterface(window.canvas.network)


def _heard(window):
    network = _network(window)
    children = [network.child(k) for k in range(network.childCount())]
    return {child.text(NAME): child.text(VALUE) for child in children}


def test_every_element_is_told_with_its_value(window):
    document = window.session.document
    heard = _heard(window)
    weight = document.value(Edge(1, 0, 1))
    said = f"{weight:.4f}".replace("-", "\N{MINUS SIGN}")
    assert heard["weight from x1 to Hidden, unit 2"] == said
    assert "bias of Output" in heard
    assert "input x2" in heard
    assert "target of Output" in heard
    assert "activation of Hidden, unit 1" in heard
    assert len(heard) == len(set(heard)) == _network(window).childCount()


def test_of_a_batch_the_means_are_heard_as_they_are_painted(open_window):
    window = open_window(open_document("example:xor"))
    window.player.set_scope("batch")
    window.player.seek(1)
    batch = window.player.subject.trace.x
    document = window.session.document
    mean = document.model()(batch).mean()
    heard = _heard(window)
    assert len(batch) == 4
    assert heard["activation of Output"] == f"{mean:.4f}"
    assert heard["input x1"] == "0.5000"
    (plot,) = window.findChildren(ActivationPlot)
    first = "".join(run.text for line in next(plot._wordings()) for run in line.runs)
    assert f"of sample {document.sample + 1}" in first
    window.player.set_scope("sample")
    assert plot._of_which() == ""


def test_what_is_heard_follows_an_edit(window):
    index = np.array([window.session.document.parameter_index(Edge(1, 0, 1))])
    window.session.apply(SetParameters(index, np.array([0.15])))
    assert _heard(window)["weight from x1 to Hidden, unit 2"] == "0.1500"


def test_weights_and_inputs_are_settable_and_neurons_are_read(window):
    network = _network(window)
    roles = {
        network.child(k).text(NAME): network.child(k).role() for k in range(30) if network.child(k)
    }
    assert roles["input x1"] == QAccessible.Role.Slider
    assert roles["weight from x1 to Hidden, unit 1"] == QAccessible.Role.Slider
    assert roles["activation of Hidden, unit 1"] == QAccessible.Role.StaticText


def test_the_selected_element_has_the_focus(window):
    window.selection.select(Edge(1, 1, 0))
    focus = _network(window).focusChild()
    assert focus.text(NAME) == "weight from x2 to Hidden, unit 1"
    assert focus.state().focused


def test_an_element_is_found_where_it_stands(window):
    network = _network(window)
    rect = next(
        network.child(k).rect()
        for k in range(network.childCount())
        if network.child(k).text(NAME) == "input x1"
    )
    found = network.childAt(rect.center().x(), rect.center().y())
    assert found.text(NAME) == "input x1"
    assert network.childAt(network.rect().left() + 2, network.rect().bottom() - 2) is None


def test_a_large_network_tells_the_selected_one_only(open_window):
    window = open_window(Document.new((100, 100), seed=0))
    assert _network(window).childCount() == 0
    window.selection.select(Neuron(0, 3))
    assert "x₄" in _network(window).text(QAccessible.Text.Description)


def test_what_was_given_may_be_asked_after_a_change_of_network(window):
    network = _network(window)
    last = network.child(network.childCount() - 1)
    window.session.new(open_document("example:neuron"))
    assert not last.isValid()
    assert last.text(NAME) == ""
    assert _heard(window)


@pytest.fixture
def listening():
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def test_windows_come_and_go_while_a_reader_listens(qapp, listening):
    for _ in range(3):
        window = Window(Session(open_document("example:chain")), Settings())
        window.show()  # Qt asks while the window is made, and again once it is whole
        _ask_everything(QAccessible.queryAccessibleInterface(window))
        window.selection.select(Edge(1, 0, 0))
        assert _heard(window)
        kept = _network(window).child(0)
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del window
        gc.collect()
        assert not kept.isValid()


def _child(window, name):
    network = _network(window)
    children = map(network.child, range(network.childCount()))
    return next(child for child in children if child.text(NAME) == name)


def test_a_screen_reader_sets_a_weight_an_input_and_a_target(window):
    for name, element in (
        ("weight from x1 to Hidden, unit 2", Edge(1, 0, 1)),
        ("bias of Output", Bias(2, 0)),
        ("input x2", Neuron(0, 1)),
        ("target of Output", Target(0)),
    ):
        value = _child(window, name).valueInterface()
        assert value.currentValue() == window.session.document.value(element)
        value.setCurrentValue(0.375)
        assert window.session.document.value(element) == 0.375
        assert value.currentValue() == 0.375
        assert value.minimumValue() <= 0.375 <= value.maximumValue()
        assert value.minimumStepSize() > 0
        window.session.undo()
        assert window.session.document.value(element) != 0.375
    assert _child(window, "activation of Output").valueInterface() is None


@pytest.mark.parametrize("wrong", [float("inf"), float("nan"), "much", None])
def test_what_is_no_number_is_not_taken(window, wrong):
    before = window.session.document
    _child(window, "input x2").valueInterface().setCurrentValue(wrong)
    assert window.session.document is before


def test_a_screen_reader_selects_what_it_stands_on(window):
    window.activateWindow()
    actions = _child(window, "bias of Output").actionInterface()
    actions.doAction(actions.setFocusAction())
    assert window.selection.element == Bias(2, 0)
    assert window.canvas.network.hasFocus()


def test_all_that_are_selected_are_told_so_and_what_is_frozen(window):
    window.selection.select_all([Edge(1, 0, 0), Edge(1, 1, 0), Bias(1, 0)])
    network = _network(window)
    selected = [k for k in range(network.childCount()) if network.child(k).state().selected]
    assert len(selected) == 3
    assert "3" in network.text(QAccessible.Text.Description)
    assert network.state().multiSelectable
    window.values.toggle_frozen()
    assert _child(window, "bias of Hidden, unit 1").text(DESCRIPTION) == "frozen"
    assert _child(window, "bias of Output").text(DESCRIPTION) == ""


def test_a_slider_speaks_its_number_and_not_where_the_knob_stands(window, qtbot):
    window.selection.select(Edge(1, 0, 1))
    shown = (s for s in window.findChildren(ValueSlider) if s.isVisible())
    slider = next(s for s in shown if s.accessibleName().startswith("Weight"))
    spoken = QAccessible.queryAccessibleInterface(slider)
    weight = window.session.document.value(Edge(1, 0, 1))
    assert spoken.role() == QAccessible.Role.Slider
    assert spoken.text(NAME) == slider.accessibleName()
    assert float(spoken.text(VALUE).replace("\N{MINUS SIGN}", "-")) == pytest.approx(
        weight, abs=1e-4
    )
    value = spoken.valueInterface()
    assert value.currentValue() == weight
    value.setCurrentValue(7.25)
    assert window.session.document.value(Edge(1, 0, 1)) == 7.25
    assert value.currentValue() == 7.25
    assert value.maximumValue() >= 7.25


def test_steps_speed_and_equations_are_told_as_what_they_are(window):
    window.player.set_mode("forward")
    window.player.seek(2)
    timeline = QAccessible.queryAccessibleInterface(window.canvas.timeline)
    steps = len(window.player.frames)
    assert timeline.text(VALUE) == f"step 3 of {steps}"
    timeline.valueInterface().setCurrentValue(5)
    assert window.player.index == 4
    assert timeline.valueInterface().maximumValue() == steps
    speed = QAccessible.queryAccessibleInterface(window.tools.findChild(SpeedSlider))
    assert speed.text(VALUE) == "1×"
    caption = QAccessible.queryAccessibleInterface(window.canvas.caption)
    assert caption.role() == QAccessible.Role.Equation
    assert "Step 5" in caption.text(NAME)


def test_what_appears_without_taking_the_focus_is_announced(window, monkeypatch):
    heard = []

    class Reader:
        isActive = staticmethod(lambda: True)
        updateAccessibility = staticmethod(lambda event: heard.append(event.message()))

    monkeypatch.setattr(accessible_number, "QAccessible", Reader)
    window.say(Notice("error", "The data could not be read.", "Line 3 has no number."))
    window.status.tell("Saved iris.nnviz")
    field = window.findChild(ValueRow)
    field.show_problem("type a number")
    assert heard == [
        "The data could not be read. Line 3 has no number.",
        "Saved iris.nnviz",
        "Type a number.",
    ]


def _ask_everything(node):
    """Ask as a screen reader does that looks through the whole window."""
    if node is None or not node.isValid():
        return
    for kind in (NAME, VALUE, DESCRIPTION):
        node.text(kind)
    value = node.valueInterface()
    assert value is None or value.currentValue() is not None
    for ask in (node.role, node.state, node.rect, node.actionInterface):
        ask()
    for at in range(node.childCount()):
        _ask_everything(node.child(at))
