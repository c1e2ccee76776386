from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.gui.widgets.number_field import NumberField
from nnviz.gui.widgets.slider import ValueSlider
from nnviz.gui.widgets.slider_scale import PowerRange, Range, nice_ceiling, signed_range
from nnviz.gui.widgets.value_row import ValueRow
from tests.gui.panel_desk import drag, knob, press, show, type_in, write

finite = st.floats(allow_nan=False, allow_infinity=False, width=64)


@pytest.fixture
def field(qtbot):
    field = NumberField()
    field.set_value(0.45)
    show(qtbot, field, 76, 28)
    return field


@pytest.fixture
def row(qtbot):
    """A row that takes what a person sets, as a panel does."""
    row = ValueRow("Weight w1")
    row.set_value(0.15)
    row.edited.connect(lambda value, _gesture: row.set_value(value))
    show(qtbot, row, 300, 44)
    return row


def heard(signal):
    values = []
    signal.connect(lambda *args: values.append(args))
    return values


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), ("0,5", 0.5), ("1/3", 1 / 3), ("-2e-3", -0.002), ("−0.25", -0.25), (".5", 0.5)],
)
def test_a_field_takes_what_people_type(field, text, value):
    edits = heard(field.edited)
    type_in(field, text)
    assert edits == [(value,)]


@pytest.mark.parametrize("digits", [0, 4, 10])
@pytest.mark.parametrize(
    "value", [0.0, 1_000_000, -12345.6789, 1 / 3, -2.5e-9, -98_765.432_109_876_5, -1.5e300]
)
def test_a_number_is_never_cut_off_only_rounded(qtbot, value, digits):
    row = ValueRow("Weight w1")
    row.set_value(value, digits=digits)
    show(qtbot, row, 300, 44)
    field = row.field
    needed = field.fontMetrics().horizontalAdvance(field.text())
    assert needed + 2 * 9 <= field.width() <= 132
    shown = float(field.text().replace("−", "-"))
    decimals = 10.0**-digits
    assert shown == pytest.approx(value, rel=2e-4 if value else 0, abs=decimals)


@pytest.mark.parametrize("text", ["abc", "1e400", "1/0", "nan", "1..2", "∞"])
def test_a_field_refuses_the_rest_in_one_sentence_and_reverts(field, text):
    edits, refusals = heard(field.edited), heard(field.refused)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    write(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    sentences = [sentence for (sentence,) in refusals if sentence]
    assert edits == []
    assert len(sentences) == 1
    assert sentences[0].endswith(".")
    assert field.text() == "0.45"


def test_escape_reverts_and_nothing_is_set(field):
    edits = heard(field.edited)
    type_in(field, "7", Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "0.45"
    assert edits == []


def test_enter_without_typing_sets_nothing(field):
    field.set_value(1 / 3)
    edits = heard(field.edited)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert edits == []
    assert field.value() == 1 / 3


def test_leaving_the_field_sets_what_was_typed(field, qtbot):
    edits = heard(field.edited)
    field.setFocus()
    field.selectAll()
    write(field, "2")
    field.clearFocus()
    assert edits == [(2.0,)]


def test_a_value_from_outside_does_not_disturb_typing(field):
    field.setFocus()
    field.selectAll()
    write(field, "0.")
    field.set_value(0.9)
    assert field.text() == "0."
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.9"


@given(finite)
@settings(max_examples=300, deadline=None)
def test_a_range_grows_to_hold_any_value(value):
    for limits in (signed_range(value), Range(-2, 2).holding(value)):
        assert limits.low <= value <= limits.high or abs(value) > 1e308
        assert 0.0 <= limits.position(value) <= 1.0
        assert limits.low == -limits.high


@given(st.floats(min_value=1e-290, max_value=1e300))
@settings(max_examples=300, deadline=None)
def test_a_range_of_powers_holds_any_positive_value_and_steps_there_and_back(value):
    limits = PowerRange().holding(value)
    assert 0 < limits.low <= value <= limits.high
    assert limits.holding(value) == limits
    there = limits.stepped(value, 1)
    assert there == pytest.approx(value * 10**0.1, rel=0.06)
    assert limits.stepped(there, -1) == pytest.approx(value, rel=0.12)


@pytest.mark.parametrize("value", [2.0, 5.0, 10.0, 100.0])
def test_a_range_holds_what_is_a_hair_more_than_a_round_number(value):
    more = np.nextafter(value, np.inf)
    assert Range(-2, 2).holding(more).high >= more
    assert Range(-1, 2).holding(more).high >= more
    assert Range(-1, 2).holding(-more).low <= -more
    assert PowerRange(1e-5, 1).holding(more).high >= more


def test_every_power_of_ten_takes_the_same_room():
    limits = PowerRange()
    places = [limits.position(10.0**k) for k in range(-5, 2)]
    np.testing.assert_allclose(np.diff(places), 1 / 6)
    assert (places[0], places[-1]) == (0, 1)
    assert limits.moved(0.01, 1 / 6, 0.01) == 0.1


@pytest.mark.parametrize(
    ("value", "ceiling"), [(0.3, 0.5), (1.0, 1.0), (2.3, 5.0), (7, 10), (20, 20)]
)
def test_ranges_end_at_round_numbers(value, ceiling):
    assert nice_ceiling(value) == pytest.approx(ceiling)


def test_dragging_sets_values_in_round_steps_under_one_token(row):
    edits = heard(row.edited)
    drag(row.slider, 10, 20, 30)
    values, tokens = [value for value, _ in edits], {id(token) for _, token in edits}
    assert values == sorted(values)
    assert len(tokens) == 1
    assert all(math.isclose(value, round(value, 2)) for value in values)
    width = row.slider.width() - 22
    assert values[-1] == pytest.approx(0.15 + 30 * 4 / width, abs=0.006)


def test_a_press_on_the_knob_alone_changes_nothing(row):
    edits = heard(row.edited)
    at = press(row.slider)
    QTest.mouseRelease(row.slider, Qt.MouseButton.LeftButton, pos=at)
    assert edits == []


def test_shift_is_fine(row):
    edits = heard(row.edited)
    at = press(row.slider)
    event_at = at + QPoint(20, 0)
    _move_with_shift(row.slider, event_at)
    width = row.slider.width() - 22
    assert edits[-1][0] == pytest.approx(0.15 + 0.1 * 20 * 4 / width, abs=0.0006)


def _move_with_shift(slider: ValueSlider, at: QPoint) -> None:
    place, left = QPointF(at), Qt.MouseButton.LeftButton
    shift = Qt.KeyboardModifier.ShiftModifier
    event = QMouseEvent(QEvent.Type.MouseMove, place, place, left, left, shift)
    QApplication.sendEvent(slider, event)


def test_escape_during_a_drag_asks_for_the_value_before(row):
    reverted, edits = heard(row.reverted), heard(row.edited)
    drag(row.slider, 25, release=False)
    QTest.keyClick(row.slider, Qt.Key.Key_Escape)
    assert reverted == [(edits[0][1],)]
    QTest.mouseMove(row.slider, knob(row.slider) + QPoint(40, 0))
    assert len(edits) == 1


def test_while_the_slider_is_dragged_keys_and_shortcuts_wait(row):
    edits, undone = heard(row.edited), heard(QShortcut(QKeySequence("Ctrl+Z"), row).activated)
    row.slider.setFocus()
    drag(row.slider, 25, release=False)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Home):
        QTest.keyClick(row.slider, key)
    QTest.keyClick(row.slider, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (len(edits), undone) == (1, [])
    QTest.mouseRelease(row.slider, Qt.MouseButton.LeftButton, pos=knob(row.slider))
    QTest.keyClick(row.slider, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(row.slider, Qt.Key.Key_Up)
    assert (len(edits), undone) == (2, [()])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Up, 0.16),
        (Qt.Key.Key_Right, 0.16),
        (Qt.Key.Key_Down, 0.14),
        (Qt.Key.Key_Left, 0.14),
        (Qt.Key.Key_PageUp, 0.25),
        (Qt.Key.Key_Home, -2.0),
        (Qt.Key.Key_End, 2.0),
    ],
)
def test_keys_step_the_slider(row, key, value):
    edits = heard(row.edited)
    row.slider.setFocus()
    QTest.keyClick(row.slider, key)
    assert [v for v, _ in edits] == [pytest.approx(value)]


