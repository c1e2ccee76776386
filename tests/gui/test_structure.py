"""The network's structure in the hand: at layer heads, in menus and the inspector, by keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from nnviz.diagram.name_places import name_place
from nnviz.diagram.pencil import rect_of
from nnviz.document.document import Document
from nnviz.document.edits import ChangeLayer
from nnviz.document.elements import Edge, Layer, Neuron, Target
from nnviz.document.files import open_document
from nnviz.gui.panels.layer_page import LayerPage
from nnviz.gui.panels.value_page import ValuePage

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
_POPUPS = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def free(*sizes: int) -> Document:
    """A network without data, its parameters 0.01, 0.02, …."""
    made = Document.new(sizes, "tanh", seed=3)
    return made.replaced(parameters=np.arange(1, made.n_parameters + 1) / 100)


class Hand:
    """Mouse and keys on a window."""

    def __init__(self, window) -> None:
        self.window, self.session = window, window.session
        self.network, self.heads = window.canvas.network, window.canvas.heads
        self.selection = window.selection

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.session.document.sizes

    def head(self, layer: int) -> QPoint:
        """The middle of the second line of a layer's head."""
        rect = self.network.camera.to_canvas(self.heads._text_rect(Layer(layer)))
        return QPointF(rect.center().x(), rect.bottom() - 8).toPoint()

    def name(self, element) -> QPoint:
        box = name_place(self.network.picture.scene, element)
        return self.network.camera.to_canvas(rect_of(box)).center().toPoint()

    def point(self, layer: int) -> None:
        QTest.mouseMove(self.network, self.head(layer))

    def click(self, widget) -> None:
        QTest.mouseClick(widget, LEFT)

    def move(self, at: QPoint) -> None:
        """Move the mouse with the left button held."""
        place, globally = QPointF(at), QPointF(self.network.mapToGlobal(at))
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, globally, Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(self.network, event)

    def drag(self, layer: int, to: QPoint) -> None:
        start = self.head(layer)
        QTest.mousePress(self.network, LEFT, NONE, start)
        for share in (0.3, 0.6, 1.0):
            self.move(start + (to - start) * share)

    def menu(self, layer: int) -> QMenu:
        self.selection.select(Layer(layer))
        self.click(self.heads.bar.menu_button)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def choose(self, layer: int, *words: str) -> None:
        menu = self.menu(layer)
        for word in words[:-1]:
            menu = next(one.menu() for one in menu.actions() if one.text() == word)
        next(one for one in menu.actions() if one.text() == words[-1]).trigger()
        QApplication.activePopupWidget().close()

    def kernel(self, layer: int) -> np.ndarray:
        return self.session.document.kernel(layer)


@pytest.fixture
def hand(open_window):
    return Hand(open_window(free(2, 3, 1)))


@pytest.fixture
def iris(open_window):
    return Hand(open_window(open_document("example:iris")))


# ----------------------------------------------------------- at the heads


def test_buttons_stand_beside_the_head_under_the_pointer_and_go_with_it(hand):
    assert not hand.heads.bar.isVisible()
    hand.point(1)
    assert hand.heads.bar.isVisible()
    head = hand.network.camera.to_canvas(hand.heads._text_rect(Layer(1)))
    assert not hand.heads.bar.geometry().intersects(head.toAlignedRect())
    assert hand.network.rect().contains(hand.heads.bar.geometry())
    QTest.mouseMove(hand.network, QPoint(5, hand.network.height() - 5))
    assert not hand.heads.bar.isVisible()
    hand.selection.select(Layer(2))
    assert hand.heads.bar.isVisible()
    assert hand.network.rect().contains(hand.heads.bar.geometry())


def test_buttons_stay_beside_their_head_while_one_zooms_and_pans(hand):
    bar, network = hand.heads.bar, hand.network
    hand.selection.select(Layer(1))

    def gap():
        head = network.camera.to_canvas(hand.heads._text_rect(Layer(1)))
        return bar.geometry().left() - head.right(), bar.geometry().center().y() - head.center().y()

    before = gap()
    network.zoom(0.8)
    assert gap() == pytest.approx(before, abs=1.5)
    network.camera.pan(QPointF(-40, 25))
    network.zoom(1.0)
    assert gap() == pytest.approx(before, abs=1.5)
    network.camera.pan(QPointF(0, -600))
    network.zoom(1.0)
    assert not bar.isVisible()
    network.fit()
    assert gap() == pytest.approx(before, abs=1.5)


