"""Where a sentence stands beside a field: near it, inside the room, over as little as can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest

from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from nnviz.gui.canvas.standing_beside import beside
from tests.gui.canvas_desk import Desk

ROOM, SIZE = QRect(0, 0, 800, 400), QSize(300, 40)
FIELD = QRect(350, 190, 100, 30)


def test_with_nothing_around_it_stands_below_the_middle():
    place = beside(FIELD, SIZE, ROOM, ())
    assert (place.top() - FIELD.bottom(), place.size()) == (5, SIZE)
    assert place.center().x() == pytest.approx(FIELD.center().x(), abs=1)


def test_what_is_below_sends_it_above():
    place = beside(FIELD, SIZE, ROOM, [QRect(0, 225, 800, 175)])
    assert FIELD.top() - place.bottom() == 5


def test_where_all_is_taken_it_covers_the_narrow_thing():
    wide, narrow = QRect(0, 225, 800, 175), QRect(395, 0, 10, 185)
    aside = [QRect(0, 100, 340, 120), QRect(460, 100, 340, 120)]
    place = beside(FIELD, SIZE, ROOM, [wide, narrow, *aside])
    assert not place.intersects(wide)
    assert not place.intersects(FIELD)


@pytest.mark.parametrize("at", [QPoint(0, 0), QPoint(700, 0), QPoint(0, 370), QPoint(700, 370)])
def test_it_stays_in_the_room_and_off_the_field(at):
    field = QRect(at, QSize(100, 30))
    place = beside(field, SIZE, ROOM, ())
    assert ROOM.contains(place)
    assert not place.intersects(field)


def test_a_room_too_small_for_both_shows_as_much_as_it_can():
    place = beside(QRect(10, 5, 80, 30), SIZE, QRect(0, 0, 320, 60), ())
    assert QRect(0, 0, 320, 60).contains(place)


@pytest.mark.parametrize(
    "element", [Edge(1, 0, 0), Edge(2, 0, 0), Bias(2, 0), Neuron(0, 0), Target(0)]
)
def test_the_sentence_of_a_bad_number_covers_next_to_nothing_of_a_neuron(
    qtbot, tmp_path: Path, element: Element
) -> None:
    desk = Desk(tmp_path / "settings.ini")
    qtbot.addWidget(desk.card)
    desk.card.resize(896, 510)
    with qtbot.waitExposed(desk.card):
        desk.card.show()
    network = desk.network
    network.setFocus()
    desk.selection.select(element)
    QTest.keyClick(network, Qt.Key.Key_Return)
    assert network.editor is not None
    QTest.keyClicks(network.editor, "abc")
    QTest.keyClick(network.editor, Qt.Key.Key_Return)
    said = network.remark.geometry()
    assert network.rect().contains(said)
    assert not said.intersects(network.editor.geometry())
    for neuron in (Neuron(0, 0), Neuron(1, 0), Neuron(2, 0)):
        radius = network.picture.layout.columns[neuron.layer].radius * network.camera.scale
        corner = QPoint(round(radius), round(radius))
        middle = desk.place(neuron).toPoint()
        disc = QRect(middle - corner, middle + corner)
        covered = said & disc
        assert covered.width() * covered.height() < 0.03 * disc.width() * disc.height()
