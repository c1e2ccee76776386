import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.diagram.layout import MOST_UNFOLDED, Box, Shape, arrange
from nnviz.diagram.options import Options
from nnviz.diagram.underlay import covers_at_once
from nnviz.document.elements import Bias, Edge, Layer, Neuron, Target
from tests.diagram.samples import iris_like, network, painted, picture, pixels

pytestmark = pytest.mark.usefixtures("qapp")
ROWS = Options(vertical=True)
BOX = Box(0, 0, 848, 391)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(1, 900), min_size=2, max_size=7).map(tuple),
    width=st.floats(560, 2000),
    height=st.floats(320, 1400),
)
def test_discs_of_rows_stay_in_the_box_and_apart(sizes, width, height):
    layout = arrange(Shape(sizes, vertical=True), Box(10, 20, width, height))
    for row in layout.columns:
        xs, ys = row.centres.T
        assert xs.min() - row.radius >= 10
        assert xs.max() + row.radius <= 10 + width
        assert ys.min() - row.radius >= 20
        assert ys.max() + row.radius <= 20 + height
        assert len(xs) == 1 or np.diff(xs).min() > 2 * row.radius - 1e-6
    for above, row in zip(layout.columns, layout.columns[1:], strict=False):
        assert row.x - above.x > above.radius + row.radius


def test_edges_of_rows_run_down_from_rim_to_rim():
    layout = arrange(Shape((3, 2), vertical=True), BOX)
    x0, y0, x1, y1 = layout.segments(1)[2, 1]
    start, end = layout.columns[0].centres[2], layout.columns[1].centres[1]
    assert np.hypot(x0 - start[0], y0 - start[1]) == pytest.approx(layout.columns[0].radius)
    assert np.hypot(x1 - end[0], y1 - end[1]) == pytest.approx(layout.columns[1].radius)
    assert y0 < y1
    bent = arrange(Shape((3, 2), vertical=True, curved=True), BOX)
    x0, y0, x1, y1 = bent.segments(1)[2, 1]
    assert (x0, x1) == (bent.columns[0].centres[2, 0], bent.columns[1].centres[1, 0])


@pytest.mark.parametrize("curved", [False, True])
def test_everything_in_rows_is_found_at_its_place(curved):
    shown = picture(iris_like(), (848, 391), options=Options(vertical=True, curved=curved))
    for column in shown.layout.columns:
        for unit, (x, y) in zip(column.units, column.centres, strict=True):
            assert shown.element_at(float(x), float(y)) == Neuron(column.layer, int(unit))
    labels = dict(shown.label_boxes())
    for element in (Layer(0), Layer(1), Layer(2), Neuron(0, 2), Neuron(2, 1)):
        box = labels[element]
        found = shown.element_at(box.left + box.width / 2, box.top + box.height / 2)
        assert found == element
    edges = shown.drawn[1]
    strongest = edges.only(slice(-1, None))
    x, y = strongest.at(0.1)[0]
    assert isinstance(shown.element_at(x, y), Edge)
    aside = 0.72 * shown.layout.columns[1].radius
    x, y = shown.layout.columns[1].centres[3]
    assert shown.element_at(x - aside, y + aside) == Bias(1, 3)


def test_the_target_of_a_row_can_be_taken():
    shown = picture(network((3, 4, 2)), (848, 391), options=ROWS)
    box = dict(shown.label_boxes())[Target(1)]
    assert shown.element_at(box.left + box.width / 2, box.top + box.height / 2) == Target(1)


def test_labels_of_rows_do_not_overlap():
    names = tuple(f"a rather long name {k}" for k in range(10))
    document = network((10, 8, 3), output="softmax", input_names=names)
    shown = picture(document, (900, 391), options=ROWS)
    boxes = [box for element, box in shown.label_boxes() if not isinstance(element, Bias)]
    for k, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[:k])


def test_numbers_of_rows_are_read_from_the_left():
    shown = picture(network((3, 4, 2)), (848, 600), options=Options(vertical=True, numbers="all"))
    assert len(shown.edge_numbers) > 10
    assert all(-90 <= number.angle <= 90 for number in shown.edge_numbers)
    for number in shown.edge_numbers:
        x0, y0, x1, y1 = number.line
        across = (x1 - x0) * (number.y - y0) - (y1 - y0) * (number.x - x0)
        assert across / np.hypot(x1 - x0, y1 - y0) == pytest.approx(0, abs=0.01)


def test_the_density_of_rows_lies_between_them():
    document = network((64, 40), "relu", "softmax")
    shown = picture(document, (848, 391), options=ROWS, covers=covers_at_once)
    bare = picture(document, (848, 391), options=ROWS)
    covered = (pixels(painted(shown)) != pixels(painted(bare))).any(axis=2)
    above, row = shown.layout.columns
    ys, xs = np.nonzero(covered)
    assert above.x - 1 <= ys.min() <= ys.max() <= row.x + 1
    assert xs.max() - xs.min() > 400


def test_a_layer_is_unfolded_by_wish_up_to_a_limit():
    sizes = (64, 32, MOST_UNFOLDED + 1, 10)
    folded = arrange(Shape(sizes), BOX)
    opened = arrange(Shape(sizes, unfolded=frozenset({0, 2})), BOX)
    assert [column.capsule is None for column in folded.columns] == [False, False, False, True]
    assert [column.capsule is None for column in opened.columns] == [True, False, False, True]
    assert list(opened.columns[0].units) == list(range(64))
    assert [column.opened for column in opened.columns] == [True, False, False, False]
    assert np.diff(opened.columns[0].y).min() > 2 * opened.columns[0].radius - 1e-6


@pytest.mark.parametrize("vertical", [False, True])
def test_capsules_and_handles_are_where_they_are_drawn(vertical):
    document = network((64, 200, 10), "relu", "softmax")
    options = Options(vertical=vertical, unfolded=frozenset({1}))
    shown = picture(document, (848, 391), options=options)
    first, second, _ = shown.layout.columns
    assert shown.fold_at(*first.point(first.capsule)) == 0
    end = second.point(float(second.y[-1]) + second.radius + 8)
    assert shown.fold_at(*end) == 1
    assert shown.fold_at(*second.point(float(second.y[20]))) is None
