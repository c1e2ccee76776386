from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from nnviz.document.elements import Edge
from nnviz.explain.equation import EQUALS, PLUS, TIMES, Fraction, Number, Symbol, Text, row
from nnviz.gui.notices import Notice
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.labels import ElidedLabel
from nnviz.gui.widgets.message_bar import MessageBar
from nnviz.gui.widgets.segmented import SegmentedSwitch
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch
from tests.gui.panel_desk import LEFT, clipped, show

W = Symbol("w", "2", element=Edge(2, 0, 0))


def inked(widget: QWidget) -> int:
    """Return how many pixels differ from the widget's corner."""
    image = widget.grab().toImage()
    ground = image.pixel(0, 0)
    return sum(
        image.pixel(x, y) != ground for x in range(image.width()) for y in range(image.height())
    )


def heard(signal):
    values = []
    signal.connect(values.append)
    return values


@pytest.fixture
def choice(qtbot):
    select = Select("Optimizer")
    select.set_choices([("sgd", "SGD"), ("adam", "Adam")])
    select.set_key("sgd")
    return show(qtbot, select, 200, 30)


def test_an_equation_is_painted_and_told_in_words(qtbot):
    view = show(qtbot, EquationView(), 300, 60)
    empty = inked(view)
    view.set_node(row(W, EQUALS, Number(0.45)), digits=4)
    assert view.text() == "w₂ = 0.4500"
    assert inked(view) > empty + 50
    view.set_node(row(W, EQUALS, Number(0.45)), digits=2)
    assert view.text() == "w₂ = 0.45"


def test_a_long_sum_is_broken_before_its_signs(qtbot):
    view = show(qtbot, EquationView(), 200, 200)
    terms = [row(Symbol("x", str(k)), TIMES, Symbol("w", str(k))) for k in range(1, 9)]
    sum_of = [node for term in terms for node in (PLUS, *term.items)][1:]
    view.set_node(row(Symbol("z"), EQUALS, *sum_of))
    assert view.lines() > 1
    assert view.natural_width() <= view.width()
    assert view.sizeHint().height() > 40


def test_what_cannot_be_broken_is_set_smaller(qtbot):
    view = show(qtbot, EquationView(), 90, 60)
    node = row(Fraction(Text("a long numerator"), Text("b")))
    wide = EquationView()
    qtbot.addWidget(wide)
    wide.set_node(node)
    view.set_node(node)
    assert view.lines() == 1
    assert view.natural_width() < wide.natural_width()


def test_hovering_and_clicking_a_symbol_tells_its_element(qtbot):
    view = show(qtbot, EquationView(), 300, 40)
    view.set_node(row(W, EQUALS, Number(0.45)))
    hovered, picked = heard(view.hovered), heard(view.picked)
    QTest.mouseMove(view, QPoint(6, 12))
    QTest.mouseClick(view, LEFT, pos=QPoint(6, 12))
    QTest.mouseMove(view, QPoint(280, 30))
    assert hovered == [Edge(2, 0, 0), None]
    assert picked == [Edge(2, 0, 0)]


def test_a_select_tells_only_what_a_person_picks(choice):
    chosen = heard(choice.chosen)
    choice.set_key("adam")
    assert chosen == []
    assert choice.key() == "adam"
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Up)
    assert chosen == ["sgd"]


def test_a_select_shows_even_what_it_does_not_offer(choice):
    choice.set_key("rmsprop")
    assert choice.currentText() == "rmsprop"


def test_a_segmented_switch_has_one_choice(qtbot):
    choices = [("values", "Values", "a"), ("updates", "Updates", "b"), ("maps", "Maps", "c")]
    switch = show(qtbot, SegmentedSwitch(choices, "Shown"), 240, 30)
    chosen = heard(switch.chosen)
    switch.set_key("values")
    switch.set_enabled("maps", False)
    buttons = {button.text(): button for button in switch.findChildren(QPushButton)}
    QTest.mouseClick(buttons["Updates"], LEFT)
    QTest.mouseClick(buttons["Maps"], LEFT)
    assert chosen == ["updates"]
    assert switch.key() == "updates"
    assert clipped(switch) == []


