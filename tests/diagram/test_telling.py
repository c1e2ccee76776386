"""What the network shows while a pass is told: the step's own numbers, and none from its future."""

import numpy as np
import pytest

from nnviz.diagram.options import Options
from nnviz.diagram.outputs import output_rows
from nnviz.diagram.style import LIGHT, fill
from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.explain.frames import Chapter
from nnviz.explain.grain import Grain
from nnviz.explain.passes import Pass
from tests.diagram.samples import chain, iris_like, near, painted, picture, pixels, trace

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = (848, 391)
Z1, A1, Z2, A2, LOSS, SLOPE, DELTA2, WEIGHTS2, BIASES2, DELTA1 = range(10)


def step(index, document=None, **options):
    document = document or iris_like()
    frame = Pass(document, trace(document))[index]
    return picture(document, SIZE, frame=frame, options=Options(**options))


def disc(shown, layer, unit):
    """Return the colour of a small disc above its number."""
    column = shown.layout.columns[layer]
    y = float(column.y[unit]) - 0.75 * column.radius
    return painted(shown).pixelColor(round(column.x), round(y))


@pytest.mark.parametrize(
    ("index", "layer", "told"),
    [
        (Z1, 1, lambda t: t.layers[0].z),
        (A1, 1, lambda t: t.layers[0].a),
        (Z2, 2, lambda t: t.layers[1].z),
        (LOSS, 2, lambda t: t.layers[1].a),
        (SLOPE, 2, lambda t: t.layers[1].dE_da),
        (DELTA2, 2, lambda t: t.layers[1].delta),
        (DELTA1, 1, lambda t: t.layers[0].delta),
    ],
)
def test_the_discs_that_a_step_asks_about_show_its_answer(index, layer, told):
    traced, shown = trace(iris_like()), step(index)
    values = told(traced)[0]
    assert (shown.scene.readings.nodes[layer] == values).all()
    scale = shown.scene.node_scales[layer]
    assert scale >= np.abs(values).max()
    unit = int(np.abs(values).argmax())
    assert near(disc(shown, layer, unit), fill(LIGHT, float(values[unit]), scale))


