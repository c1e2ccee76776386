"""Several elements in one hand: taken by clicks and by a rubber band, dragged, stepped, typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.elements import Bias, Edge, Element, Layer, Neuron, Target
from nnviz.gui.select_all import widened
from tests.gui.canvas_desk import Desk

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
A, B, C = Edge(1, 0, 0), Edge(1, 2, 1), Edge(2, 0, 1)


def network() -> Document:
    """3-4-2 with weights whose sums and differences show binary dust."""
    document = Document.new((3, 4, 2), "tanh", seed=3)
    weights = np.round(document.parameters, 2)
    return document.replaced(
        parameters=weights, initial=weights, input=np.array([0.1, 0.7, -0.3]), target=np.zeros(2)
    )


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "settings.ini", network())
    qtbot.addWidget(desk.card)
    desk.card.resize(1056, 566)
    with qtbot.waitExposed(desk.card):
        desk.card.show()
    desk.network.setFocus()
    yield desk
    desk.runner.stop()


def click(desk: Desk, element: Element, held: Qt.KeyboardModifier | None = None) -> None:
    at = desk.place(element).toPoint()
    QTest.mouseClick(desk.network, LEFT, held or Qt.KeyboardModifier.NoModifier, at)


def values(desk: Desk, *elements: Element) -> list[float]:
    return [desk.value(element) for element in elements]


def moved(before: list[float], by: float) -> list[float]:
    """What stands there after a move: decimals, without binary dust."""
    return [round(value + by, 6) for value in before]


# ------------------------------------------------------------------------ clicks


def test_shift_and_ctrl_click_add_and_remove(desk: Desk) -> None:
    click(desk, A)
    click(desk, B, CTRL)
    click(desk, Neuron(0, 1), SHIFT)
    assert desk.selection.elements == (A, B, Neuron(0, 1))
    click(desk, B, SHIFT)
    assert desk.selection.elements == (A, Neuron(0, 1))
    QTest.mouseClick(desk.network, LEFT, CTRL, QPoint(3, 300))  # the ground, with Ctrl held
    assert desk.selection.elements == (A, Neuron(0, 1))
    click(desk, B)
    assert desk.selection.elements == (B,)
    assert not desk.session.undo_stack.canUndo()


def test_a_press_keeps_several_and_a_click_collapses_them(desk: Desk) -> None:
    desk.selection.select_all([A, B, C])
    at = desk.press(B)
    assert desk.selection.elements == (A, B, C)
    desk.release(at)
    assert desk.selection.elements == (B,)


# ------------------------------------------------------------------------- drags


def test_a_drag_on_one_of_several_moves_all_by_the_same_and_is_one_undo(desk: Desk) -> None:
    several = (A, B, C, Bias(1, 3), Neuron(0, 2), Target(1), Neuron(1, 1))
    own = several[:-1]
    before = values(desk, *own)
    desk.selection.select_all(several)
    desk.drag(B, up=35)
    assert values(desk, *own) == moved(before, 0.35)
    assert desk.selection.elements == several
    assert desk.session.undo_stack.count() == 1
    assert desk.session.undo_stack.undoText() == "Change 6 values"
    desk.session.undo()
    assert values(desk, *own) == before


def test_escape_in_mid_drag_takes_all_back(desk: Desk) -> None:
    before = desk.session.document.parameters
    desk.selection.select_all([A, B, C])
    at = desk.press(A)
    desk.move(desk.network, at - QPoint(0, 40), SHIFT)
    assert values(desk, A) == moved([before[0]], 0.04)
    QTest.keyClick(desk.network, Key.Key_Escape)
    desk.release(at)
    assert np.array_equal(desk.session.document.parameters, before)
    assert not desk.session.undo_stack.canUndo()


def test_a_fine_drag_of_another_one_moves_it_alone(desk: Desk) -> None:
    desk.selection.select(A)
    before = values(desk, A, B)
    at = desk.place(B).toPoint()
    QTest.mousePress(desk.network, LEFT, SHIFT, at)
    desk.move(desk.network, at - QPoint(0, 20), SHIFT)
    QTest.mouseRelease(desk.network, LEFT, SHIFT, at)
    assert values(desk, A, B) == [before[0], *moved(before[1:], 0.02)]
    assert desk.selection.elements == (B,)


# ------------------------------------------------------------------- rubber band


def band(desk: Desk, rect: QRectF, held: Qt.KeyboardModifier | None = None, release=True) -> None:
    """Draw a band from corner to corner over a rectangle of the picture."""
    shown = desk.network.camera.to_canvas(rect).toRect()
    held = held or Qt.KeyboardModifier.NoModifier
    QTest.mousePress(desk.network, LEFT, held, shown.topLeft())
    desk.move(desk.network, shown.center(), held)
    desk.move(desk.network, shown.bottomRight(), held)
    if release:
        QTest.mouseRelease(desk.network, LEFT, held, shown.bottomRight())


def centre(desk: Desk, neuron: Neuron) -> QPointF:
    place = desk.network.picture.layout.centre(neuron)
    assert place is not None
    return QPointF(*place)


def around(desk: Desk, *neurons: Neuron) -> QRectF:
    """The box of neurons, larger by a disc on each side."""
    room = desk.network.picture.layout.columns[0].radius + 6
    points = [centre(desk, neuron) for neuron in neurons]
    xs, ys = [p.x() for p in points], [p.y() for p in points]
    corners = QPointF(min(xs) - room, min(ys) - room), QPointF(max(xs) + room, max(ys) + room)
    return QRectF(*corners)


def met_by(desk: Desk, rect: QRectF, curved: bool) -> set[Element]:
    """The edges of which some point lies in the rectangle, found by walking along each."""
    layout, met = desk.network.picture.layout, set()
    for layer, sources, units in ((1, 3, 4), (2, 4, 2)):
        radii = layout.columns[layer - 1].radius, layout.columns[layer].radius
        for source, unit in product(range(sources), range(units)):
            start, end = centre(desk, Neuron(layer - 1, source)), centre(desk, Neuron(layer, unit))
            way = end - start
            length = way.x() if curved else np.hypot(way.x(), way.y())
            share = np.linspace(radii[0] / length, 1 - radii[1] / length, 3000)
            x = start.x() + way.x() * share
            t = np.linspace(0, 1, 3000)  # a bent edge leaves and arrives level, at its rims
            y = start.y() + way.y() * (3 * t**2 - 2 * t**3 if curved else share)
            across = (rect.left() <= x) & (x <= rect.right())
            if (across & (rect.top() <= y) & (y <= rect.bottom())).any():
                met.add(Edge(layer, source, unit))
    return met


@pytest.mark.parametrize("rows", [False, True])
def test_a_band_takes_the_nodes_and_whole_edges_inside(desk: Desk, rows: bool) -> None:
    desk.settings.vertical = rows
    rect = around(desk, Neuron(0, 1), Neuron(0, 2), Neuron(1, 2), Neuron(1, 3))
    band(desk, rect, release=False)
    nodes = {Neuron(0, 1), Neuron(0, 2), Neuron(1, 2), Neuron(1, 3)}
    edges = {Edge(1, source, unit) for source in (1, 2) for unit in (2, 3)}
    found = {one for one in desk.selection.elements if not isinstance(one, Bias)}
    assert found == nodes | edges  # it is selected while the band is still drawn
    lit = desk.picture()
    QTest.mouseRelease(desk.network, LEFT, pos=QPoint(0, 0))
    assert desk.picture() != lit  # the rectangle has gone
    assert {one for one in desk.selection.elements if not isinstance(one, Bias)} == nodes | edges


@pytest.mark.parametrize(("share", "curved"), [(0.3, False), (0.8, False), (0.3, True)])
def test_a_band_that_holds_nothing_whole_takes_the_edges_it_crosses(
    desk: Desk, share: float, curved: bool
) -> None:
    desk.settings.curved = curved
    first, second = centre(desk, Neuron(0, 1)), centre(desk, Neuron(1, 1))
    middle = first + (second - first) * share
    rect = QRectF(middle.x() - 8, desk.network.picture.layout.box.top + 60, 16, 160)
    rect.setBottom(middle.y() - 5)
    band(desk, rect)
    chosen = set(desk.selection.elements)
    assert chosen == met_by(desk, rect, curved)
    assert 2 <= len(chosen) < 12


def test_escape_in_a_band_brings_back_what_was_selected(desk: Desk) -> None:
    desk.selection.select_all([A, C])
    rect = around(desk, Neuron(0, 1), Neuron(1, 2))
    band(desk, rect, release=False)
    assert desk.selection.elements != (A, C)
    QTest.keyClick(desk.network, Key.Key_Escape)
    assert desk.selection.elements == (A, C)
    QTest.mouseRelease(desk.network, LEFT, pos=QPoint(0, 0))
    assert desk.selection.elements == (A, C)


def test_with_alt_a_band_begins_on_an_edge_too_and_drags_nothing(desk: Desk) -> None:
    before = desk.session.document.parameters
    centres = [centre(desk, neuron) for neuron in (Neuron(0, 1), Neuron(1, 1), Neuron(1, 3))]
    start = centres[0] + (centres[1] - centres[0]) * 0.3
    assert isinstance(desk.network.picture.element_at(start.x(), start.y()), Edge)
    rect = QRectF(start, centres[2] + QPointF(60, 60))
    band(desk, rect, ALT)
    assert Neuron(1, 3) in desk.selection.elements
    assert Neuron(0, 1) not in desk.selection.elements
    assert np.array_equal(desk.session.document.parameters, before)


def test_with_shift_a_band_adds_and_without_it_begins_anew(desk: Desk) -> None:
    desk.selection.select_all([C, Target(0)])
    band(desk, around(desk, Neuron(0, 0)), SHIFT)
    assert set(desk.selection.elements) == {C, Target(0), Neuron(0, 0)}
    click(desk, C, CTRL)  # and a click takes one of them away again
    assert set(desk.selection.elements) == {Target(0), Neuron(0, 0)}
    band(desk, around(desk, Neuron(0, 2)))
    assert set(desk.selection.elements) == {Neuron(0, 2)}


# -------------------------------------------------------------------------- keys


def press(desk: Desk, key: Key | str, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(desk.network, key, held or Qt.KeyboardModifier.NoModifier)


def test_arrows_step_all_that_is_selected(desk: Desk) -> None:
    several = (A, Bias(2, 1), Neuron(0, 1), Neuron(1, 0))
    before = values(desk, *several[:-1])
    desk.selection.select_all(several)
    press(desk, Key.Key_Up)
    press(desk, Key.Key_Down, SHIFT)
    assert values(desk, *several[:-1]) == moved(before, 0.009)
    assert desk.session.undo_stack.count() == 2
    assert desk.selection.elements == several


def test_shift_and_an_arrow_select_the_next_one_too(desk: Desk) -> None:
    desk.selection.select(Edge(1, 1, 2))
    press(desk, Key.Key_Right, SHIFT)
    press(desk, Key.Key_Right, SHIFT)
    assert desk.selection.elements == (Edge(1, 1, 2), Edge(1, 2, 2), Bias(1, 2))
    press(desk, Key.Key_Right)
    assert desk.selection.elements == (Bias(2, 1),)  # the layer has but two
    press(desk, Key.Key_Left, SHIFT)
    assert desk.selection.elements == (Bias(2, 1), Edge(2, 3, 1))


def test_a_typed_number_sets_all_and_the_editor_says_how_many(desk: Desk) -> None:
    desk.selection.select_all([A, B, C])
    press(desk, "1")
    editor = desk.network.editor
    assert editor is not None
    assert editor.accessibleName() == "Value of 3 weights"
    assert [one.text() for one in desk.network.findChildren(QLabel) if one.isVisible()] == [
        "sets 3 weights"
    ]
    QTest.keyClicks(editor, "/4")
    QTest.keyClick(editor, Key.Key_Return)
    assert values(desk, A, B, C) == [0.25] * 3
    assert desk.selection.elements == (A, B, C)
    assert desk.session.undo_stack.undoText() == "Change 3 weights"


def test_bad_text_for_several_gets_one_sentence_and_changes_nothing(desk: Desk) -> None:
    before = values(desk, A, B)
    desk.selection.select_all([A, B])
    press(desk, Key.Key_Return)
    editor = desk.network.editor
    assert editor is not None
    assert editor.text() == ""  # they have no one value
    QTest.keyClicks(editor, "1/0")
    QTest.keyClick(editor, Key.Key_Return)
    assert desk.network.editor is editor
    assert editor.problem.startswith("“1/0”")
    QTest.keyClick(editor, Key.Key_Escape)
    assert desk.network.editor is None
    assert desk.network.hasFocus()
    assert values(desk, A, B) == before
    assert desk.selection.elements == (A, B)


# ---------------------------------------------------------------- in the window


@pytest.fixture
def window(open_window):
    window = open_window(network())
    window.canvas.network.setFocus()
    return window


def test_ctrl_a_takes_the_layers_weights_then_all_and_delete_sets_them_to_zero(window):
    canvas, selection = window.canvas.network, window.selection
    biases = np.array([12, 13, 14, 15, 24, 25])  # of 3-4-2 in the flat vector
    window.session.apply(SetParameters(biases, np.ones(6)))
    selection.select(Neuron(2, 1))
    QTest.keyClick(canvas, Key.Key_A, CTRL)
    assert set(selection.elements) == {Edge(2, *ends) for ends in product(range(4), range(2))}
    assert canvas.accessibleDescription().startswith("8 weights selected, from −")
    assert window.status.words() == "8 weights selected"
    QTest.keyClick(canvas, Key.Key_Delete)
    document = window.session.document
    assert not document.kernel(2).any()
    assert document.kernel(1).all()
    assert (document.parameters[biases] == 1).all()
    assert window.status.words() == "8 weights set to zero"
    assert canvas.accessibleDescription() == "8 weights selected, each 0"
    QTest.keyClick(canvas, Key.Key_A, CTRL)
    assert len(selection.elements) == 26
    QTest.keyClick(canvas, Key.Key_Backspace)
    assert not window.session.document.parameters.any()
    window.session.undo()
    window.session.undo()
    assert window.session.document.kernel(2).all()
    QTest.keyClick(canvas, Key.Key_Escape)
    assert not selection.elements


@pytest.mark.parametrize(
    ("elements", "alike"),
    [
        ([Bias(1, 2)], {Bias(1, unit) for unit in range(4)}),
        ([Neuron(0, 1)], {Neuron(0, unit) for unit in range(3)}),
        ([Target(0)], {Target(0), Target(1)}),
        ([Edge(1, 0, 0)], {Edge(1, *ends) for ends in product(range(3), range(4))}),
        ([Edge(2, 0, 0), Neuron(0, 0), Bias(1, 0)], {Edge(2, k // 2, k % 2) for k in range(8)}),
    ],
    ids=str,
)
def test_ctrl_a_takes_what_is_like_the_selected_ones(elements, alike):
    assert set(widened(network(), elements)) == alike
    assert len(widened(network(), widened(network(), elements))) == 26
    assert len(widened(network(), [])) == 26


def test_delete_removes_a_neuron_as_ever_and_what_is_frozen_is_said(window):
    canvas = window.canvas.network
    window.selection.select_all([A, B, Bias(2, 0)])
    window.values.toggle_frozen()
    window.selection.select_all([C, A])
    assert canvas.accessibleDescription().endswith(", 1 frozen")
    window.selection.select(A)
    assert canvas.accessibleDescription().endswith(", weight from x1 to Hidden, unit 1, frozen")
    window.selection.select(Neuron(1, 0))
    assert canvas.accessibleDescription().endswith(", 1 of 4 weights frozen")
    QTest.keyClick(canvas, Key.Key_Delete)
    assert window.session.document.sizes == (3, 3, 2)


def test_after_a_head_is_dragged_and_put_back_the_mouse_hovers_again(window):
    canvas = window.canvas.network
    head = canvas.camera.to_canvas(canvas.picture.rect_of(Layer(1))).center().toPoint()
    away = head + QPoint(12, 0)
    QTest.mousePress(canvas, LEFT, pos=head)
    for at in (away, away + QPoint(1, 0), head):
        Desk.move(window, canvas, at)  # with the button held
    QTest.mouseRelease(canvas, LEFT, pos=head)
    edge = canvas.camera.to_canvas(canvas.picture.rect_of(A)).center().toPoint()
    QTest.mouseMove(canvas, edge)
    assert window.selection.hover == A
    assert window.selection.elements == (Layer(1),)


def test_end_brings_all_that_is_selected_into_the_window(window):
    canvas, selection = window.canvas.network, window.selection
    canvas.resize(700, 360)
    selection.select_all([Bias(1, 0), Bias(1, 1), Bias(1, 2)])
    QTest.keyClick(canvas, Key.Key_End)
    shown = [canvas.camera.to_canvas(canvas.picture.rect_of(Neuron(1, k))) for k in range(3)]
    assert canvas.camera.scale > 1
    assert all(QRectF(canvas.rect()).contains(rect) for rect in shown)


@pytest.mark.parametrize(
    ("elements", "what"),
    [([Bias(1, 2)], "b₃⁽¹⁾"), ([A, B], "2 weights"), ([Neuron(1, 0)], "4 weights")],
)
def test_undo_names_what_was_done_to_one_and_counts_several(window, elements, what):
    window.session.apply(SetParameters(np.arange(26), np.full(26, 2.0)))
    window.selection.select_all(elements)
    values, stack, texts = window.values, window.session.undo_stack, []
    for do in (values.toggle_frozen, values.toggle_frozen):
        do()
        texts.append(stack.undoText())
    for do in (values.randomise, values.zero, values.reset):
        do()
        texts.append(stack.undoText())
        window.session.undo()
    words = ["Freeze {}", "Unfreeze {}", "Randomise {}", "Set {} to zero", "Reset {} to initial"]
    assert texts == [text.format(what) for text in words]
