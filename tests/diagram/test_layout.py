import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.diagram.layout import FIGURE, SCREEN, Box, Shape, arrange
from nnviz.document.elements import Neuron

CANVAS = Box(76, 136, 1008, 367)


def test_the_chain_stands_where_the_look_has_it():
    layout = arrange(Shape((1, 1, 1)), CANVAS)
    assert layout.zoomed
    assert [round(column.x) for column in layout.columns] == [142, 406, 749]
    assert [column.radius for column in layout.columns] == [36, 60, 60]
    assert {float(column.y[0]) for column in layout.columns} == {304}
    assert (round(layout.loss.x), layout.loss.y, layout.loss.half) == (1010, 304, 44)
    assert layout.chips_top == 428


@pytest.mark.parametrize(
    ("box", "radius"), [((1041, 403), 60), ((1560, 520), 520 / 7), ((1900, 900), 90)]
)
def test_the_discs_of_the_chain_grow_with_a_large_screen(box, radius):
    layout = arrange(Shape((1, 1, 1)), Box(0, 0, *box))
    assert layout.columns[1].radius == pytest.approx(radius)
    assert layout.chips_top is not None
    assert layout.chips_top + 52 <= box[1]


def test_a_small_box_shows_small_discs():
    layout = arrange(Shape((2, 2, 1), left=60, right=100), Box(0, 0, 500, 250))
    assert not layout.zoomed
    assert layout.loss is None


def test_radius_follows_the_pitch():
    layout = arrange(Shape((4, 8, 3), left=150, right=250), Box(0, 0, 848, 398))
    hidden = layout.columns[1]
    assert hidden.radius == pytest.approx(0.46 * hidden.pitch)
    assert layout.columns[0].radius == layout.columns[2].radius == 25
    assert np.diff(hidden.y) == pytest.approx(hidden.pitch)


def test_large_layers_fold_around_a_capsule():
    layout = arrange(Shape((64, 32, 16, 10), left=80, right=200), Box(0, 0, 848, 391))
    first, second, third, last = layout.columns
    assert list(first.units) == [0, 1, 2, 3, 4, 59, 60, 61, 62, 63]
    assert first.hidden_units == 54
    assert list(second.units) == [0, 1, 2, 3, 4, 5, 27, 28, 29, 30, 31]
    assert second.hidden_units == 21
    assert third.capsule is None
    assert last.capsule is None
    gap = first.y[5] - first.y[4]
    assert first.capsule == pytest.approx((first.y[4] + first.y[5]) / 2)
    assert gap == pytest.approx(4 * first.pitch)
    assert layout.centre(Neuron(0, 20)) is None
    assert layout.centre(Neuron(0, 59)) == (first.x, float(first.y[5]))


def test_segments_run_from_rim_to_rim():
    layout = arrange(Shape((3, 2), left=50, right=50), Box(0, 0, 700, 250))
    before, column = layout.columns
    x0, y0, x1, y1 = layout.segments(1)[2, 1]
    assert np.hypot(x0 - before.x, y0 - before.y[2]) == pytest.approx(before.radius)
    assert np.hypot(x1 - column.x, y1 - column.y[1]) == pytest.approx(column.radius)
    slope = (column.y[1] - before.y[2]) / (column.x - before.x)
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)


def test_a_thousand_layers_keep_their_order():
    layout = arrange(Shape((2,) * 1000, left=40, right=40), Box(0, 0, 800, 300))
    xs = np.array([column.x for column in layout.columns])
    assert (np.diff(xs) > 0).all()
    assert xs[0] >= 0
    assert xs[-1] <= 800


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(1, 900), min_size=2, max_size=7).map(tuple),
    width=st.floats(560, 2000),
    height=st.floats(320, 1400),
    spacing=st.sampled_from([SCREEN, FIGURE]),
)
def test_discs_stay_in_the_box_and_apart(sizes, width, height, spacing):
    box = Box(10, 20, width, height)
    layout = arrange(Shape(sizes, left=60, right=80), box, spacing)
    for column in layout.columns:
        assert column.x - column.radius >= box.left - 0.01
        assert column.x + column.radius <= box.right + 0.01
        assert column.y[0] - column.radius >= box.top
        assert column.y[-1] + column.radius <= box.bottom + 0.01
        if len(column.y) > 1:
            assert np.diff(column.y).min() > 2 * column.radius - 1e-6
        assert (column.capsule is None) == (column.hidden_units == 0)
        assert column.capsule is None or column.size > 12
    for before, column in zip(layout.columns, layout.columns[1:], strict=False):
        assert column.x - before.x > before.radius + column.radius
