"""What a screen reader hears of the network."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.elements import Edge, Neuron
from nnviz.document.files import open_document
from nnviz.gui.accessible import install
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.window import Window

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value


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


def test_windows_come_and_go(qapp):
    for _ in range(5):
        window = Window(Session(open_document("example:chain")), Settings())
        assert _heard(window)
        kept = _network(window).child(0)
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del window
        gc.collect()
        assert not kept.isValid()
