"""What can be done to anything by its menu, with real mouse and key events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from nnviz.document.edits import SetParameters
from nnviz.document.elements import Edge, Layer, Neuron
from nnviz.document.files import open_document


@pytest.fixture
def window(open_window):
    return open_window(open_document("example:xor"))


def _point(window, edge):
    network = window.canvas.network
    place = network.picture.rect_of(edge)
    return network.camera.to_canvas(place).center().toPoint()


def _menu(window, place, reason=QContextMenuEvent.Reason.Mouse):
    network = window.canvas.network
    event = QContextMenuEvent(reason, place, network.mapToGlobal(place))
    QApplication.sendEvent(network, event)
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    return menus[-1] if menus else None


def _do(menu, words):
    (action,) = [a for a in menu.actions() if a.text().replace("&", "").startswith(words)]
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def _value(window, element):
    return window.session.document.value(element)


def test_the_menu_is_of_what_is_under_the_mouse(window):
    edge = Edge(1, 0, 1)
    menu = _menu(window, _point(window, edge))
    assert window.selection.element == edge
    _do(menu, "Set to zero")
    assert _value(window, edge) == 0
    assert window.session.undo_stack.count() == 1
    window.session.undo()
    assert _value(window, edge) != 0


def _words(menu):
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def test_a_weight_is_not_offered_to_be_removed_or_named_but_a_neuron_is(window):
    offered = _words(_menu(window, _point(window, Edge(1, 0, 1))))
    assert "Set to zero" in offered
    assert not {"Remove neuron or layer", "Rename…"} & set(offered)
    assert "Remove neuron or layer" in _words(_menu(window, _point(window, Neuron(1, 0))))


def test_empty_ground_has_the_menu_of_the_picture_whatever_is_selected(window):
    window.selection.select(Layer(1))
    menu = _menu(window, QPoint(2, window.canvas.network.height() - 3))
    assert _words(menu)[:2] == ["Select all", "Whole network"]
    assert "Copy picture" in _words(menu)
    assert window.selection.element == Layer(1)
    _do(menu, "From top to bottom")
    assert window.canvas.network.picture.layout.vertical


def test_a_frozen_weight_keeps_its_value_in_training(window):
    edge = Edge(1, 0, 1)
    before = window.session.document.parameters
    _do(_menu(window, _point(window, edge)), "Freeze")
    window.runner.one_batch()
    after = window.session.document.parameters
    place = window.session.document.parameter_index(edge)
    assert after[place] == before[place]
    assert (after != before).any()
    _do(_menu(window, _point(window, edge)), "Unfreeze")
    assert not window.session.document.has_frozen


def test_a_frozen_weight_bears_a_mark(window):
    window.selection.select(None)
    network, edge = window.canvas.network, Edge(1, 0, 1)
    place = _point(window, edge)
    window.selection.select(edge)
    window.values.toggle_frozen()
    window.selection.select(None)
    marked = network.grab().toImage()
    window.session.undo()
    plain = network.grab().toImage()
    around = [(place.x() + dx, place.y() + dy) for dx in range(-60, 61) for dy in range(-40, 41)]
    assert any(marked.pixel(x, y) != plain.pixel(x, y) for x, y in around)


def test_randomise_and_reset_a_layer(window):
    before = window.session.document.parameters
    window.session.apply(SetParameters(np.arange(len(before)), np.ones(len(before))))
    window.selection.select(Layer(1))
    window.values.reset()
    document = window.session.document
    assert np.array_equal(document.kernel(1), document.initial[:4].reshape(2, 2))
    assert (document.kernel(2) == 1).all()
    seen = set()
    for _ in range(3):
        window.values.randomise()
        seen.add(window.session.document.kernel(1).tobytes())
    assert len(seen) == 3


def test_a_neuron_stands_for_what_leads_to_it(window):
    window.selection.select(Neuron(1, 0))
    window.values.zero()
    document = window.session.document
    assert not document.kernel(1)[:, 0].any()
    assert document.kernel(1)[:, 1].all()
    assert window.session.undo_stack.count() == 1


def test_by_the_keyboard_it_is_of_the_selected_one(window):
    window.selection.select(Neuron(0, 0))
    menu = _menu(window, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    _do(menu, "Copy value")
    assert QGuiApplication.clipboard().text() == repr(_value(window, Neuron(0, 0)))
    menu = _menu(window, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    words = [action.text().replace("&", "") for action in menu.actions()]
    assert not any(word.startswith("Freeze") for word in words)
    menu.close()


def test_several_are_set_at_once(window):
    edges = [Edge(1, 0, 0), Edge(1, 1, 1), Edge(2, 0, 0)]
    window.selection.select_all(edges)
    _do(_menu(window, _point(window, edges[0])), "Set to zero")
    assert [_value(window, edge) for edge in edges] == [0, 0, 0]
    window.session.undo()
    assert all(_value(window, edge) for edge in edges)


def test_the_menu_of_a_layer_offers_what_its_head_does(window):
    window.selection.select(Layer(1))
    menu = _menu(window, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    assert words.index("Set to zero") < words.index("Add neuron")
    assert {"Add layer before", "Activation", "Use bias", "Remove layer"} <= set(words)
    assert len(words) == len(set(words))
    assert "Copy value" not in words  # it has none of its own
    _do(menu, "Add neuron")
    assert window.session.document.sizes == (2, 3, 1)