def test_what_is_not_worked_out_yet_is_empty():
    for index, layer in ((Z1, 2), (A1, 2)):
        shown = step(index)
        column = shown.layout.columns[layer]
        x, y, r = round(column.x), round(float(column.y[0])), int(0.7 * column.radius)
        inside = pixels(painted(shown))[y - r : y + r, x - r // 2 : x + r // 2, :3]
        assert np.ptp(inside.reshape(-1, 3), axis=0).max() == 0
    assert step(LOSS).scene.readings.telling.disc(2) == "a"
    assert {row.percent for row in output_rows(step(Z2).scene)} == {""}
    assert "" not in {row.percent for row in output_rows(step(A2).scene)}


def test_weights_and_biases_show_their_slope_and_then_their_change():
    document, traced = iris_like(), trace(iris_like())
    slopes = step(WEIGHTS2).scene.readings
    assert (slopes.edges(2) == traced.layers[1].dE_dkernel).all()
    assert (slopes.edges(1) == document.kernel(1)).all()
    assert (step(BIASES2).scene.readings.biases(2) == traced.layers[1].dE_dbias).all()
    # On the way back to the hidden sums δ is multiplied by the weights themselves.
    assert (step(DELTA1).scene.readings.edges(2) == document.kernel(2)).all()
    frames = Pass(document, traced)
    update = next(k for k, frame in enumerate(frames) if frame.chapter is Chapter.UPDATE)
    change = traced.layers[1].kernel_new - traced.layers[1].kernel_old
    assert (step(update).scene.readings.edges(2) == change).all()


def test_the_widest_edge_of_the_step_is_as_wide_as_any_and_the_legend_says_its_value():
    shown, slopes = step(WEIGHTS2), trace(iris_like()).layers[1].dE_dkernel
    assert shown.scene.edge_scales[1] == np.abs(slopes).max()
    assert shown.legend.text == f"width = |∂E/∂w|, widest {np.abs(slopes).max():.2f}"
    assert shown.scene.edge_scales[0] == np.abs(iris_like().kernel(1)).max()


def test_the_switch_outdoes_the_step():
    shown = step(Z1, quantity="gradients")
    assert (shown.scene.readings.edges(1) == trace(iris_like()).layers[0].dE_dkernel).all()


def test_the_zoomed_chain_keeps_its_values_where_chips_tell_the_step():
    shown = step(7, chain())
    assert shown.chips
    assert shown.scene.readings.of_edge(Edge(2, 0, 0)) == 0.45
    assert shown.scene.readings.of_bias(Bias(2, 0)) == 0.65


def test_the_zoomed_chain_has_no_number_before_its_time():
    document = chain()
    whole, first = pixels(painted(step(LOSS, document))), pixels(painted(step(Z1, document)))
    column, loss = step(Z1, document).layout.columns[2], step(Z1, document).layout.loss
    for x, y in (
        (column.x - 0.48 * column.radius, column.y[0]),
        (column.x + 0.48 * column.radius, column.y[0]),
        (loss.x, loss.y),
    ):
        number = np.s_[round(y) + 4 : round(y) + 17, round(x) - 18 : round(x) + 18, :3]
        assert np.ptp(first[number].reshape(-1, 3), axis=0).max() == 0
        assert np.ptp(whole[number].reshape(-1, 3), axis=0).max() > 60


def test_both_numbers_of_a_disc_are_of_one_size():
    document = chain().replaced(parameters=np.array([0.15, 0.40, 0.45, -12.3456]))
    shown = picture(document, (900, 367))
    image, column = pixels(painted(shown)).astype(int), shown.layout.columns[2]
    heights = []
    for side in (-1, 1):
        x, y = column.x + side * 0.48 * column.radius, float(column.y[0])
        half = image[round(y) + 3 : round(y) + 19, round(x) - 15 : round(x) + 15, :3]
        inked = np.abs(half - half[0, 0]).sum(axis=2).max(axis=1) > 200
        heights.append(int(inked.sum()))
    assert heights[0] == heights[1] > 6


@pytest.mark.parametrize("size", [(1041, 403), (1560, 600)])
def test_letters_grow_with_their_discs(size):
    shown = picture(chain(), size)
    image, place = pixels(painted(shown)).astype(int), shown.layout.loss
    top, left = round(place.y - place.half) + 8, round(place.x - place.half) + 8
    side = round(2 * place.half) - 16
    inside = image[top : top + side, left : left + side, :3]
    inked = np.abs(inside - inside[0, 0]).sum(axis=2).max(axis=1) > 200
    grown = max(1.0, place.half / 44)
    assert inked.sum() == pytest.approx(22 * grown, abs=3)


def fine(index, grain, document=None):
    document = document or iris_like()
    frames = Pass(document, trace(document), grain)
    return picture(document, SIZE, frame=frames[index])


def test_neuron_by_neuron_the_discs_fill_one_after_the_other():
    layers = trace(iris_like()).layers
    # Step 1 is of the inputs; then come eight sums and eight activations.
    for index, sums, activations in ((0, 0, 0), (1, 1, 0), (3, 3, 0), (8, 8, 0), (10, 8, 2)):
        shown = fine(index, Grain.NEURON)
        telling, values = shown.scene.readings.telling, shown.scene.readings.nodes[1]
        letters = [telling.disc(1, unit) for unit in range(8)]
        empty = 8 - max(sums, activations)
        assert letters == ["a"] * activations + ["z"] * (sums - activations) + [None] * empty
        assert (values[:activations] == layers[0].a[0, :activations]).all()
        assert (values[activations:sums] == layers[0].z[0, activations:sums]).all()
        painted(shown)


def test_term_by_term_a_sum_has_no_number_before_its_last_term():
    document = chain()
    assert fine(1, Grain.TERM, document).scene.readings.telling.sum(1) is None
    assert fine(2, Grain.TERM, document).scene.readings.telling.sum(1) == "z"
    assert fine(2, Grain.TERM, document).scene.readings.telling.output(1) is None
    assert fine(3, Grain.TERM, document).scene.readings.telling.output(1) == "a"


@pytest.mark.parametrize("grain", Grain)
def test_every_step_of_every_grain_can_be_painted(grain):
    for document in (chain(), iris_like()):
        count = len(Pass(document, trace(document), grain))
        for index in range(0, count, 1 + count // 60):
            painted(fine(index, grain, document))


def test_neuron_by_neuron_weights_show_their_slope_and_their_change():
    document, traced = iris_like(), trace(iris_like()).layers[1]
    frames = Pass(document, trace(document), Grain.NEURON)
    into = [f for f in frames if f.target == Neuron(2, 1) and f.lit.edges_into(2)]
    told = {f.chapter: fine(f.index, Grain.NEURON).scene.readings.edges(2) for f in into}
    assert (told[Chapter.FORWARD] == document.kernel(2)).all()
    assert (told[Chapter.BACKWARD] == traced.dE_dkernel).all()
    assert (told[Chapter.UPDATE] == traced.kernel_new - traced.kernel_old).all()
