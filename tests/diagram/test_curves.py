import itertools

import numpy as np
import pytest

from nnviz.diagram.curves import SEGMENTS, along, directions, pieces
from nnviz.diagram.layout import Box, Shape, arrange
from nnviz.diagram.options import Options
from nnviz.document.elements import Edge
from tests.diagram.samples import network, painted, picture, pixels

pytestmark = pytest.mark.usefixtures("qapp")
LINE = np.array([[10.0, 20.0, 130.0, 80.0]])
CURVED = Options(curved=True)


def bezier(line, t):
    """The cubic whose control points lie level with its ends, by de Casteljau."""
    x0, y0, x1, y1 = line
    third = (x1 - x0) / 3
    points = [np.array(p) for p in ((x0, y0), (x0 + third, y0), (x1 - third, y1), (x1, y1))]
    while len(points) > 1:
        points = [(1 - t) * a + t * b for a, b in itertools.pairwise(points)]
    return points[0]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.77, 1.0])
def test_a_bent_edge_is_a_bezier_curve(share):
    assert along(LINE, share, "x")[0] == pytest.approx(bezier(LINE[0], share))
    swapped = LINE[:, [1, 0, 3, 2]]
    assert along(swapped, share, "y")[0] == pytest.approx(bezier(LINE[0], share)[::-1])
    assert along(LINE, share, "")[0] == pytest.approx([10 + 120 * share, 20 + 60 * share])


def test_it_leaves_and_arrives_level_and_runs_along_its_chords():
    assert directions(LINE, 0.0, "x")[0] == pytest.approx([1, 0])
    assert directions(LINE, 1.0, "y")[0] == pytest.approx([0, 1])
    step = 1e-6
    chord = along(LINE, 0.3 + step, "x")[0] - along(LINE, 0.3 - step, "x")[0]
    assert directions(LINE, 0.3, "x")[0] == pytest.approx(chord / np.hypot(*chord), abs=1e-6)


def test_pieces_join_end_to_end():
    parts = pieces(LINE, "x")[0]
    assert parts.shape == (SEGMENTS, 4)
    assert (parts[1:, :2] == parts[:-1, 2:]).all()
    assert parts[0, :2] == pytest.approx(LINE[0, :2])
    assert parts[-1, 2:] == pytest.approx(LINE[0, 2:])
    assert pieces(LINE, "").shape == (1, 1, 4)


def test_bent_edges_begin_and_end_at_the_rims():
    layout = arrange(Shape((3, 2), left=50, right=50, curved=True), Box(0, 0, 700, 250))
    before, column = layout.columns
    expected = [before.x + before.radius, before.y[2], column.x - column.radius, column.y[1]]
    assert layout.segments(1)[2, 1] == pytest.approx(expected)


def test_the_pointer_finds_a_bent_edge_where_it_is_drawn():
    straight = picture(network((2, 6, 1)), (640, 391))
    bent = picture(network((2, 6, 1)), (640, 391), options=CURVED)
    line = next(
        edges.lines[k]
        for edges in bent.drawn[:1]
        for k in range(len(edges))
        if edges.element(k) == Edge(1, 0, 5)
    )
    x, y = bezier(line, 0.12)
    assert bent.element_at(x, y) == Edge(1, 0, 5)
    assert straight.element_at(x, y) != Edge(1, 0, 5)
    changed = pixels(painted(bent))[int(y), int(x)] != pixels(painted(straight))[int(y), int(x)]
    assert changed.any()


def test_pulses_follow_the_curve():
    shown = picture(network((2, 6, 1)), (640, 391), options=CURVED)
    edges = shown.drawn[0].only(np.array([0]))
    for share in (0.25, 0.6):
        assert edges.at(share)[0] == pytest.approx(bezier(edges.lines[0], share))


def test_numbers_lie_along_their_curve_and_apart():
    shown = picture(network((3, 4, 2)), (900, 391), options=CURVED)
    assert len(shown.edge_numbers) == 20
    for number in shown.edge_numbers:
        share = (number.x - number.line[0]) / (number.line[2] - number.line[0])
        assert (number.x, number.y) == pytest.approx(tuple(bezier(number.line, share)))
        ahead = bezier(number.line, share + 1e-5) - bezier(number.line, share)
        assert number.angle == pytest.approx(np.degrees(np.arctan2(*ahead[::-1])), abs=0.1)
    for one, other in itertools.combinations(shown.edge_numbers, 2):
        far = np.hypot(one.x - other.x, one.y - other.y) >= 36
        assert far or one.edge.layer != other.edge.layer


def test_labels_of_a_network_seen_close_lie_on_its_curves():
    shown = picture(network((2, 2, 1), "sigmoid"), (1005, 403), options=CURVED)
    assert shown.layout.zoomed
    for layer in (1, 2):
        lines = shown.layout.segments(layer).reshape(-1, 4)
        points = shown.layout.label_points[layer - 1].reshape(-1, 2)
        for line, (x, y) in zip(lines, points, strict=True):
            share = (x - line[0]) / (line[2] - line[0])
            assert bezier(line, share)[1] == pytest.approx(y)