def test_arrow_keys_step_from_the_field_too(row):
    edits = heard(row.edited)
    row.field.setFocus()
    QTest.keyClick(row.field, Qt.Key.Key_Up)
    assert [v for v, _ in edits] == [pytest.approx(0.16)]


def test_keys_go_beyond_the_range_and_the_range_follows(row):
    row.set_value(2.0)
    row.slider.setFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Up)
    assert row.slider.number() == pytest.approx(2.01)
    assert row.slider.limits() == Range(-5, 5)


def test_showing_a_value_never_changes_it(row):
    edits = heard(row.edited)
    for value in (123.456789, -1e-9, 1 / 3, 1e300):
        row.set_value(value)
        assert row.slider.number() == value
        assert row.field.value() == value
        assert row.slider.limits().low <= value <= row.slider.limits().high
    assert edits == []


def test_the_range_stays_while_the_knob_is_held(row):
    drag(row.slider, 500, release=False)
    assert row.slider.number() == 2.0
    assert row.slider.limits() == Range(-2, 2)


def test_a_positive_row_stays_positive(qtbot):
    row = ValueRow("Learning rate", signed=False)
    row.set_value(0.001)
    row.edited.connect(lambda value, _gesture: row.set_value(value))
    show(qtbot, row, 300, 44)
    assert row.slider.limits() == PowerRange()
    drag(row.slider, -400)
    assert row.slider.number() == 1e-5
    QTest.keyClick(row.slider, Qt.Key.Key_Left)
    assert 0 < row.slider.number() < 1e-5


def test_assistive_technology_is_told_and_may_set(row):
    assert row.slider.accessibleName() == "Weight w1"
    assert row.slider.value() == round((0.15 + 2) / 4 * 10_000)
    row.slider.setValue(7_500)
    assert row.slider.number() == pytest.approx(1.0)


def test_the_value_before_the_last_update_is_shown_with_the_change(row):
    row.set_value(-0.82, before=-0.71, digits=2)
    assert row._tail.text() == "−0.11"
    row.set_value(-0.82, before=-0.82, digits=2)
    assert row._tail.text() == ""


def test_a_bad_text_is_explained_under_the_row_until_the_next_try(row):
    type_in(row.field, "abc")
    assert "“abc” is not a number" in row.problem()
    type_in(row.field, "1")
    assert row.problem() == ""


def test_the_wheel_belongs_to_the_panel(row):
    edits = heard(row.edited)
    QApplication.sendEvent(row.slider, wheel_event())
    assert edits == []
    assert row.slider.number() == 0.15


def wheel_event() -> QWheelEvent:
    place, none = QPointF(50, 10), Qt.MouseButton.NoButton
    turn, keys = QPoint(0, 120), Qt.KeyboardModifier.NoModifier
    return QWheelEvent(place, place, turn, turn, none, keys, Qt.ScrollPhase.NoScrollPhase, False)
