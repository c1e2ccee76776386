"""What is lit and marked when several elements are selected."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.diagram.focus import Focus
from nnviz.diagram.halos import MOST_ALONE
from nnviz.diagram.options import Options
from nnviz.diagram.style import LIGHT
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.document.group import Group
from tests.diagram.samples import network, painted, picture

pytestmark = pytest.mark.usefixtures("qapp")
CHOSEN = (Neuron(0, 1), Neuron(2, 0), Bias(2, 1), Edge(1, 0, 2), Edge(3, 1, 0), Layer(2))


def everything(document: Document) -> list[Element]:
    sizes = document.sizes
    neurons = [Neuron(k, unit) for k, size in enumerate(sizes) for unit in range(size)]
    biases = [Bias(one.layer, one.unit) for one in neurons if one.layer]
    edges = [
        Edge(k, source, unit)
        for k in range(1, len(sizes))
        for source, unit in product(range(sizes[k - 1]), range(sizes[k]))
    ]
    layers = [Layer(k) for k in range(len(sizes))]
    return [*neurons, *biases, *edges, *layers, Loss(), *map(Target, range(sizes[-1]))]


@pytest.mark.parametrize("chosen", [*combinations(CHOSEN, 2), CHOSEN[:5]], ids=str)
def test_several_light_what_each_of_them_lights(chosen: tuple[Element, ...]) -> None:
    document = Document.new((3, 4, 3, 2), seed=1)
    several, alone = Focus(document, None, chosen), [Focus(document, None, (e,)) for e in chosen]
    for element in everything(document):
        assert several.lit(element) == any(one.lit(element) for one in alone), element
    for layer in (1, 2, 3):
        n_in, n_out = document.sizes[layer - 1], document.sizes[layer]
        sources, units = np.repeat(np.arange(n_in), n_out), np.tile(np.arange(n_out), n_in)
        expected = np.any([one.lit_edges(layer, sources, units) for one in alone], axis=0)
        np.testing.assert_array_equal(several.lit_edges(layer, sources, units), expected)


def test_a_target_beside_others_dims_nothing_more_nor_less() -> None:
    document = Document.new((3, 4, 2), seed=1)
    both = Focus(document, None, (Edge(1, 0, 0), Target(1)))
    assert both.lit(Target(1))
    assert not both.lit(Target(0))
    assert not both.lit(Neuron(0, 1))
    assert Focus(document, None, (Loss(), Target(1))).lit(Neuron(0, 1))


@pytest.mark.parametrize("count", [3, 20, MOST_ALONE + 10])
def test_each_selected_edge_lies_on_a_band(count: int) -> None:
    document = network((8, 8, 2))
    edges = [Edge(1, source, unit) for source in range(8) for unit in range(8)][:count]
    group = Group.of(document.layer_slices, edges)
    shown = picture(document, (848, 391), selected=group, options=Options(numbers="none"))
    image, halo = painted(shown), QColor(LIGHT.halo)
    before, after = (shown.layout.columns[k] for k in (0, 1))
    on_band = 0
    for edge in edges:
        start = np.array([before.x + before.radius, before.y[edge.source]])
        end = np.array([after.x - after.radius, after.y[edge.unit]])
        across = np.array([-(end - start)[1], (end - start)[0]])
        across /= np.hypot(*across)
        beside = [
            start + (end - start) * share + 3.5 * across for share in np.linspace(0.1, 0.9, 50)
        ]
        on_band += any(image.pixelColor(round(x), round(y)) == halo for x, y in beside)
    assert on_band > 0.9 * len(edges)  # a few lie under others all along


def test_the_selected_ones_have_their_pills_where_there_is_room() -> None:
    document = network((4, 8, 3))
    chosen = (Edge(1, 0, 0), Edge(1, 3, 7), Edge(2, 0, 0))
    shown = picture(document, (848, 391), selected=chosen, options=Options(numbers="selected"))
    assert {tag.element for tag in shown.tags} == set(chosen)
    boxes = [tag.box for tag in shown.tags]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