def test_a_switch_takes_a_click_on_its_words(qtbot):
    switch = show(qtbot, Switch("Edge numbers"), 160, 28)
    QTest.mouseClick(switch, LEFT, pos=QPoint(100, 14))
    assert switch.isChecked()


def test_an_elided_label_tells_the_whole_in_its_tooltip(qtbot):
    label = show(qtbot, ElidedLabel("log triglycerides of the serum"), 60, 20)
    assert label.toolTip() == "log triglycerides of the serum"
    label.resize(400, 20)
    assert label.toolTip() == ""


def message(qtbot, notice: Notice, width: int = 860) -> MessageBar:
    room = show(qtbot, QWidget(), width, 400)
    bar = MessageBar(notice, room)
    bar.fit(width)
    bar.show()
    return bar


def test_an_error_bar_names_the_action_and_takes_it(qtbot):
    taken = []
    notice = Notice(
        "error",
        "The loss became infinite at epoch 12.",
        "The learning rate 3.0 is probably too large.",
        action="Go back to epoch 11",
        act=lambda: taken.append(True),
    )
    bar = message(qtbot, notice)
    closed = []
    bar.closed.connect(lambda: closed.append(True))
    assert bar.height() == 52
    assert clipped(bar) == []
    QTest.mouseClick(bar.findChild(QPushButton), LEFT)
    assert taken == [True]
    assert closed == [True]
    assert bar.isHidden()


def test_an_error_bar_may_offer_more_than_one_thing(qtbot):
    taken = []
    notice = Notice(
        "error",
        "The loss became infinite at epoch 12, batch 3 of 8.",
        "The weighted sum z of Hidden 1 was the first number to overflow. "
        "The learning rate 3.0 is probably too large. The weights are those of epoch 11.",
        action="Go back to the start",
        act=lambda: taken.append("back"),
        more=(("Show the step before", lambda: taken.append("before")),),
    )
    for width in (860, 560):
        bar = message(qtbot, notice, width)
        assert clipped(bar) == []
        QTest.mouseClick(labelled(bar, "Show the step before"), LEFT)
        assert bar.isHidden()
    assert taken == ["before", "before"]


def test_a_warning_is_lower_and_can_be_closed(qtbot):
    bar = message(qtbot, Notice("warning", "3 of 8 hidden neurons are silent."))
    assert bar.height() == 40
    QTest.mouseClick(bar.findChild(IconButton), LEFT)
    assert bar.isHidden()


def test_a_narrow_bar_grows_instead_of_clipping(qtbot):
    words = "The file holds text where numbers belong, in the column strength of row 1,031."
    bar = message(qtbot, Notice("error", "The table cannot be read.", words, "row 1031"), 360)
    assert bar.height() > 52
    assert clipped(bar) == []


def labelled(bar: MessageBar, text: str) -> QPushButton:
    (found,) = [button for button in bar.findChildren(QPushButton) if button.text() == text]
    return found


def test_details_fold_out_and_can_be_copied(qtbot):
    bar = message(qtbot, Notice("error", "Something failed.", details="Traceback: …"))
    details = bar.findChild(QPlainTextEdit)
    assert not details.isVisible()
    height = bar.height()
    QTest.mouseClick(labelled(bar, "Details"), LEFT)
    assert details.isVisible()
    assert details.toPlainText() == "Traceback: …"
    assert bar.height() > height
    QTest.mouseClick(labelled(bar, "Copy"), LEFT)
    assert QGuiApplication.clipboard().text() == "Something failed.\nTraceback: …"


def test_short_details_take_no_more_room_than_they_need(qtbot):
    heights = []
    for lines in (1, 3, 100):
        text = "\n".join(["Traceback"] * lines)
        bar = message(qtbot, Notice("error", "Something failed.", details=text))
        QTest.mouseClick(labelled(bar, "Details"), LEFT)
        heights.append(bar.height())
    assert heights[0] < heights[1] < heights[2] < 200
