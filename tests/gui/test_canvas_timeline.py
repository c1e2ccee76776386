from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnviz.diagram.style import LIGHT
from nnviz.document.elements import Loss
from nnviz.explain.equation import plain
from tests.gui.canvas_desk import Desk

Key = Qt.Key


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "settings.ini")
    qtbot.addWidget(desk.card)
    desk.card.resize(1056, 566)
    with qtbot.waitExposed(desk.card):
        desk.card.show()
    yield desk
    desk.player.pause()
    desk.runner.stop()


def at(desk: Desk, step: int):
    place = desk.timeline.place(step)
    assert place is not None
    return place.toPoint()


def test_the_knob_is_dragged_through_the_steps(desk: Desk) -> None:
    QTest.mousePress(desk.timeline, Qt.MouseButton.LeftButton, pos=at(desk, 2))
    assert desk.player.index == 2
    before = desk.picture()
    desk.move(desk.timeline, at(desk, 7))
    assert desk.player.index == 7
    assert desk.player.mode == "backward"
    assert desk.picture() != before
    assert desk.card.caption.caption().step == "Step 8 of 16"


def test_the_knob_stands_on_its_step_with_its_number(desk: Desk) -> None:
    desk.player.seek(7)
    image = desk.timeline.grab().toImage()
    knob = at(desk, 7)
    assert image.pixelColor(knob.x() - 7, knob.y()).name() == LIGHT.accent.lower()
    assert image.pixelColor(knob.x() - 30, knob.y()).name() == LIGHT.accent.lower()
    assert image.pixelColor(at(desk, 14).x() - 12, knob.y()).name() == LIGHT.track.lower()


def test_a_click_on_a_step_shows_what_is_worked_out_by_then(desk: Desk) -> None:
    """The loss's number is there from its own step on, and goes with a step before it."""
    numbers = []
    for step in (3, 4, 0, 15):
        QTest.mouseClick(desk.timeline, Qt.MouseButton.LeftButton, pos=at(desk, step))
        rect = desk.network.picture.rect_of(Loss())
        assert rect is not None
        middle = desk.network.camera.to_canvas(rect).center().toPoint()
        image = desk.picture().copy(middle.x() - 20, middle.y() + 4, 40, 14)
        numbers.append(len({image.pixel(x, y) for x in range(40) for y in range(14)}) > 1)
    assert numbers == [False, True, False, True]


def test_keys_walk_steps_and_chapters(desk: Desk) -> None:
    desk.timeline.setFocus()
    seen = []
    for key in (Key.Key_End, Key.Key_Left, Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Home):
        QTest.keyClick(desk.timeline, key)
        seen.append(desk.player.index)
    assert seen == [15, 14, 12, 5, 12, 0]
    QTest.keyClick(desk.timeline, Key.Key_Right)
    assert desk.player.index == 1


def test_space_plays_and_pauses(desk: Desk) -> None:
    QTest.keyClick(desk.timeline, Key.Key_Space)
    assert desk.player.playing
    QTest.keyClick(desk.timeline, Key.Key_Space)
    assert not desk.player.playing


def test_while_it_plays_the_pulse_moves_over_an_unchanged_picture(desk: Desk) -> None:
    desk.player.play()
    desk.player.progress = 0.3
    early = desk.picture()
    desk.player.progress = 0.7
    assert desk.picture() != early
    desk.player.pause()


def test_in_training_it_shows_epochs(desk: Desk) -> None:
    desk.player.set_mode("train")
    desk.runner.one_epoch()
    while desk.runner.running:
        QTest.qWait(5)
    caption = desk.card.caption.caption()
    assert plain(caption.title) == "Epoch 1"
    assert plain(caption.detail).startswith("Run trains 400 more epochs.")
    assert desk.timeline.track is None
    image = desk.timeline.grab().toImage()
    assert image.pixelColor(15, 31).name() == LIGHT.accent.lower()
    assert image.pixelColor(500, 31).name() == LIGHT.accent.lower()


def test_in_training_nothing_looks_as_if_it_could_be_dragged(desk: Desk) -> None:
    assert "Drag" in desk.timeline.toolTip()
    desk.player.set_mode("train")
    desk.runner.one_epoch()
    image = desk.timeline.grab().toImage()
    above = {image.pixelColor(x, 31 - 5).name() for x in range(image.width())}
    assert len(above) == 1
    assert "Drag" not in desk.timeline.toolTip()
    before = desk.session.document
    middle = desk.timeline.rect().center()
    QTest.mouseClick(desk.timeline, Qt.MouseButton.LeftButton, pos=middle)
    assert desk.session.document is before
    desk.player.set_mode("backward")
    assert "Drag" in desk.timeline.toolTip()


def test_the_caption_of_step_8_says_what_the_notes_say(desk: Desk) -> None:
    desk.player.seek(7)
    caption = desk.card.caption.caption()
    assert caption.step == "Step 8 of 16"
    assert "w₂" in plain(caption.title)
    assert desk.card.caption.accessibleName().startswith("Step 8 of 16. ")


def test_at_rest_the_caption_gives_the_answer(desk: Desk) -> None:
    caption = desk.card.caption.caption()
    assert caption.step == ""
    assert "0.7153" in plain(caption.title)
    assert "0.1082" in plain(caption.detail)
