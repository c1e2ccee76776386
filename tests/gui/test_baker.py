"""Large pictures are painted in slices; what is seen is always a whole one."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.elements import Edge


@pytest.fixture
def window(qtbot, open_window):
    window = open_window(Document.new((40, 40), seed=1))
    network = window.canvas.network
    network.folding.turn(0, network.rect().center())
    network.folding.turn(1, network.rect().center())
    network._spoil()
    _settle(qtbot, window)
    return window


def _settle(qtbot, window):
    qtbot.waitUntil(lambda: window.canvas.network.settled)


def _seen(window):
    image = window.canvas.network.grab().toImage()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return pixels[..., :3].astype(int)


def _changed(window):
    document = window.session.document
    count, factor = document.n_parameters, -1.0 if document.parameters[0] == 0.5 else 1.0
    values = factor * np.resize([0.5, -0.7], count)
    window.session.apply(SetParameters(np.arange(count), values))


def test_at_rest_all_edges_of_layers_shown_whole_are_drawn_smoothly(window):
    picture = window.canvas.network.picture
    assert sum(map(len, picture.drawn)) == 1600
    assert picture.scene.options.antialias


def test_a_long_painting_comes_in_slices_and_the_last_whole_picture_stays(
    qtbot, window, monkeypatch
):
    network, before = window.canvas.network, _seen(window)
    monkeypatch.setattr("nnviz.gui.canvas.baker._SLICE", 0.0)
    monkeypatch.setattr("nnviz.gui.canvas.baker._SHORT", 0.0)
    slices = []
    _changed(window)
    while not slices or network._baker.busy:
        network.repaint()
        slices.append(network._baker.busy)
        if network._baker.busy:
            assert network._baker.pixels is not None
            network._baker.go_on()
    assert len(slices) >= 4
    monkeypatch.undo()
    _settle(qtbot, window)
    assert np.abs(_seen(window) - before).max() > 100


def test_what_slices_paint_is_what_is_painted_at_once(qtbot, window):
    _changed(window)
    _settle(qtbot, window)
    network = window.canvas.network
    in_slices = _seen(window)
    network._baker.begin(network.picture, network._baker.place)
    network._baker.finish()
    assert (_seen(window) == in_slices).all()


def test_a_training_shows_one_whole_picture_after_another(qtbot, window):
    seen = []

    def three_while_it_changes():
        _changed(window)
        pixels = window.canvas.network._baker.pixels
        if pixels not in seen:
            seen.append(pixels)
        return len(seen) > 3

    qtbot.waitUntil(three_while_it_changes)


def test_a_moved_camera_moves_the_pixels_at_once(qtbot, window, monkeypatch):
    monkeypatch.setattr("nnviz.gui.canvas.baker._SLICE", 0.0)
    monkeypatch.setattr("nnviz.gui.canvas.baker._SHORT", 0.0)
    network = window.canvas.network
    before = _seen(window)
    QTest.mousePress(network, Qt.MouseButton.MiddleButton, pos=QPoint(200, 200))
    QTest.mouseMove(network, QPoint(230, 220))
    network.repaint()
    assert network._baker.busy
    inner = _seen(window)[60:-60, 80:-80]
    assert (inner == before[40:-80, 50:-110]).all()
    QTest.mouseRelease(network, Qt.MouseButton.MiddleButton, pos=QPoint(230, 220))


def test_the_edge_in_hand_is_painted_alone_over_a_picture_without_it(qtbot, window):
    network = window.canvas.network
    edges = network.picture.drawn[0]
    row = int(np.flatnonzero((edges.sources == 0) & (edges.units == 39))[0])
    place = QPoint(*(round(float(value)) for value in edges.at(0.08)[row]))
    pressed = network._stage.element_at(place.toPointF())
    assert isinstance(pressed, Edge)
    QTest.mousePress(network, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(network, place - QPoint(0, 40))
    assert network._stage.held == pressed
    _settle(qtbot, window)
    lacks, shown = network._baker.pixels.pixmap.toImage(), network.grab().toImage()
    assert lacks != shown
    QTest.mouseRelease(network, Qt.MouseButton.LeftButton, pos=place - QPoint(0, 40))
    assert network._stage.held is None
    _settle(qtbot, window)
    assert network._baker.pixels.pixmap.toImage() != lacks


def test_what_is_selected_is_seen_at_once_where_all_edges_take_long(qtbot, open_window):
    window = open_window(Document.new((100, 100), seed=1))
    network = window.canvas.network
    qtbot.waitUntil(lambda: network.settled)
    window.selection.select(Edge(1, 0, 0))
    assert not network.picture.scene.options.antialias
    qtbot.waitUntil(lambda: network.settled)
    assert network.picture.scene.options.antialias
