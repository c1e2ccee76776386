"""The network as maps of its weights on the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.elements import Edge
from nnviz.document.files import open_document


@pytest.fixture
def window(open_window):
    window = open_window(open_document("example:iris"))
    _choose(window, "Maps")
    return window


def _choose(window, words):
    buttons = window.canvas.switch.findChildren(QPushButton)
    (button,) = [button for button in buttons if button.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _place(heat, row, column, shape):
    place = heat.place
    x = place.left() + (column + 0.5) * place.width() / shape[1]
    y = place.top() + (row + 0.5) * place.height() / shape[0]
    return QPoint(int(x), int(y))


def test_every_layer_has_its_map_and_the_network_comes_back(window):
    canvas = window.canvas
    assert [heat.isVisible() for heat in canvas.maps.maps] == [True, True]
    assert not canvas.network.isVisible()
    largest = max(np.abs(window.session.document.kernel(k)).max() for k in (1, 2))
    assert canvas.legend.legend.high == f"+{largest:.2f}"
    _choose(window, "Values")
    assert canvas.network.isVisible()
    assert not canvas.maps.isVisible()


def test_a_click_selects_the_weight_and_pointing_tells_it(window):
    heat = window.canvas.maps.maps[0]
    QTest.mouseClick(heat, Qt.MouseButton.LeftButton, pos=_place(heat, 2, 5, (4, 8)))
    assert window.selection.element == Edge(1, 2, 5)
    QTest.mouseMove(heat, _place(heat, 1, 3, (4, 8)))
    assert window.selection.hover == Edge(1, 1, 3)
    assert "weight from sepal width" in heat.toolTip()


def test_the_arrow_keys_walk_over_a_map(window):
    heat = window.canvas.maps.maps[0]
    heat.setFocus()
    window.selection.select(Edge(1, 2, 5))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(heat, key)
    assert window.selection.element == Edge(1, 1, 7)


def test_a_map_follows_an_edit(window):
    heat = window.canvas.maps.maps[0]
    spot = _place(heat, 0, 0, (4, 8))
    for value in (-9.0, 9.0):
        index = np.array([window.session.document.parameter_index(Edge(1, 0, 0))])
        window.session.apply(SetParameters(index, np.array([value])))
        colour = heat.grab().toImage().pixelColor(spot)
        assert (colour.blue() > colour.red()) == (value > 0)


def test_another_network_has_other_maps(window):
    window.session.undo_stack.setClean()
    window.session.new(open_document("example:chain"))
    assert len(window.canvas.maps.maps) == 2
    window.session.new(Document.new((4, *[3] * 100, 2), seed=0))
    assert len(window.canvas.maps.maps) == 60
    assert "the first 60 of 101 layers" in window.canvas.legend.legend.text


def test_names_stand_before_the_rows_and_under_the_columns_where_there_is_room(window, qtbot):
    first, second = window.canvas.maps.maps
    assert all(_inked(first)), "four inputs and eight neurons have room for their names"
    assert _inked(second) == [True, False], "no class's name fits under so narrow a column"
    window.session.new(Document.new((500, 300, 10), seed=1))
    assert _inked(window.canvas.maps.maps[0]) == [False, False]


def _inked(heat):
    """Return whether anything is written before the map, and under it."""
    place, image = heat.place, heat.grab().toImage()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., :3]
    left, bottom = int(place.left()) - 1, int(place.bottom()) + 2
    return [part.size > 0 and np.ptp(part) > 60 for part in (pixels[:, :left], pixels[bottom:])]
