import numpy as np
import pytest

from nnviz.diagram.hit import EDGE_REACH, distances, edge_at
from nnviz.diagram.options import Options
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from tests.diagram.samples import chain, iris_like, network, picture

pytestmark = pytest.mark.usefixtures("qapp")


def test_distances_are_those_of_many_points_along_the_segment():
    draw = np.random.default_rng(3)
    lines = draw.uniform(0, 100, (40, 4))
    lines[0, 2:] = lines[0, :2]  # a segment without length
    x, y = 31.0, 47.0
    along = np.linspace(0, 1, 4001)[:, None, None]
    points = lines[None, :, :2] + along * (lines[None, :, 2:] - lines[None, :, :2])
    brute = np.hypot(points[..., 0] - x, points[..., 1] - y).min(axis=0)
    assert distances(lines, x, y) == pytest.approx(brute, abs=0.03)


def test_every_node_and_every_edge_is_found_at_its_place():
    shown = picture(iris_like(), (848, 391))
    for column in shown.layout.columns:
        for unit, y in zip(column.units, column.y, strict=True):
            assert shown.element_at(column.x, float(y)) == Neuron(column.layer, int(unit))
    for edges in shown.drawn:
        for k, (x0, y0, x1, y1) in enumerate(edges.lines):
            found = shown.element_at(x0 + 0.03 * (x1 - x0), y0 + 0.03 * (y1 - y0))
            near = edges.element(k)
            assert isinstance(found, Edge | Bias | Neuron)
            if isinstance(found, Edge):
                assert found.source == near.source


def test_the_hit_width_of_an_edge_is_eight_pixels():
    shown = picture(chain())
    x0, y0, x1, _ = shown.drawn[0].lines[0]
    middle = x0 + 0.15 * (x1 - x0)
    assert shown.element_at(middle, y0 + 3.9) == Edge(1, 0, 0)
    assert shown.element_at(middle, y0 + 4.1) is None


@pytest.mark.parametrize("vertical", [False, True])
def test_a_bent_edge_is_found_where_many_points_of_its_curve_say(vertical):
    options = Options(curved=True, vertical=vertical)
    shown = picture(network((12, 14, 9), "relu"), (848, 500), options=options)
    shares = np.linspace(0, 1, 1001)
    curves = {
        edges.element(k): np.array([edges.at(share)[k] for share in shares])
        for edges in shown.drawn
        for k in range(0, len(edges), 7)
    }
    draw = np.random.default_rng(5)
    found = 0
    for edge, curve in curves.items():
        alone = [
            edges.only(_only(edges, edge)) for edges in shown.drawn if edges.layer == edge.layer
        ]
        for at in curve[:: 1000 // 4] + draw.uniform(-6, 6, (5, 2)):
            away = np.hypot(*(curve - at).T).min()
            if abs(away - EDGE_REACH) > 0.6:  # it is painted as straight pieces
                near = edge_at(alone, *at)
                assert (near == edge) == (away < EDGE_REACH), (edge, at, away)
                found += near is not None
    assert found > 50


def _only(edges, edge):
    return (edges.sources == edge.source) & (edges.units == edge.unit)


def test_pills_loss_and_heads_of_a_zoomed_network():
    shown = picture(chain())
    for element in (Bias(1, 0), Bias(2, 0), Target(0), Edge(2, 0, 0), Loss(), Layer(1)):
        place = shown.rect_of(element) if not isinstance(element, Layer) else None
        box = dict(shown.label_boxes()).get(element)
        x = place.center().x() if place is not None else box.left + box.width / 2
        y = place.center().y() if place is not None else box.top + box.height / 2
        assert shown.element_at(x, y) == element


def test_beads_are_biases_and_targets_can_be_taken():
    shown = picture(network((8, 10, 1), "relu"), (848, 391))
    column = shown.layout.columns[1]
    aside = 0.72 * column.radius
    assert shown.element_at(column.x - aside, float(column.y[4]) + aside) == Bias(1, 4)
    box = dict(shown.label_boxes())[Target(0)]
    assert shown.element_at(box.left + 10, box.top + 8) == Target(0)


def test_what_is_folded_away_has_no_place():
    shown = picture(network((64, 32, 10), "relu", "softmax"), (848, 391))
    assert shown.rect_of(Neuron(0, 30)) is None
    assert shown.rect_of(Edge(1, 30, 0)) is None
    assert shown.rect_of(Neuron(0, 0)) is not None
