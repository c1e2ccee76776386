from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QMouseEvent, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Loss, Neuron, Target
from tests.gui.canvas_desk import Desk

W2 = Edge(2, 0, 0)
Key = Qt.Key


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "settings.ini")
    qtbot.addWidget(desk.card)
    desk.card.resize(1056, 566)
    with qtbot.waitExposed(desk.card):
        desk.card.show()
    desk.network.setFocus()
    yield desk
    desk.runner.stop()


def test_tab_reaches_every_element_and_then_leaves(desk: Desk) -> None:
    seen = []
    for _ in range(9):
        QTest.keyClick(desk.network, Key.Key_Tab)
        seen.append(desk.selection.element)
    hidden = [Edge(1, 0, 0), Bias(1, 0), Neuron(1, 0)]
    output = [Edge(2, 0, 0), Bias(2, 0), Neuron(2, 0)]
    assert seen == [Neuron(0, 0), *hidden, *output, Target(0), Loss()]
    QTest.keyClick(desk.network, Key.Key_Tab)
    assert not desk.network.hasFocus()


def test_arrows_step_the_selected_value_and_walk_the_layers(desk: Desk) -> None:
    desk.selection.select(Edge(1, 0, 0))
    QTest.keyClick(desk.network, Key.Key_Right)
    assert desk.selection.element == W2
    QTest.keyClick(desk.network, Key.Key_Up)
    QTest.keyClick(desk.network, Key.Key_Up)
    assert desk.value(W2) == pytest.approx(0.47)
    QTest.keyClick(desk.network, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert desk.value(W2) == pytest.approx(0.469)
    assert desk.session.undo_stack.count() == 3


def test_escape_selects_nothing(desk: Desk) -> None:
    desk.selection.select(W2)
    QTest.keyClick(desk.network, Key.Key_Escape)
    assert desk.selection.element is None


@pytest.mark.parametrize(
    ("typed", "value"), [("0.5", 0.5), ("0,25", 0.25), ("1/3", 1 / 3), ("-2e-3", -0.002)]
)
def test_typing_a_number_opens_the_editor_and_enter_sets_it(
    desk: Desk, typed: str, value: float
) -> None:
    desk.selection.select(W2)
    QTest.keyClick(desk.network, typed[0])
    editor = desk.network.editor
    assert editor is not None
    QTest.keyClicks(editor, typed[1:])
    QTest.keyClick(editor, Key.Key_Return)
    assert desk.value(W2) == value
    assert desk.network.editor is None
    assert desk.network.hasFocus()


def test_a_double_click_edits_the_exact_value_and_escape_reverts(desk: Desk) -> None:
    at = desk.place(W2).toPoint()
    QTest.mouseClick(desk.network, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(desk.network, Qt.MouseButton.LeftButton, pos=at)
    editor = desk.network.editor
    assert editor is not None
    assert editor.text() == "0.45"
    assert (editor.geometry().center() - at).manhattanLength() < 60
    QTest.keyClicks(editor, "7")
    QTest.keyClick(editor, Key.Key_Escape)
    assert desk.network.editor is None
    assert desk.value(W2) == 0.45
    assert desk.session.undo_stack.count() == 0


@pytest.mark.parametrize("bad", ["abc", "1e400", "1/0"])
def test_bad_text_gets_one_sentence_and_changes_nothing(desk: Desk, bad: str) -> None:
    desk.selection.select(W2)
    QTest.keyClick(desk.network, Key.Key_Return)
    editor = desk.network.editor
    assert editor is not None
    QTest.keyClicks(editor, bad)
    QTest.keyClick(editor, Key.Key_Return)
    assert desk.network.editor is editor
    assert editor.problem.startswith(f"“{bad}”")
    assert desk.value(W2) == 0.45
    QTest.keyClicks(editor, "1")
    assert editor.problem == ""


def test_tab_in_the_editor_sets_the_value_and_goes_on(desk: Desk) -> None:
    desk.selection.select(W2)
    QTest.keyClick(desk.network, "2")
    QTest.keyClick(desk.network.editor, Key.Key_Tab)
    assert desk.value(W2) == 2.0
    assert desk.selection.element == Bias(2, 0)
    assert desk.network.editor is None
    assert desk.network.hasFocus()


def test_leaving_the_editor_sets_what_can_be_read(desk: Desk) -> None:
    desk.selection.select(W2)
    QTest.keyClick(desk.network, "2")
    desk.timeline.setFocus()
    assert desk.network.editor is None
    assert desk.value(W2) == 2.0


@pytest.mark.parametrize("leave", ["to another widget", "to the ground"])
def test_leaving_the_editor_tells_what_cannot_be_read(desk: Desk, qtbot, leave: str) -> None:
    network = desk.network
    desk.selection.select(W2)
    QTest.keyClick(network, Key.Key_Return)
    QTest.keyClicks(network.editor, "abc")
    if leave == "to another widget":
        desk.timeline.setFocus()
    else:
        QTest.mouseClick(network, Qt.MouseButton.LeftButton, pos=QPoint(5, network.height() - 5))
    assert network.editor is None
    assert desk.value(W2) == 0.45
    qtbot.waitUntil(network.remark.isVisible)
    assert network.remark.text().startswith("“abc” is not a number")
    assert network.remark.text().endswith("Nothing has changed.")


def test_the_editor_stays_with_its_value(desk: Desk) -> None:
    network = desk.network
    desk.selection.select(W2)
    QTest.keyClick(network, Key.Key_Return)
    QTest.keyClicks(network.editor, "0.7")
    for change in (lambda: network.zoom(1.5), lambda: desk.card.resize(900, 520)):
        change()
        QApplication.processEvents()
        away = network.editor.geometry().center() - desk.place(W2).toPoint()
        assert away.manhattanLength() < 60
    QTest.keyClick(network.editor, Key.Key_Return)
    assert desk.value(W2) == 0.7


def test_a_computed_neuron_has_no_editor(desk: Desk) -> None:
    desk.selection.select(Neuron(1, 0))
    QTest.keyClick(desk.network, "2")
    assert desk.network.editor is None


def wheel(desk: Desk, at: QPoint, notches: int, held=Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(desk.network.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(desk.network, event)


def test_the_wheel_zooms_about_the_pointer_and_home_fits(desk: Desk) -> None:
    at = desk.place(W2).toPoint()
    wheel(desk, at, 3)
    assert desk.network.camera.scale == pytest.approx(1.2**3)
    assert (desk.place(W2) - at).manhattanLength() < 2
    QTest.keyClick(desk.network, Key.Key_Home)
    assert desk.network.camera.scale == 1.0


def test_the_wheel_scrolls_if_the_setting_says_so(desk: Desk) -> None:
    desk.settings.wheel = "scroll"
    at = desk.place(W2)
    wheel(desk, at.toPoint(), 1)
    assert desk.network.camera.scale == 1.0
    assert desk.place(W2) - at == QPointF(0, 60)
    wheel(desk, at.toPoint(), 1, Qt.KeyboardModifier.ControlModifier)
    assert desk.network.camera.scale == pytest.approx(1.2)


@pytest.mark.parametrize("space", [True, False])
def test_the_picture_is_panned(desk: Desk, space: bool) -> None:
    at, place = QPoint(5, 100), desk.place(W2)
    if space:
        QTest.keyPress(desk.network, Key.Key_Space)
    button = Qt.MouseButton.LeftButton if space else Qt.MouseButton.MiddleButton
    QTest.mousePress(desk.network, button, pos=at)
    desk.move(desk.network, at + QPoint(30, 20))
    QTest.mouseRelease(desk.network, button, pos=at)
    assert desk.place(W2) - place == QPointF(30, 20)


def test_end_zooms_to_the_selection(desk: Desk) -> None:
    desk.selection.select(Bias(1, 0))
    QTest.keyClick(desk.network, Key.Key_End)
    middle = desk.network.rect().center()
    assert desk.network.camera.scale > 1.2
    assert (desk.place(Bias(1, 0)).toPoint() - middle).manhattanLength() < 4


def test_a_pan_that_begins_on_a_folded_layer_leaves_it_folded(desk: Desk) -> None:
    desk.session.new(Document.new((64, 4, 1), seed=1))
    column = desk.network.picture.layout.columns[0]
    assert column.capsule is not None
    place = QRectF(*column.point(column.capsule), 0, 0)
    at = desk.network.camera.to_canvas(place).topLeft().toPoint()
    QTest.keyPress(desk.network, Key.Key_Space)
    QTest.mousePress(desk.network, Qt.MouseButton.LeftButton, pos=at)
    desk.move(desk.network, at + QPoint(30, 0))
    QTest.mouseRelease(desk.network, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 0))
    QTest.keyRelease(desk.network, Key.Key_Space)
    assert desk.network.picture.layout.columns[0].capsule is not None
    assert desk.network.camera.shift == QPointF(30, 0)
    QTest.mouseClick(desk.network, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 0))
    assert desk.network.picture.layout.columns[0].capsule is None


def test_in_the_middle_of_a_drag_nothing_else_begins(desk: Desk) -> None:
    network, wanted = desk.network, []
    network.zero_wanted.connect(lambda: wanted.append("zero"))
    network.menu_wanted.connect(lambda *_: wanted.append("menu"))
    undo = QShortcut(QKeySequence("Ctrl+Z"), desk.card)
    undo.activated.connect(lambda: wanted.append("undo"))
    start = desk.press(W2)
    QTest.mouseMove(network, start + QPoint(0, -20))
    value = desk.value(W2)
    assert value > 0.45
    for key in (Key.Key_Delete, Key.Key_Up, Key.Key_5, Key.Key_Return, Key.Key_Home):
        QTest.keyClick(network, key)
    QTest.keyClick(network, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mousePress(network, button, pos=start)
        QTest.mouseRelease(network, button, pos=start)
    QApplication.sendEvent(network, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, start, start))
    assert (desk.value(W2), wanted, network.editor) == (value, [], None)
    QTest.mouseMove(network, start + QPoint(0, -40))
    assert desk.value(W2) > value
    QTest.mouseRelease(network, Qt.MouseButton.LeftButton, pos=start + QPoint(0, -40))
    assert desk.session.undo_stack.count() == 1
    QTest.keyClick(network, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(network, Key.Key_Delete)
    assert wanted == ["undo", "zero"]


def test_a_drag_ends_where_it_is_when_the_focus_goes_away(desk: Desk) -> None:
    network = desk.network
    start = desk.press(W2)
    QTest.mouseMove(network, start + QPoint(0, -20))
    value = desk.value(W2)
    desk.timeline.setFocus()
    QTest.mouseMove(network, start + QPoint(0, -60))
    assert desk.value(W2) == value > 0.45
    assert desk.session.undo_stack.count() == 1
    network.setFocus()
    QTest.keyClick(network, Key.Key_Up)
    assert desk.value(W2) == round(value + 0.01, 12)
    QTest.mouseRelease(network, Qt.MouseButton.LeftButton, pos=start)
    assert desk.session.undo_stack.count() == 2


def test_a_double_click_of_another_button_leaves_the_drag(desk: Desk) -> None:
    network, left = desk.network, Qt.MouseButton.LeftButton
    at = QPoint(5, 100)
    QTest.mousePress(network, Qt.MouseButton.MiddleButton, pos=at)
    desk.move(network, at + QPoint(30, 0))
    on_edge = desk.place(W2)
    kind, none = QEvent.Type.MouseButtonDblClick, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(network, QMouseEvent(kind, on_edge, on_edge, left, left, none))
    assert network.editor is None
    desk.move(network, at + QPoint(50, 0))
    QTest.mouseRelease(network, Qt.MouseButton.MiddleButton, pos=at)
    assert network.camera.shift == QPointF(50, 0)
