import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.diagram.holes import Hole, Holes, interrupting
from nnviz.diagram.options import Options
from nnviz.diagram.rows import elided, percentages
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.style import DARK, LIGHT
from nnviz.document.elements import Edge
from nnviz.document.examples import examples
from nnviz.document.files import open_document
from tests.diagram.samples import network, painted, picture, pixels

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


CANVASES = [(881, 347), (1041, 403), (654, 347), (1500, 620)]
"""What windows of 1280×800, 1440×900, narrow and large ones leave to the network."""


@pytest.mark.parametrize("vertical", [False, True], ids=["columns", "rows"])
@pytest.mark.parametrize("curved", [False, True], ids=["straight", "curved"])
@pytest.mark.parametrize("wanted", ["auto", "all"])
def test_no_number_touches_another_or_a_disc(vertical, curved, wanted):
    options = Options(vertical=vertical, curved=curved, numbers=wanted)
    documents = [open_document(f"example:{name}") for name, _ in examples()]
    documents += [network(sizes) for sizes in ((12, 10, 4), (4, 8, 8, 3), (2, 6, 6, 1), (30, 9))]
    found = 0
    for document, size in itertools.product(documents, CANVASES):
        shown = picture(document, size, options=options)
        corners = np.array([_corners(number) for number in shown.edge_numbers])
        found += len(corners)
        for k, one in enumerate(corners):
            near = np.abs(corners[:k].mean(axis=1) - one.mean(axis=0)).max(axis=1) < 60
            touched = [other for other in corners[:k][near] if not _apart(one, other)]
            assert not touched, (document.title, size, shown.edge_numbers[k])
        for column in shown.layout.columns:
            for centre in column.centres if len(corners) else ():
                away = _distances(corners, centre)
                assert away.min() >= column.radius, (document.title, size, column.layer)
    assert found > (500 if wanted == "all" else 80)


def _corners(number):
    """Return the four corners of what is painted of a number."""
    turn = np.radians(number.angle)
    along = np.array([np.cos(turn), np.sin(turn)]) * (number.width - 6) / 2
    up = np.array([-np.sin(turn), np.cos(turn)]) * 6
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return np.array([(number.x, number.y) + i * along + j * up for i, j in signs])


def _apart(one, other):
    """Return whether a line along a side of either rectangle parts them."""
    for corners in (one, other):
        for side in (corners[1] - corners[0], corners[2] - corners[1]):
            a, b = one @ side, other @ side
            if a.max() <= b.min() or b.max() <= a.min():
                return True
    return False


def _distances(corners, centre):
    """Return how far the sides of rectangles are from a point, by points along them."""
    ends = np.roll(corners, -1, axis=1)
    shares = np.linspace(0, 1, 13)[:, None, None, None]
    points = corners + shares * (ends - corners)
    return np.hypot(*(points - centre).reshape(-1, 2).T)


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


def interrupted(edges, *holes):
    """Return what is left of edges once all pauses are over."""
    left = []

    def all_of_it():
        left.append((yield from interrupting(edges, Holes(holes))))

    list(all_of_it())
    return left[0]


def test_a_hole_cuts_what_crosses_it_and_nothing_else():
    edges = picture(network((2, 2)), (640, 330)).drawn[0]
    x0, y0, x1, y1 = edges.lines[0]
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    cut = interrupted(edges.only(np.array([0])), Hole(*middle, angle, 30, 10))
    lengths = np.hypot(*(cut.lines[:, 2:] - cut.lines[:, :2]).T)
    assert len(cut) == 2
    assert lengths.sum() == pytest.approx(np.hypot(x1 - x0, y1 - y0) - 30)
    far = interrupted(edges, Hole(-500, -500, 0, 30, 10))
    assert (far.lines == edges.lines).all()


def test_of_many_holes_each_cuts_what_crosses_it():
    edges = picture(network((6, 6)), (640, 630)).drawn[0]
    draw = np.random.default_rng(2)
    spots = draw.uniform((80, 40, -90, 4, 4), (560, 590, 90, 40, 20), (300, 5))
    cut = interrupted(edges, *(Hole(*spot) for spot in spots.tolist()))
    points = np.concatenate([(1 - t) * cut.lines[:, :2] + t * cut.lines[:, 2:] for t in SHARES])
    whole = np.concatenate([(1 - t) * edges.lines[:, :2] + t * edges.lines[:, 2:] for t in SHARES])
    assert not _inside(points, spots, -0.01).any()
    left = np.hypot(*(cut.lines[:, 2:] - cut.lines[:, :2]).T).sum()
    total = np.hypot(*(edges.lines[:, 2:] - edges.lines[:, :2]).T).sum()
    assert left / total == pytest.approx(1 - _inside(whole, spots, 0).mean(), abs=0.02)


SHARES = np.linspace(0, 1, 300)


