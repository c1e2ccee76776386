from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import exp
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from nnviz.diagram.pencil import rect_of
from nnviz.diagram.style import LIGHT
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target
from tests.gui.canvas_desk import Desk

W1, W2, B1, B2 = Edge(1, 0, 0), Edge(2, 0, 0), Bias(1, 0), Bias(2, 0)
X, T = Neuron(0, 0), Target(0)


def sigmoid(z: float) -> float:
    return 1 / (1 + exp(-z))


def answer(x: float = 0.1, w1: float = 0.15, w2: float = 0.45, b2: float = 0.65) -> float:
    return sigmoid(w2 * sigmoid(w1 * x + 0.40) + b2)


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "settings.ini")
    qtbot.addWidget(desk.card)
    desk.card.resize(1056, 566)
    with qtbot.waitExposed(desk.card):
        desk.card.show()
    yield desk
    # Or the mouse of the next test moves with a button held.
    QTest.mouseRelease(desk.network, Qt.MouseButton.LeftButton)
    desk.runner.stop()


def test_a_drag_on_an_edge_changes_document_output_and_picture(desk: Desk) -> None:
    before = desk.picture()
    assert desk.output() == pytest.approx(answer())
    desk.drag(W2, up=60)
    assert desk.value(W2) == pytest.approx(1.05)
    assert desk.output() == pytest.approx(answer(w2=1.05))
    assert desk.picture() != before
    assert desk.selection.element == W2


def test_the_picture_follows_while_the_mouse_still_moves(desk: Desk) -> None:
    at = desk.press(W2)
    seen = [desk.picture()]
    for up in (10, 20, 30):
        desk.move(desk.network, at - QPoint(0, up))
        assert desk.network.picture.label_boxes() is not None
        seen.append(desk.picture())
    assert all(a != b for a, b in pairwise(seen))


def test_the_line_in_hand_runs_under_its_number_and_its_neighbours(desk: Desk) -> None:
    """What is under the mouse is marked around the numbers; others are only paler."""
    desk.session.open("example:xor")
    numbers = {element: rect for element, rect in _labels(desk) if isinstance(element, Edge | Bias)}
    seen = desk.picture()
    for edge in (Edge(1, 0, 1), Edge(1, 1, 0), Edge(2, 1, 0)):
        desk.selection.set_hover(edge)
        hovered = desk.picture()
        assert hovered != seen
        for element, rect in numbers.items():
            now, before = hovered.copy(rect), seen.copy(rect)
            paler = now != before and element != edge
            assert now == (veiled(before) if paler else before), (edge, element)


def veiled(image: QImage) -> QImage:
    """The image as seen through the veil that lies over what is not involved."""
    ground = QColor(LIGHT.surface)
    ground.setAlphaF(0.55)
    copy = QImage(image)
    with QPainter(copy) as painter:
        painter.fillRect(copy.rect(), ground)
    return copy


def _labels(desk: Desk) -> list[tuple[Element, QRect]]:
    canvas = desk.network.camera.to_canvas
    boxes = desk.network.picture.label_boxes()
    return [
        (element, canvas(rect_of(box)).adjusted(5, 3, -5, -3).toRect()) for element, box in boxes
    ]


def test_one_drag_is_one_undo(desk: Desk) -> None:
    desk.drag(W2, up=60)
    desk.drag(W2, up=-20)
    assert desk.session.undo_stack.count() == 2
    desk.session.undo()
    assert desk.value(W2) == pytest.approx(1.05)
    desk.session.undo()
    assert desk.value(W2) == 0.45


def test_escape_in_mid_drag_reverts_and_leaves_no_undo(desk: Desk) -> None:
    at = desk.press(W2)
    desk.move(desk.network, at - QPoint(0, 40))
    assert desk.value(W2) == pytest.approx(0.85)
    QTest.keyClick(desk.network, Qt.Key.Key_Escape)
    assert desk.value(W2) == 0.45
    desk.move(desk.network, at - QPoint(0, 80))
    desk.release(at)
    assert desk.value(W2) == 0.45
    assert not desk.session.undo_stack.canUndo()


@pytest.mark.parametrize("element", [W1, W2, B1, B2, X, T], ids=str)
def test_everything_with_a_value_is_dragged(desk: Desk, element: Element) -> None:
    before = desk.value(element)
    desk.drag(element, up=-25)
    assert desk.value(element) == pytest.approx(before - 0.25)


def test_shift_is_fine_and_ctrl_is_coarse(desk: Desk) -> None:
    desk.drag(W1, up=50, held=Qt.KeyboardModifier.ShiftModifier)
    assert desk.value(W1) == pytest.approx(0.15 + 50 * 0.001)
    desk.drag(W2, up=50, held=Qt.KeyboardModifier.ControlModifier)
    assert desk.value(W2) == pytest.approx(0.45 + 50 * 0.1)


def test_a_click_selects_and_changes_nothing(desk: Desk) -> None:
    at = desk.press(W2)
    desk.move(desk.network, at + QPoint(1, 2))
    desk.release(at)
    assert desk.selection.element == W2
    assert desk.value(W2) == 0.45
    assert desk.session.undo_stack.count() == 0


def test_a_computed_neuron_is_selected_and_not_dragged(desk: Desk) -> None:
    before = desk.session.document
    desk.drag(Neuron(1, 0), up=40)
    assert desk.selection.element == Neuron(1, 0)
    assert desk.session.document is before


def test_a_click_on_the_ground_selects_nothing(desk: Desk) -> None:
    desk.selection.select(W2)
    QTest.mouseClick(desk.network, Qt.MouseButton.LeftButton, pos=QPoint(3, 200))
    assert desk.selection.element is None


def test_the_pointer_hovers(desk: Desk) -> None:
    QTest.mouseMove(desk.network, desk.place(W2).toPoint())
    assert desk.selection.hover == W2
    assert desk.network.cursor().shape() == Qt.CursorShape.SizeVerCursor
    before = desk.picture()
    QTest.mouseMove(desk.network, desk.place(Neuron(1, 0)).toPoint())
    assert desk.selection.hover == Neuron(1, 0)
    assert desk.picture() != before


def test_another_document_ends_the_drag(desk: Desk) -> None:
    from nnviz.document.document import Document

    at = desk.press(W2)
    desk.session.new(Document.new((2, 1), seed=3))
    fresh = desk.session.document
    desk.move(desk.network, at - QPoint(0, 40))
    assert desk.session.document is fresh
