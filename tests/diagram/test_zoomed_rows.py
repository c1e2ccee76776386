"""Small networks seen close whose layers are rows, judged by arithmetic of the test's own."""

import itertools
from math import prod

import numpy as np
import pytest

from nnviz.diagram.options import Options
from nnviz.diagram.style import LIGHT, fill
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.explain.passes import Pass
from tests.diagram.samples import chain, near, network, painted, picture, pixels, trace

pytestmark = pytest.mark.usefixtures("qapp")
CANVASES = [(881, 329), (1041, 403), (850, 390), (1500, 620)]
"""What windows of 1280×800, 1440×900, one with a panel and a full screen leave."""


def rows(document, size=(881, 329), frame=None, **options):
    return picture(document, size, options=Options(vertical=True, **options), frame=frame)


def told(document, index, size=(881, 329)):
    return rows(document, size, frame=Pass(document, trace(document))[index])


@pytest.mark.parametrize("size", CANVASES, ids=str)
@pytest.mark.parametrize("curved", [False, True])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 2, 1), (2, 1), (2, 3, 1)], ids=str)
def test_labels_touch_neither_each_other_nor_discs_nor_other_edges(sizes, size, curved):
    shown = rows(network(sizes, "sigmoid", "sigmoid"), size, curved=curved)
    if not shown.layout.zoomed:
        assert len(sizes) > 2  # not even a large screen is high enough for all of them
        assert (sizes, size) not in {((1, 1, 1), size), ((2, 2, 1), (1500, 620))}
        return
    whole = shown.layout.box
    assert {type(tag.element) for tag in shown.tags} == {Bias, Edge, Target}
    for one, other in itertools.combinations(shown.tags, 2):
        assert not one.box.overlaps(other.box), (one.element, other.element)
    for tag in shown.tags:
        box = tag.box
        assert whole.left <= box.left < box.right <= whole.right
        assert whole.top <= box.top < box.bottom <= whole.bottom
        for column in shown.layout.columns:
            for x, y in column.centres:
                aside = x - np.clip(x, box.left, box.right)
                over = y - np.clip(y, box.top, box.bottom)
                assert np.hypot(aside, over) > column.radius, tag.element
        if isinstance(tag.element, Edge):
            assert _crossed(shown, box) <= {tag.element}, tag.element


def _crossed(shown, box):
    """Return the edges that run under a box, by many points of each."""
    points = {
        edges.element(k): np.array([edges.at(share)[k] for share in np.linspace(0, 1, 300)])
        for edges in shown.drawn
        for k in range(len(edges))
    }
    return {
        edge
        for edge, way in points.items()
        if any(box.contains(float(x), float(y)) for x, y in way)
    }


def test_a_disc_is_split_in_its_sum_above_and_its_activation_below():
    document = chain()
    shown, traced = rows(document), trace(document)
    image = painted(shown)
    for layer, told_of in enumerate(traced.layers, 1):
        ((x, y),) = shown.layout.columns[layer].centres
        radius = shown.layout.columns[layer].radius
        below = image.pixelColor(round(x), round(y + 0.85 * radius))
        above = image.pixelColor(round(x), round(y - 0.85 * radius))
        assert near(below, fill(LIGHT, float(told_of.a[0, 0]), 1.0))
        assert above.lightness() > below.lightness()


def test_everything_is_found_where_it_is_drawn():
    shown = rows(chain())
    assert shown.layout.zoomed
    for element in (Bias(1, 0), Bias(2, 0), Target(0), Edge(2, 0, 0), Neuron(1, 0), Loss()):
        place = shown.rect_of(element).center()
        assert shown.element_at(place.x(), place.y()) == element
    box = dict(shown.label_boxes())[Layer(1)]
    assert shown.element_at(box.left + box.width / 2, box.top + box.height / 2) == Layer(1)
    loss = shown.layout.loss
    assert shown.element_at(loss.x + loss.half - 2, loss.y + loss.half_height - 2) == Loss()
    assert shown.element_at(loss.x, loss.y + loss.half_height + 3) is None


def test_the_chips_of_the_chain_are_those_of_the_notes():
    assert [chip.text for chip in told(chain(), 7).chips] == [
        "0.0571",
        "0.6023",
        "0.2037",
        "0.4653",
    ]


@pytest.mark.parametrize("size", CANVASES, ids=str)
@pytest.mark.parametrize("sizes", [(1, 1, 1), (4, 5, 1)])
def test_chips_are_stacked_beside_the_network_and_multiply_to_the_result(size, sizes):
    document = network(sizes, "sigmoid", "sigmoid")
    frames = Pass(document, trace(document))
    index = next(k for k, frame in enumerate(frames) if len(frame.factors) >= 3)
    shown = told(document, index, size)
    assert shown.layout.zoomed == (sizes == (1, 1, 1))
    result, *factors = shown.chips
    assert result.value == pytest.approx(prod(chip.value for chip in factors))
    boxes = [chip.box for chip in shown.chips]
    assert all(a.bottom < b.top for a, b in itertools.pairwise(boxes))
    labels = [box for _, box in shown.label_boxes()]
    for box in boxes:
        assert shown.layout.box.top <= box.top
        assert box.bottom <= shown.layout.box.bottom
        assert box.right <= shown.layout.box.right
        assert not any(box.overlaps(label) for label in labels)


def test_arrows_lead_at_the_right_from_the_loss_up_to_the_weight():
    document = chain()
    shown = told(document, 7)
    bare = rows(document, frame=None)
    changed = pixels(painted(shown)) != pixels(painted(bare))
    output, loss = shown.layout.columns[2], shown.layout.loss
    edge = shown.rect_of(Edge(2, 0, 0))
    right = shown.layout.columns[2].y[0] + output.radius + 4
    beside = changed[:, round(right) : round(shown.layout.chips_left) - 4].any(axis=(1, 2))
    heights = np.flatnonzero(beside)
    # They begin beside the loss and end at the weight, between the last two discs.
    assert loss.y - loss.half_height <= heights.max() <= loss.y + loss.half_height
    assert heights.min() >= edge.center().y() - 20


def test_what_does_not_fit_is_shown_in_small_discs():
    for sizes, size in (((2, 2, 1), (881, 250)), ((4, 4, 1), (700, 330)), ((5, 1), (1500, 620))):
        assert not rows(network(sizes, "sigmoid", "sigmoid"), size).layout.zoomed


def test_names_of_inputs_stand_over_their_discs():
    names = ("height", "weight")
    shown = rows(network((2, 1), "sigmoid", "sigmoid", input_names=names))
    assert shown.layout.zoomed
    for unit in range(2):
        boxes = [box for element, box in shown.label_boxes() if element == Neuron(0, unit)]
        (x, y), radius = shown.layout.columns[0].centres[unit], shown.layout.columns[0].radius
        assert any(box.contains(x, box.top + 1) and box.bottom <= y - radius for box in boxes)
        assert all(box.top >= 0 for box in boxes)
