"""Labels of zoomed networks, judged by arithmetic of the test's own."""

import itertools

import numpy as np
import pytest

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.layout import Box, Shape, arrange
from nnviz.diagram.shape import Labels
from nnviz.diagram.tag_widths import tag_number
from nnviz.document.elements import Bias, Edge
from tests.diagram.samples import network, picture

pytestmark = pytest.mark.usefixtures("qapp")

WINDOWS = {
    "1440x900": (1041, 403),
    "1440x900, problem": (850, 403),
    "1440x900, equations": (1005, 403),
    "1440x900, both": (814, 403),
    "1280x800": (881, 347),
    "1280x800, problem": (690, 347),
    "1280x800, equations": (845, 347),
    "1280x800, both": (654, 347),
}
"""What the canvas leaves to the network in windows with these panels."""
FULL_SCREEN = (1500, 620)
NETWORKS = [(2, 2, 1), (2, 3, 1), (3, 2, 2)]
LABELS = tuple(Labels(digits, 68.0 + 9 * digits, 62.0 + 9 * digits) for digits in (4, 3, 2))
EXTREME = np.array([-12.34567, 0.5, -0.00004321, 9.87654, -0.12345, -98765.4])


def filled(sizes):
    """A network whose numbers are as wide as they may become."""
    document = network(sizes, "sigmoid", "sigmoid")
    return document.replaced(parameters=np.resize(EXTREME, document.n_parameters))


@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
@pytest.mark.parametrize("size", [*WINDOWS.values(), FULL_SCREEN], ids=str)
@pytest.mark.parametrize("fill", [network, filled])
def test_labels_of_a_zoomed_network_touch_nothing(sizes, size, fill):
    shown = picture(fill(sizes), size)
    if not shown.layout.zoomed:
        assert len(shown.edge_numbers) == sum(a * b for a, b in itertools.pairwise(sizes))
        return
    assert shown.layout.columns[1].radius >= 40
    _assert_apart(shown)


@pytest.mark.parametrize("picked", [Edge(1, 0, 1), Edge(1, 1, 0), Edge(2, 1, 0), Bias(1, 1)])
def test_neither_does_the_pill_of_what_is_selected(picked):
    _assert_apart(picture(network((2, 2, 1)), (850, 403), selected=(picked,) if picked else ()))


def _assert_apart(shown):
    lines = {edges.element(k): edges.lines[k] for edges in shown.drawn for k in range(len(edges))}
    for one, other in itertools.combinations(shown.tags, 2):
        assert not one.box.overlaps(other.box), (one.element, other.element)
    for tag in shown.tags:
        assert _inside(tag.box, shown.layout.box), tag.element
        if isinstance(tag.element, Edge):
            for column, k in _discs(shown):
                away = _distance(tag.box, column.x, float(column.y[k]))
                assert away > column.radius + 2, (tag.element, column.layer, k)
            crossed = [edge for edge, line in lines.items() if _on(line, tag.box)]
            assert crossed in ([tag.element], []), tag.element


def _discs(shown):
    return [(column, k) for column in shown.layout.columns for k in range(len(column.y))]


def _distance(box, x, y):
    return np.hypot(x - np.clip(x, box.left, box.right), y - np.clip(y, box.top, box.bottom))


def _on(line, box):
    """Tell by many points of it whether a line runs under a box."""
    points = line[:2] + np.linspace(0, 1, 2001)[:, None] * (line[2:] - line[:2])
    return any(box.contains(x, y) for x, y in points)


def _inside(box, whole):
    return (
        box.left >= whole.left
        and box.right <= whole.right
        and box.top >= whole.top
        and box.bottom <= whole.bottom
    )


@pytest.mark.parametrize("size", [WINDOWS["1440x900, problem"], WINDOWS["1280x800"]], ids=str)
def test_xor_is_zoomed_in_the_usual_windows(size):
    shown = picture(network((2, 2, 1), "sigmoid", "sigmoid"), size)
    assert shown.layout.zoomed
    assert shown.layout.digits == 4
    inputs, hidden, output = shown.layout.columns
    assert np.allclose(inputs.y, hidden.y)
    gaps = [
        b.x - b.radius - a.x - a.radius for a, b in itertools.pairwise((inputs, hidden, output))
    ]
    to_loss = shown.layout.loss.x - shown.layout.loss.half - output.x - output.radius
    assert gaps[0] == pytest.approx(gaps[1])
    assert to_loss < 0.5 * gaps[0]


def test_labels_stay_while_numbers_change():
    document = network((2, 2, 1), "sigmoid", "sigmoid")
    places = [_middles(picture(d, (850, 403))) for d in (document, filled((2, 2, 1)))]
    assert places[0].keys() == places[1].keys()
    for element, (x, y) in places[0].items():
        assert places[1][element] == pytest.approx((x, y)), element


def _middles(shown):
    return {
        tag.element: (tag.box.left + tag.box.width / 2, tag.box.top + tag.box.height / 2)
        for tag in shown.tags
    }


def test_labels_lose_decimals_only_in_narrower_pictures():
    widths = range(1000, 640, -20)
    layouts = [arrange(Shape((2, 2, 1), labels=LABELS), Box(0, 0, w, 403)) for w in widths]
    digits = [layout.digits or 0 for layout in layouts]
    assert digits[0] == 4
    assert digits == sorted(digits, reverse=True)
    assert 3 in digits
    radii = [layout.columns[1].radius for layout in layouts if layout.digits == 4]
    assert radii == sorted(radii, reverse=True)
    assert radii[-1] < radii[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.45, "0.45"),
        (-0.123456, "−0.1235"),
        (-12.345678, "−12.3457"),
        (1234.56789, "1234.568"),
        (-98765.4, "−98765.4"),
    ],
)
def test_a_number_too_long_for_its_pill_loses_decimals(value, text):
    assert tag_number(value, 4, interface_font(13, 500)) == text