def _inside(points, spots, by):
    """Return which points lie in a turned rectangle that is larger by so much on each side."""
    turn = np.radians(spots[:, 2])
    across, down = (points[:, None] - spots[:, :2]).transpose(2, 0, 1)
    along = across * np.cos(turn) + down * np.sin(turn)
    aside = down * np.cos(turn) - across * np.sin(turn)
    within = (np.abs(along) < spots[:, 3] / 2 + by) & (np.abs(aside) < spots[:, 4] / 2 + by)
    return within.any(axis=1)


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


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.004, "−0.00"), (0.004, "0.00"), (0.0, "0.00"), (-0.0, "0.00"), (-0.5, "−0.50")],
)
def test_a_short_number_keeps_its_sign(value, text):
    assert short_number(value) == text


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("value", [0.0, 0.004, -0.004, 0.3, -0.3])
def test_only_what_does_not_read_as_zero_has_the_colour_of_a_sign(theme, value):
    document = network((3, 4, 2))
    parameters = document.parameters.copy()
    parameters[0] = value
    shown = picture(document.replaced(parameters=parameters), (848, 391), theme)
    (number,) = (n for n in shown.edge_numbers if n.edge == Edge(1, 0, 0))
    ink = theme.ink2 if abs(value) < 0.005 else theme.sign_text(value).name()
    y, x, half = round(number.y), round(number.x), round(number.width / 2)
    seen = pixels(painted(shown))[y - half : y + half, x - half : x + half, :3].astype(int)
    wanted = QColor(ink)
    distance = np.abs(seen - [wanted.red(), wanted.green(), wanted.blue()]).sum(axis=2)
    assert distance.min() < 40


def test_an_edge_on_which_nothing_moves_has_no_number():
    document = network((2, 3, 1), activation="relu")
    document = document.replaced(input=np.array([0.0, 1.0]))
    edges = {number.edge for number in picture(document, (848, 391)).edge_numbers}
    still = {Edge(1, 0, unit) for unit in range(3)}
    assert still <= edges
    for quantity in ("gradients", "updates"):
        shown = picture(document, (848, 391), options=Options(quantity=quantity))
        moving = {number.edge for number in shown.edge_numbers}
        assert moving == {edge for edge in edges if shown.scene.readings.of_edge(edge) != 0}
        assert not still & moving


@pytest.mark.parametrize("edge", [Edge(1, 0, 0), Edge(1, 1, 2), Edge(2, 3, 1)])
def test_the_pill_of_the_selected_edge_covers_no_number_by_half(edge):
    document = network((3, 4, 2))
    before = {n.edge: (n.x, n.y) for n in picture(document, (848, 391)).edge_numbers}
    shown = picture(document, (848, 391), selected=(edge,))
    (tag,) = shown.tags
    middle = (tag.box.left + tag.box.width / 2, tag.box.top + tag.box.height / 2)
    assert middle == pytest.approx(before[edge])
    assert {n.edge: (n.x, n.y) for n in shown.edge_numbers}.items() <= before.items()
    left_out = before.keys() - {n.edge for n in shown.edge_numbers}
    assert edge in left_out
    assert len(left_out) <= 5
    assert not any(number.box.overlaps(tag.box) for number in shown.edge_numbers)


def test_all_numbers_are_as_many_as_find_room_and_collide_with_none():
    document = network((12, 4, 1))
    shown = picture(document, (848, 391), options=Options(numbers="all"))
    into = {layer: [n for n in shown.edge_numbers if n.edge.layer == layer] for layer in (1, 2)}
    assert len(into[2]) == 4
    assert 15 <= len(into[1]) < 48
    for numbers in into.values():
        for one, other in itertools.combinations(numbers, 2):
            assert np.hypot(one.x - other.x, one.y - other.y) >= 36


@pytest.mark.parametrize(("numbers", "labelled"), [("all", 6), ("selected", 1), ("none", 0)])
def test_a_network_seen_close_shows_the_numbers_that_are_wanted(numbers, labelled):
    picked = Edge(1, 0, 1)
    options = Options(numbers=numbers)
    shown = picture(
        network((2, 2, 1), "sigmoid"),
        (1005, 403),
        options=options,
        selected=(picked,) if picked else (),
    )
    assert shown.layout.zoomed
    weights = [tag.element for tag in shown.tags if isinstance(tag.element, Edge)]
    assert len(weights) == labelled
    assert numbers != "selected" or weights == [picked]


@pytest.mark.parametrize("hidden", [4, 20, 60, 200])
def test_biases_on_paper_never_meet_however_many_layers_there_are(hidden):
    shown = picture(network((3, *(4,) * hidden, 2)), (2600, 520), options=Options(figure=True))
    boxes = sorted((tag.box for tag in shown.tags), key=lambda box: box.left)
    assert bool(boxes) == (hidden <= 20)
    for k, one in enumerate(boxes):
        near = (other for other in boxes[k + 1 :] if other.left < one.left + one.width)
        assert not any(one.overlaps(other) for other in near)