def test_what_is_said_stays_over_the_buttons(hand):
    bar, remark = hand.heads.bar, hand.heads.remark
    hand.selection.select(Layer(1))
    remark.say_at("This cannot be done.", bar.geometry().center())
    hand.selection.select(Layer(2))
    hand.selection.select(Layer(1))
    common = bar.geometry().intersected(remark.geometry())
    assert hand.network.childAt(common.center()) is remark


def test_a_name_that_is_being_given_is_let_go_of_when_one_zooms(hand):
    hand.heads.rename(Layer(1))
    hand.network.zoom(1.25)
    assert hand.heads.editor is None


def test_plus_and_minus_change_the_layer_and_keep_the_other_weights(hand):
    before = hand.kernel(1).copy()
    hand.point(1)
    hand.click(hand.heads.bar.more)
    assert hand.sizes == (2, 4, 1)
    assert np.array_equal(hand.kernel(1)[:, :3], before)
    assert hand.session.undo_stack.undoText() == "Add neuron"
    hand.selection.select(Layer(1))
    hand.click(hand.heads.bar.fewer)
    hand.click(hand.heads.bar.fewer)
    assert hand.sizes == (2, 2, 1)
    for _ in range(3):
        hand.session.undo()
    assert hand.sizes == (2, 3, 1)
    assert np.array_equal(hand.kernel(1), before)


def test_inputs_and_outputs_come_and_go_where_there_are_no_data(hand):
    for layer, sizes in ((0, (3, 3, 1)), (2, (3, 3, 2))):
        hand.selection.select(Layer(layer))
        hand.click(hand.heads.bar.more)
        assert hand.sizes == sizes
    assert hand.network.picture.layout.columns[0].size == 3
    assert hand.window.player.subject.trace.output.shape == (1, 2)


def test_what_cannot_be_is_told_at_the_head_and_changes_nothing(iris):
    before = iris.session.document
    iris.selection.select(Layer(0))
    iris.click(iris.heads.bar.more)
    remark = iris.heads.remark
    assert remark.isVisible()
    assert remark.text().startswith("The data decide the inputs: they have 4.")
    assert remark.geometry().top() < iris.network.height() / 3
    assert iris.session.document is before
    assert iris.session.undo_stack.count() == 0
    QTest.mousePress(iris.network, LEFT, NONE, QPoint(4, iris.network.height() - 4))
    assert not remark.isVisible()


def test_the_last_neuron_says_what_to_do_instead(hand):
    hand.selection.select(Layer(2))
    hand.click(hand.heads.bar.fewer)
    assert hand.heads.remark.text() == "The network needs at least one output."


@_POPUPS
def test_the_menu_adds_moves_and_removes_layers(hand):
    hand.choose(1, "Add layer after")
    assert hand.sizes == (2, 3, 3, 1)
    assert hand.selection.element == Layer(2)
    hand.choose(2, "Add neuron")
    hand.choose(2, "Move towards inputs")
    assert hand.sizes == (2, 4, 3, 1)
    assert hand.selection.element == Layer(1)
    hand.choose(1, "Remove layer")
    assert hand.sizes == (2, 3, 1)
    hand.choose(2, "Add layer before")
    assert hand.sizes == (2, 3, 3, 1)


@_POPUPS
def test_the_menu_changes_activation_initializer_and_bias(hand):
    weights = hand.kernel(1).copy()
    hand.choose(1, "Activation", "Sigmoid")
    hand.choose(1, "Initializer of new weights", "Ones")
    assert hand.session.undo_stack.undoText() == "Change initializer"
    hand.choose(1, "Use bias")
    spec = hand.session.document.layers[0]
    assert (spec.activation, spec.kernel_initializer, spec.use_bias) == ("sigmoid", "ones", False)
    assert np.array_equal(hand.kernel(1), weights)
    hand.choose(1, "Add neuron")
    assert hand.kernel(1)[:, 3].tolist() == [1, 1]
    checked = [one.text() for one in hand.menu(1).actions() if one.isChecked()]
    QApplication.activePopupWidget().close()
    assert checked == []


