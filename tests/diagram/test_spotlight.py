import numpy as np
import pytest

from nnviz.diagram.options import Options
from nnviz.document.elements import Edge, Layer, Loss, Neuron
from tests.diagram.samples import iris_like, network, painted, picture, pixels

pytestmark = pytest.mark.usefixtures("qapp")


def contrast(image, x, y):
    """How far a pixel is from the white ground."""
    return int((255 - pixels(image)[round(y), round(x), :3].astype(int)).sum())


def on(shown, edge, share):
    edges = shown.drawn[edge.layer - 1]
    k = next(k for k in range(len(edges)) if edges.element(k) == edge)
    return edges.only(np.array([k])).at(share)[0]


@pytest.mark.parametrize("options", [Options(), Options(curved=True), Options(vertical=True)])
def test_hovering_dims_what_is_not_involved(options):
    document = network((3, 4, 2)).replaced(parameters=np.full(26, 0.8))
    shown = picture(document, (848, 500), options=options)
    rest, hovered = painted(shown), painted(shown, {"hover": Neuron(1, 0)})
    # Where edges arrive at their disc only those of the same neuron are near.
    lit, dimmed = on(shown, Edge(1, 0, 0), 0.95), on(shown, Edge(1, 2, 3), 0.95)
    assert contrast(hovered, *lit) >= contrast(rest, *lit) - 20
    assert contrast(hovered, *dimmed) < 0.6 * contrast(rest, *dimmed)
    above = shown.layout.columns[1]
    other, own = above.centres[3], above.centres[0]
    inside = 0.6 * above.radius
    assert contrast(hovered, own[0], own[1] - inside) == contrast(rest, own[0], own[1] - inside)
    faint = contrast(hovered, other[0], other[1] - inside)
    assert faint < contrast(rest, other[0], other[1] - inside)


def test_a_selection_or_the_loss_puts_no_veil_over_the_picture():
    for selection, hover in ((Neuron(1, 1), Neuron(1, 5)), (None, Loss())):
        shown = picture(iris_like(), (848, 391), selected=(selection,) if selection else ())
        x, y = on(shown, Edge(2, 3, 1), 0.1)
        hovered = painted(shown, {"hover": hover})
        assert contrast(hovered, x, y) == contrast(painted(shown), x, y)


def test_only_what_is_frozen_is_lit_where_that_is_asked():
    document = network((3, 4, 2)).replaced(parameters=np.full(26, 0.8))
    frozen = np.zeros(26, bool)
    frozen[0] = True  # the weight from the first input to the first hidden neuron
    document = document.replaced(frozen=frozen)
    shown = picture(document, (848, 500), options=Options(frozen=True))
    whole = picture(document, (848, 500))
    kept, trains = on(shown, Edge(1, 0, 0), 0.05), on(shown, Edge(1, 2, 3), 0.05)
    assert contrast(painted(shown), *kept) == contrast(painted(whole), *kept)
    assert contrast(painted(shown), *trains) < 0.6 * contrast(painted(whole), *trains)
    lit = {n for n in (Neuron(1, 0), Neuron(1, 1), Layer(1), Layer(2)) if shown.scene.focus.lit(n)}
    assert lit == {Neuron(1, 0), Layer(1)}
    assert shown.legend.text == "lit: 1 of 26 weights and biases are frozen"


def test_what_touches_more_edges_than_a_frame_has_time_for_dims_nothing():
    document = network((3, 30, 30))
    shown = picture(document, (848, 600), options=Options(unfolded=frozenset({1, 2})))
    inner = [column.centres[14] for column in shown.layout.columns[1:]]
    rest = painted(shown)
    for hover, dims in ((Layer(2), False), (Neuron(2, 3), True)):
        hovered = painted(shown, {"hover": hover})
        changed = [contrast(hovered, *place) != contrast(rest, *place) for place in inner]
        assert changed[1] == dims
