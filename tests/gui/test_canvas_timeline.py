from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from nnviz.diagram.style import LIGHT
from nnviz.document.elements import Loss
from nnviz.explain.equation import plain
from tests.gui.canvas_desk import Desk
from tests.gui.samples import line

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


def test_while_it_plays_the_pulse_moves_over_an_unchanged_picture(desk: Desk, qtbot) -> None:
    desk.player.set_speed(4.0)
    desk.player.play()
    qtbot.waitUntil(lambda: desk.player.progress > 0.2)
    early = desk.picture()
    qtbot.waitUntil(lambda: desk.player.progress > 0.6)
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


def trained(desk: Desk, epochs: int) -> list[np.ndarray]:
    """Train so many epochs, of one step each; return the parameters after each."""
    desk.player.set_mode("train")
    weights = [desk.session.document.parameters]
    for _ in range(epochs):
        desk.runner.one_batch()
        weights.append(desk.session.document.parameters)
    return weights


def epoch(desk: Desk, number: float):
    return QPointF(desk.timeline.epochs.x_of(number), 31).toPoint()


def test_before_training_there_is_nothing_to_drag(desk: Desk) -> None:
    assert "Drag" in desk.timeline.toolTip()
    desk.player.set_mode("train")
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


def test_the_knob_is_dragged_through_the_epochs(desk: Desk) -> None:
    weights = trained(desk, 20)
    assert "Drag" in desk.timeline.toolTip()
    before = desk.picture()
    QTest.mousePress(desk.timeline, Qt.MouseButton.LeftButton, pos=epoch(desk, 12))
    np.testing.assert_array_equal(desk.session.document.parameters, weights[12])
    assert desk.picture() != before
    assert plain(desk.card.caption.caption().title) == "Epoch 12 of 20"
    for number in (3, 0, 20, 15):
        desk.move(desk.timeline, epoch(desk, number))
        np.testing.assert_array_equal(desk.session.document.parameters, weights[number])
        image, knob = desk.timeline.grab().toImage(), epoch(desk, number)
        assert image.pixelColor(knob.x() - 8, knob.y()).name() == LIGHT.accent.lower()
    assert desk.session.undo_stack.count() == 20
    assert desk.session.present.history.epochs == 20


def test_keys_walk_the_epochs(desk: Desk) -> None:
    weights = trained(desk, 9)
    desk.timeline.setFocus()
    walk = (Key.Key_Left, Key.Key_Left, Key.Key_Up, Key.Key_Down, Key.Key_Right, Key.Key_Home)
    seen = []
    for key in (*walk, Key.Key_Left, Key.Key_End, Key.Key_Right):
        QTest.keyClick(desk.timeline, key)
        seen.append(desk.session.document.history.epochs)
        np.testing.assert_array_equal(desk.session.document.parameters, weights[seen[-1]])
    assert seen == [8, 7, 6, 7, 8, 0, 0, 9, 9]
    assert desk.session.undo_stack.count() == 9


def test_batches_are_walked_by_key_and_dragged_to_with_shift(qtbot, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.ini", line())
    qtbot.addWidget(desk.card)
    desk.card.resize(1056, 566)
    desk.player.set_mode("train")
    desk.runner.start(4)
    qtbot.waitUntil(lambda: not desk.runner.running)
    QTest.keyClick(desk.timeline, Key.Key_Left)
    assert desk.recorder.now == pytest.approx(3 + 2 / 3)
    title = plain(desk.card.caption.caption().title)
    assert title == "Epoch 4, batch 2 of 3"
    QTest.keyClick(desk.timeline, Key.Key_Up)
    assert desk.recorder.now == 3.0
    at, shift = epoch(desk, 1.3), Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(desk.timeline, Qt.MouseButton.LeftButton, pos=at)
    assert desk.recorder.now == 1.0
    desk.move(desk.timeline, at, shift)
    assert desk.recorder.now == pytest.approx(1 + 1 / 3)


def test_the_knob_of_many_epochs_holds_its_number(desk: Desk) -> None:
    desk.player.set_mode("train")
    desk.runner.start(1_200)
    while desk.runner.running:
        QTest.qWait(5)
    desk.recorder.seek(600.0)
    image, knob = desk.timeline.grab().toImage(), epoch(desk, 600)
    # Three digits are wider than the disc, so beside it is still the knob and not the groove.
    for dx in (-12, 12):
        assert image.pixelColor(knob.x() + dx, knob.y() - 4).name() == LIGHT.accent.lower()


def test_the_knob_is_whole_at_the_end_of_many_epochs(desk: Desk) -> None:
    desk.player.set_mode("train")
    desk.runner.start(1_200)
    while desk.runner.running:
        QTest.qWait(5)
    image, knob = desk.timeline.grab().toImage(), epoch(desk, 1_200)
    edge = [image.pixelColor(image.width() - 1, knob.y() + dy).name() for dy in range(-8, 9)]
    assert edge.count(LIGHT.accent.lower()) < 8, "it is cut off"


def test_while_an_earlier_epoch_is_shown_there_is_a_way_on_and_back(desk: Desk) -> None:
    trained(desk, 6)
    bar = desk.card.visit_bar
    assert not bar.isVisible()
    QTest.keyClick(desk.timeline, Key.Key_Home)
    assert bar.isVisible()
    QTest.mouseClick(bar.back, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert desk.session.document.history.epochs == 6
    desk.recorder.seek(2.0)
    desk.player.set_mode("backward")
    assert bar.words() == "Epoch 2 of 6"
    assert bar.geometry().bottom() < desk.card.caption.geometry().top() + 16
    desk.session.undo_stack.setClean()
    QTest.mouseClick(bar.onward, Qt.MouseButton.LeftButton)
    assert desk.runner.running
    desk.runner.stop()
    assert not bar.isVisible()


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