def test_a_head_dragged_over_another_takes_its_place(open_window):
    hand = Hand(open_window(free(2, 4, 3, 2, 1)))
    hand.drag(1, hand.head(3))
    assert hand.heads.drag is not None
    assert hand.sizes == (2, 4, 3, 2, 1)
    QTest.mouseRelease(hand.network, LEFT, NONE, hand.head(3))
    assert hand.sizes == (2, 3, 2, 4, 1)
    assert hand.selection.element == Layer(3)
    assert hand.session.undo_stack.count() == 1


def test_esc_takes_back_a_head_in_the_hand(open_window):
    hand = Hand(open_window(free(2, 4, 3, 1)))
    hand.drag(1, hand.head(2))
    QTest.keyClick(hand.network, Qt.Key.Key_Escape)
    QTest.mouseRelease(hand.network, LEFT, NONE, hand.head(2))
    assert hand.sizes == (2, 4, 3, 1)
    assert hand.session.undo_stack.count() == 0


def test_other_buttons_and_keys_leave_a_head_in_the_hand(open_window):
    hand = Hand(open_window(free(2, 4, 3, 1)))
    place, right = hand.head(2), Qt.MouseButton.RightButton
    hand.drag(1, place)
    QTest.mousePress(hand.network, right, NONE, place)
    QTest.mouseRelease(hand.network, right, NONE, place)
    QTest.keyClick(hand.network, Qt.Key.Key_Delete)
    assert hand.heads.drag is not None
    assert hand.sizes == (2, 4, 3, 1)
    QTest.mouseRelease(hand.network, LEFT, NONE, place)
    assert hand.sizes == (2, 3, 4, 1)
    QTest.keyClick(hand.network, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.sizes == (2, 4, 3, 1)


def test_a_head_put_down_where_it_was_leaves_the_hand_free(open_window):
    hand = Hand(open_window(free(2, 4, 3, 1)))
    hand.drag(1, hand.head(1) + QPoint(12, 0))
    assert hand.network.in_hand
    QTest.mouseRelease(hand.network, LEFT, NONE, hand.head(1) + QPoint(12, 0))
    assert hand.sizes == (2, 4, 3, 1)
    assert not hand.network.in_hand


def test_a_head_is_put_back_where_the_focus_goes_away(open_window):
    hand = Hand(open_window(free(2, 4, 3, 1)))
    hand.drag(1, hand.head(2))
    hand.network.clearFocus()
    QTest.mouseRelease(hand.network, LEFT, NONE, hand.head(2))
    assert hand.heads.drag is None
    assert hand.sizes == (2, 4, 3, 1)


def test_the_head_of_the_outputs_cannot_be_dragged(hand):
    hand.drag(2, hand.head(1))
    assert hand.heads.drag is None
    QTest.mouseRelease(hand.network, LEFT, NONE, hand.head(1))
    assert hand.sizes == (2, 3, 1)


# ------------------------------------------------------------------- names


def rename(hand: Hand, at: QPoint, name: str) -> None:
    QTest.mouseDClick(hand.network, LEFT, NONE, at)
    assert hand.heads.editor is not None
    QTest.keyClicks(hand.heads.editor, name)
    QTest.keyClick(hand.heads.editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("element", [Layer(1), Neuron(0, 2), Neuron(2, 1)])
def test_a_double_click_on_a_name_edits_it_in_its_place(iris, element):
    before = iris.session.document.input.copy()
    rename(iris, iris.name(element), "Seen")
    document = iris.session.document
    names = (document.layer_title(1), document.input_names[2], document.output_names[1])
    assert names.count("Seen") == 1
    assert names[[Layer(1), Neuron(0, 2), Neuron(2, 1)].index(element)] == "Seen"
    assert np.array_equal(document.input, before)
    assert iris.heads.editor is None
    assert iris.network.hasFocus()
    assert iris.session.undo_stack.undoText() == "Rename"
    iris.session.undo()
    assert iris.session.document.layer_title(1) == "Hidden"


def test_a_name_that_is_none_is_told_under_the_field_which_stays(hand):
    QTest.mouseDClick(hand.network, LEFT, NONE, hand.name(Layer(1)))
    editor = hand.heads.editor
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert hand.heads.editor is editor
    assert hand.heads.remark.isVisible()
    assert hand.heads.remark.text() == "A name needs at least one letter or digit."
    assert not hand.heads.remark.geometry().intersects(editor.geometry())
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert hand.heads.editor is None
    assert hand.session.undo_stack.count() == 0
    assert hand.session.document.layer_title(1) == "Hidden"


def test_an_input_that_is_folded_away_is_named_at_the_head(open_window):
    hand = Hand(open_window(free(90, 2, 1)))
    assert hand.network.picture.rect_of(Neuron(0, 45)) is None
    hand.selection.select(Neuron(0, 45))
    hand.window.acts["network.rename"].trigger()
    QTest.keyClicks(hand.heads.editor, "age")
    QTest.keyClick(hand.heads.editor, Qt.Key.Key_Return)
    assert hand.session.document.input_names[45] == "age"


def test_a_double_click_beside_the_names_still_edits_values(hand):
    rect = hand.network.picture.rect_of(Edge(2, 1, 0))
    at = hand.network.camera.to_canvas(rect).center().toPoint()
    QTest.mouseClick(hand.network, LEFT, NONE, at)
    QTest.mouseDClick(hand.network, LEFT, NONE, at)
    assert hand.heads.editor is None
    assert hand.network.editor is not None


# -------------------------------------------------------------------- keys


def test_delete_removes_the_selected_neuron_and_its_weights_alone(hand):
    before = hand.kernel(1).copy()
    hand.selection.select(Neuron(1, 1))
    QTest.keyClick(hand.network, Qt.Key.Key_Delete)
    assert hand.sizes == (2, 2, 1)
    assert np.array_equal(hand.kernel(1), before[:, [0, 2]])
    assert hand.selection.element == Neuron(1, 1)
    hand.session.undo()
    assert np.array_equal(hand.kernel(1), before)


def test_delete_removes_all_selected_neurons_in_one_step(hand):
    hand.selection.select_all((Neuron(1, 0), Neuron(1, 2), Neuron(0, 0)))
    QTest.keyClick(hand.network, Qt.Key.Key_Delete)
    assert hand.sizes == (1, 1, 1)
    assert hand.session.undo_stack.count() == 1
    assert hand.session.undo_stack.undoText() == "Remove 3 parts"


def test_undo_calls_a_removed_input_an_input(open_window):
    hand = Hand(open_window(free(3, 2, 1)))
    hand.selection.select(Neuron(0, 0))
    QTest.keyClick(hand.network, Qt.Key.Key_Delete)
    assert hand.session.undo_stack.undoText() == "Remove input"


def test_delete_on_an_edge_removes_nothing(hand):
    hand.selection.select(Edge(1, 0, 0))
    QTest.keyClick(hand.network, Qt.Key.Key_Delete)
    assert hand.sizes == (2, 3, 1)


def test_actions_work_on_what_is_selected(hand):
    acts = hand.window.acts
    acts["network.add_neuron"].trigger()  # with nothing selected, in the hidden layer
    assert hand.sizes == (2, 4, 1)
    acts["network.add_layer"].trigger()
    assert hand.sizes == (2, 4, 4, 1)
    acts["network.remove"].trigger()
    assert hand.sizes == (2, 4, 1)
    hand.selection.select(Neuron(1, 0))
    first = hand.kernel(1)[:, 0].copy()
    acts["network.later"].trigger()
    assert hand.selection.element == Neuron(1, 1)
    assert np.array_equal(hand.kernel(1)[:, 1], first)
    acts["network.earlier"].trigger()
    assert np.array_equal(hand.kernel(1)[:, 0], first)
    acts["network.earlier"].trigger()
    assert hand.heads.remark.isVisible()
    hand.selection.select(Layer(1))
    acts["network.rename"].trigger()
    assert hand.heads.editor is not None


def test_a_layer_is_moved_from_the_keyboard_alone(open_window):
    hand = Hand(open_window(free(2, 4, 3, 1)))
    hand.network.setFocus()
    hand.selection.select(Neuron(1, 0))
    control, alt, shift = (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    QTest.keyClick(hand.network, Qt.Key.Key_L, control)
    assert hand.selection.element == Layer(1)
    QTest.keyClick(hand.network, Qt.Key.Key_Right, alt | shift)
    assert hand.sizes == (2, 3, 4, 1)
    QTest.keyClick(hand.network, Qt.Key.Key_Delete)
    assert hand.sizes == (2, 3, 1)


def test_actions_that_need_a_selection_say_so(hand):
    for name in ("network.remove", "network.rename"):
        hand.window.acts[name].trigger()
        assert hand.heads.remark.text().startswith("Select a ")


def test_the_maps_hide_no_refusal(hand):
    hand.window.canvas.switch.chosen.emit("maps")
    hand.selection.select(Layer(2))
    hand.window.acts["network.remove"].trigger()
    assert "only hidden layers can be removed" in hand.window.messages.notice().title
    hand.window.acts["network.rename"].trigger()
    assert "Leave the maps" in hand.window.messages.notice().title


# --------------------------------------------------------------- inspector


def page(hand: Hand, element, kind: type):
    hand.selection.select(element)
    shown = hand.window.arrangement.inspector.widget().page
    assert isinstance(shown, kind)
    return shown


def type_in(field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_layer_page_changes_the_number_of_neurons(hand):
    shown = page(hand, Layer(1), LayerPage)
    before = hand.kernel(1).copy()
    type_in(shown.units.field, "5")
    assert hand.sizes == (2, 5, 1)
    assert np.array_equal(hand.kernel(1)[:, :3], before)


@pytest.mark.parametrize("typed", ["-1", "0", "1000000000", "1,5", "many"])
def test_a_number_of_neurons_that_cannot_be_is_told_under_the_field(hand, typed):
    shown = page(hand, Layer(1), LayerPage)
    type_in(shown.units.field, typed)
    assert shown.units.problem()
    assert shown.units.field.text() == "3"
    assert hand.sizes == (2, 3, 1)
    assert hand.session.undo_stack.count() == 0


def test_thousands_are_read_as_they_are_written(hand):
    shown = page(hand, Layer(1), LayerPage)
    type_in(shown.units.field, "1,200")
    assert hand.sizes == (2, 1200, 1)


def test_the_number_of_neurons_there_is_takes_nothing_from_redo(hand):
    shown = page(hand, Layer(1), LayerPage)
    type_in(shown.units.field, "5")
    hand.session.undo()
    type_in(shown.units.field, "3")
    assert hand.session.undo_stack.canRedo()


def test_what_was_wrong_with_one_layer_is_not_said_of_another(hand):
    shown = page(hand, Layer(1), LayerPage)
    for field, problem in (
        (shown.units.field, shown.units.problem),
        (shown.name.field, lambda: shown.name.problem),
    ):
        type_in(field, " " if field is shown.name.field else "0")
        assert problem()
        page(hand, Layer(2), LayerPage)
        assert not problem()
        page(hand, Layer(1), LayerPage)


def test_the_layer_page_names_adds_moves_and_removes(hand):
    shown = page(hand, Layer(1), LayerPage)
    type_in(shown.name.field, "First")
    assert hand.session.document.layer_title(1) == "First"
    assert shown.title.text() == "First"
    hand.click(shown.neighbours.after)
    assert hand.selection.element == Layer(2)
    assert shown.title.text() == "Hidden 2"
    type_in(shown.name.field, "First")
    assert shown.name.problem == "There are two layers “First”: give one of them another name."
    assert shown.name.field.text() == "Hidden 2"
    hand.click(shown.neighbours.earlier)
    assert hand.selection.element == Layer(1)
    assert hand.session.document.layer_title(2) == "First"
    hand.click(shown.neighbours.remove)
    assert hand.sizes == (2, 3, 1)
    assert hand.session.document.layer_title(1) == "First"


def test_the_layer_page_changes_initializer_and_bias(hand):
    shown = page(hand, Layer(1), LayerPage)
    QTest.mouseClick(shown.draws.bias, LEFT, NONE, QPoint(10, 14))
    assert not hand.session.document.layers[0].use_bias
    box = shown.draws.initializer
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    assert hand.session.document.layers[0].kernel_initializer == "constant"
    hand.session.undo()
    hand.session.undo()
    assert shown.draws.bias.isChecked()


@pytest.mark.parametrize("element", [Neuron(0, 1), Target(0)])
def test_the_page_of_an_input_or_target_names_it(hand, element):
    shown = page(hand, element, ValuePage)
    type_in(shown.name.field, "age")
    names = (*hand.session.document.input_names, *hand.session.document.output_names)
    assert names.count("age") == 1
    type_in(shown.name.field, " ")
    assert shown.name.problem == "A name needs at least one letter or digit."
    assert shown.name.field.text() == "age"


def test_a_new_name_is_everywhere(iris):
    """In the caption and in the panel of the data, too."""
    iris.selection.select(Neuron(2, 1))
    shown = iris.window.arrangement.inspector.widget().page
    type_in(shown.name.field, "Blue flag")
    problem = iris.window.arrangement.problem.widget()
    texts = [label.text() for label in problem.findChildren(QLabel)]
    assert any("Blue flag" in text for text in texts)
    assert not any("versicolor" in text for text in texts)
    assert "Blue flag" in iris.window.canvas.caption.accessibleName()


def test_training_ends_before_the_structure_changes(iris):
    iris.window.acts["run.epoch"].trigger()
    iris.selection.select(Layer(1))
    iris.click(iris.heads.bar.more)
    assert not iris.window.runner.running
    assert iris.sizes == (4, 9, 3)


def test_a_selected_layer_of_a_deep_network_has_its_head_and_buttons(open_window):
    hand = Hand(open_window(free(2, *[3] * 9, 1)))
    for layer in range(11):
        hand.selection.select(Layer(layer))
        assert hand.heads.bar.isVisible()
        assert hand.heads.bar.layer == layer
    hand.selection.select(Layer(5))
    assert hand.network.picture.element_at(*_middle(hand, 5)) == Layer(5)
    hand.click(hand.heads.bar.more)
    assert hand.sizes[5] == 4


def _middle(hand: Hand, layer: int) -> tuple[float, float]:
    rect = hand.heads._text_rect(Layer(layer))
    return rect.center().x(), rect.center().y()


def test_structure_weights_and_training_come_back_by_undo(iris):
    session, acts = iris.session, iris.window.acts
    first = session.document
    acts["run.sample"].trigger()
    iris.selection.select(Layer(1))
    iris.click(iris.heads.bar.more)
    acts["run.sample"].trigger()
    trained = session.document.parameters
    assert iris.sizes == (4, 9, 3)
    while session.undo_stack.canUndo():
        session.undo()
    for name in ("parameters", "initial", "layers", "history", "optimizer_state"):
        assert getattr(session.document, name) is getattr(first, name)
    while session.undo_stack.canRedo():
        session.redo()
    assert np.array_equal(session.document.parameters, trained)


def test_a_new_name_or_activation_leaves_the_camera_and_a_new_neuron_does_not(hand):
    whole = hand.network.camera.transform
    hand.selection.select(Neuron(1, 1))
    hand.network.zoom_to_selection()
    near = hand.network.camera.transform
    assert near != whole
    hand.window.canvas.structure.name(Layer(1), "Near")
    hand.session.apply(ChangeLayer(1, {"activation": "relu"}))
    assert hand.network.camera.transform == near
    hand.window.acts["network.add_neuron"].trigger()
    assert hand.network.camera.transform == whole
