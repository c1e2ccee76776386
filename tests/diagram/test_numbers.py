import itertools

import numpy as np
import pytest

from nnviz.diagram.holes import Hole, interrupted
from nnviz.diagram.options import Options
from nnviz.diagram.rows import elided, percentages
from nnviz.document.elements import Edge
from tests.diagram.samples import network, picture

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("sizes", [(3, 4, 2), (2, 2, 1), (2, 3, 2), (4, 3, 1)])
@pytest.mark.parametrize("figure", [False, True])
def test_numbers_along_edges_stay_apart_and_on_their_edge(sizes, figure):
    size = (640, 330) if sizes == (2, 2, 1) else (900, 391)
    shown = picture(network(sizes), size, options=Options(figure=figure))
    assert len(shown.edge_numbers) == sum(a * b for a, b in itertools.pairwise(sizes))
    for one, other in itertools.combinations(shown.edge_numbers, 2):
        assert (
            np.hypot(one.x - other.x, one.y - other.y) >= 36 or one.edge.layer != other.edge.layer
        )
    for number in shown.edge_numbers:
        x0, y0, x1, y1 = number.line
        across = (x1 - x0) * (number.y - y0) - (y1 - y0) * (number.x - x0)
        assert across / np.hypot(x1 - x0, y1 - y0) == pytest.approx(0, abs=0.01)
        assert -90 < number.angle < 90


def test_numbers_stand_still_while_their_values_change():
    document = network((3, 4, 2))
    before = picture(document, (640, 330)).edge_numbers
    after = picture(document.replaced(parameters=-document.parameters), (640, 330)).edge_numbers
    places = {number.edge: (number.x, number.y) for number in before}
    assert {number.edge: (number.x, number.y) for number in after} == places


def test_crowded_layers_have_no_numbers_at_all():
    shown = picture(network((12, 4, 1)), (848, 391))
    assert {number.edge for number in shown.edge_numbers} == {Edge(2, k, 0) for k in range(4)}
    none = picture(network((3, 4, 2)), (640, 330), options=Options(numbers="none"))
    assert none.edge_numbers == ()


def test_a_hole_cuts_what_crosses_it_and_nothing_else():
    edges = picture(network((2, 2)), (640, 330)).drawn[0]
    x0, y0, x1, y1 = edges.lines[0]
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    cut = interrupted(edges.only(np.array([0])), [Hole(*middle, angle, 30, 10)])
    lengths = np.hypot(*(cut.lines[:, 2:] - cut.lines[:, :2]).T)
    assert len(cut) == 2
    assert lengths.sum() == pytest.approx(np.hypot(x1 - x0, y1 - y0) - 30)
    far = interrupted(edges, [Hole(-500, -500, 0, 30, 10)])
    assert (far.lines == edges.lines).all()


def test_percentages_show_as_many_digits_as_make_them_sum_to_100():
    assert percentages(np.array([0.0004, 0.7343, 0.2653])) == ["0.04 %", "73.43 %", "26.53 %"]
    thirds = percentages(np.array([1 / 3, 1 / 3, 1 / 3]))
    assert thirds == ["33.33 %"] * 3
    exact = percentages(np.array([0.333335, 0.333335, 0.33333]))
    assert exact == ["33.3335 %", "33.3335 %", "33.3330 %"]


def test_long_names_are_cut_with_an_ellipsis():
    short = elided("Blast furnace slag (component 2)", 90)
    assert short.endswith("…")
    assert short.startswith("Blast")
    assert elided("age", 90) == "age"
