import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.diagram.options import Options
from nnviz.diagram.style import DARK, LIGHT, edge_colour, fill, mix, text_on
from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.explain.passes import Pass
from tests.diagram.samples import chain, iris_like, near, network, painted, picture, pixels, trace

pytestmark = pytest.mark.usefixtures("qapp")

NETWORKS = {
    "neuron": ((2, 1), "tanh", "sigmoid"),
    "xor": ((2, 2, 1), "sigmoid", "sigmoid"),
    "regression": ((8, 10, 1), "relu", "linear"),
    "iris": ((4, 8, 3), "tanh", "softmax"),
    "digits": ((64, 32, 16, 10), "relu", "softmax"),
    "large": ((784, 128, 10), "relu", "softmax"),
    "deep": ((3, *[4] * 9, 2), "tanh", "linear"),
}
SIZES = [(1008, 367), (848, 391), (884, 320), (560, 240), (1500, 900)]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_discs_have_the_colours_of_their_values(theme):
    document = iris_like()
    shown = picture(document, (848, 391), theme)
    image = painted(shown)
    values = [document.x[0], *(layer.a[0] for layer in trace(document).layers)]
    largest = max(1.0, max(float(np.abs(v).max()) for v in values))
    for column in shown.layout.columns:
        for unit, y in zip(column.units, column.y, strict=True):
            expected = fill(theme, float(values[column.layer][unit]), largest)
            at = image.pixelColor(round(column.x), round(float(y) - 0.75 * column.radius))
            assert near(at, expected), (column.layer, unit)


def test_the_strongest_edge_has_its_full_colour_and_width():
    shown = picture(chain())
    image = pixels(painted(shown))
    x0, y0, x1, _ = shown.drawn[1].lines[0]
    colours = image[:, round(x0 + 0.2 * (x1 - x0)), :3].astype(int)
    blue = QColor(LIGHT.positive)
    full = np.abs(colours - [blue.red(), blue.green(), blue.blue()]).max(axis=1) <= 3
    assert 5 <= full.sum() <= 6
    assert abs(np.flatnonzero(full).mean() + 0.5 - y0) <= 0.6


def test_every_edge_is_painted_in_its_level_over_the_weaker_ones():
    document = network((3, 4, 2))
    shown = picture(document, (848, 391), options=Options(numbers="none"))
    image = painted(shown)
    largest = max(scale for scale in shown.scene.edge_scales)
    seen = 0
    for edges in shown.drawn:
        assert (np.diff(np.abs(edges.values)) >= 0).all()
        x0, y0, x1, y1 = edges.lines[-1]
        level = round(abs(float(edges.values[-1])) / largest * 16) / 16
        value = float(np.copysign(level, edges.values[-1]))
        colour = image.pixelColor(round(x0 + 0.3 * (x1 - x0)), round(y0 + 0.3 * (y1 - y0)))
        seen += near(colour, edge_colour(LIGHT, value, 1.0), 12)
    assert seen == len(shown.drawn)


def test_without_antialiasing_the_lines_are_the_same():
    document = iris_like()
    smooth = pixels(painted(picture(document, (848, 391)))).astype(int)
    rough = picture(document, (848, 391), options=Options(antialias=False))
    difference = np.abs(pixels(painted(rough)).astype(int) - smooth).mean()
    assert 0 < difference < 4


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("size", SIZES)
def test_labels_overlap_neither_each_other_nor_discs(name, size):
    shown = picture(network(*NETWORKS[name]), size)
    boxes = shown.label_boxes()
    beads = [e for e, box in boxes if isinstance(e, Bias) and box.width < 16]
    labels = [(e, box) for e, box in boxes if e not in beads and e not in _numbered(shown)]
    for (one, a), (other, b) in itertools.combinations(labels, 2):
        assert not a.overlaps(b, -0.5), (one, other)
    for (element, box), column in itertools.product(labels, shown.layout.columns):
        for y in column.y:
            x = np.clip(column.x, box.left, box.right)
            nearest = np.clip(float(y), box.top, box.bottom)
            away = np.hypot(x - column.x, nearest - float(y))
            assert away > column.radius - 3 or isinstance(element, Bias), element


def _numbered(shown):
    """Edges whose number is written along them: their upright rectangles may cross."""
    return {number.edge for number in shown.edge_numbers}


@pytest.mark.parametrize("name", NETWORKS)
def test_labels_stay_inside_the_picture(name):
    shown = picture(network(*NETWORKS[name]), (848, 391))
    box = shown.layout.box
    for element, label in shown.label_boxes():
        assert label.left >= box.left - 0.5, element
        assert label.right <= box.right + 0.5, element
        assert label.top >= box.top - 0.5, element
        assert label.bottom <= box.bottom + 0.5, element


def test_folded_layers_draw_the_strongest_edges_of_every_pair():
    document = network((784, 128, 10), "relu", "softmax")
    shown = picture(document, (848, 391))
    for layer, edges in enumerate(shown.drawn, start=1):
        before, column = shown.layout.columns[layer - 1], shown.layout.columns[layer]
        visible = np.abs(document.kernel(layer)[np.ix_(before.units, column.units)])
        assert 50 <= len(edges) < visible.size
        strongest = np.sort(visible, axis=None)[-len(edges) :]
        assert np.abs(edges.values) == pytest.approx(strongest)
    total = 784 * 128 + 128 * 10
    n_drawn = sum(map(len, shown.drawn))
    assert shown.legend.text == f"weights: the strongest {n_drawn} of {total:,} drawn"


def test_the_legend_tells_the_scale_and_the_widest_edge():
    legend = picture(chain()).legend
    assert (legend.low, legend.high) == ("−1", "+1")
    assert legend.text == "width = |w|, widest 0.45"


def test_step_8_of_the_chain_lights_what_it_uses():
    document = chain()
    frame = Pass(document, trace(document))[7]
    shown = picture(document, frame=frame, selected=(Edge(2, 0, 0),))
    image = painted(shown)
    hidden = shown.layout.columns[1]
    x, y, r = hidden.x, float(hidden.y[0]), hidden.radius
    lit = fill(LIGHT, 0.6022861768886306, 1.0)
    assert near(image.pixelColor(round(x + 0.3 * r), round(y - 0.7 * r)), lit)
    z = mix("#FFFFFF", fill(LIGHT, 0.415, 1.0), 0.13)
    dimmed = mix(z, "#FFFFFF", 0.62)
    assert near(image.pixelColor(round(x - 0.3 * r), round(y - 0.7 * r)), dimmed)
    x0, y0, x1, _ = shown.drawn[1].lines[0]
    assert near(image.pixelColor(round((x0 + x1) / 2), round(y0 + 6)), LIGHT.halo)


def test_factor_chips_multiply_to_the_result():
    document = chain()
    frame = Pass(document, trace(document))[7]
    texts = [chip.text for chip in picture(document, frame=frame).chips]
    assert texts == ["0.0571", "0.6023", "0.2037", "0.4653"]
    boxes = [chip.box for chip in picture(document, frame=frame).chips]
    assert all(a.right < b.left for a, b in itertools.pairwise(boxes))
    assert boxes[0].width == 136
    assert {box.width for box in boxes[1:]} == {108}
    assert boxes[2].left + 54 == pytest.approx(749, abs=80)


@pytest.mark.parametrize("index", range(16))
def test_every_frame_of_the_chain_can_be_painted(index):
    document = chain()
    frame = Pass(document, trace(document))[index]
    shown = picture(document, frame=frame, theme=DARK)
    plain = pixels(painted(picture(document, theme=DARK)))
    assert (pixels(painted(shown, {"progress": 0.5})) != plain).any()


def test_pulses_travel_with_progress_and_backwards():
    document = iris_like()
    frames = Pass(document, trace(document))
    forward = next(f for f in frames if f.pulses and f.pulses.direction == 1)
    backward = next(f for f in frames if f.pulses and f.pulses.direction == -1)
    assert _pulse_x(document, forward, 0.2) < _pulse_x(document, forward, 0.8)
    assert _pulse_x(document, backward, 0.2) > _pulse_x(document, backward, 0.8)


def _pulse_x(document, frame, progress):
    """Return where the overlay changed the picture, on average."""
    shown = picture(document, (848, 391), frame=frame)
    changed = pixels(painted(shown, {"progress": progress})) != pixels(painted(shown))
    return np.flatnonzero(changed.any(axis=(0, 2))).mean()


def test_a_selected_node_gets_its_ring_and_dims_strangers():
    document = iris_like()
    shown = picture(document, (848, 391), selected=(Neuron(1, 3),))
    image = painted(shown)
    column = shown.layout.columns[1]
    x, y, r = column.x, float(column.y[3]), column.radius
    assert near(image.pixelColor(round(x), round(y - r - 4)), LIGHT.accent, 40)
    other = image.pixelColor(round(x), round(float(column.y[7]) - 0.75 * r))
    value = float(trace(document).layers[0].a[0, 7])
    scale = shown.scene.node_scales[1]
    assert near(other, mix(fill(LIGHT, value, scale), "#FFFFFF", 0.62))


def test_hover_and_keyboard_focus_leave_the_base_alone():
    shown = picture(iris_like(), (848, 391))
    base = pixels(painted(shown))
    for overlay in ({"hover": Neuron(1, 2)}, {"hover": Edge(2, 0, 1)}, {"focus": Neuron(0, 0)}):
        assert (pixels(painted(shown, overlay)) != base).any()
    assert (pixels(painted(shown, {})) == base).all()


def test_gradients_and_updates_are_those_of_the_trace():
    document = network((3, 4, 2))
    traced = trace(document)
    gradients = picture(document, options=Options(quantity="gradients"))
    assert gradients.scene.readings.of_edge(Edge(1, 2, 3)) == traced.layers[0].dE_dkernel[2, 3]
    updates = picture(document, options=Options(quantity="updates"))
    change = traced.layers[1].bias_new[1] - traced.layers[1].bias_old[1]
    assert updates.scene.readings.of_bias(Bias(2, 1)) == change
    assert "∂E/∂w" in gradients.legend.text


def test_without_a_target_there_are_values_only_and_no_loss():
    document = chain().replaced(target=None)
    shown = picture(document, options=Options(quantity="gradients"))
    assert shown.scene.readings.telling.quantity == "values"
    assert shown.layout.loss is None
    painted(shown)


def test_values_that_are_not_finite_are_painted_and_said():
    document = chain().replaced(parameters=np.array([1e308, 1e308, 1e308, 1e308]))
    shown = picture(document.replaced(input=np.array([1e308])))
    assert painted(shown).pixelColor(2, 2).name() == "#ffffff"


def test_a_thousand_layers_are_painted():
    document = network((2,) * 999 + (1,))
    image = pixels(painted(picture(document, (848, 391))))
    assert (image[..., :3] < 250).any(axis=2).sum() > 5000


def test_text_on_fills_is_the_more_legible_of_black_and_white():
    assert text_on(QColor("#0A66B0")).name() == "#ffffff"
    assert text_on(QColor("#8FBDE3")).name() == "#000000"


@pytest.mark.parametrize("height", [367, 330, 314])
def test_arrows_hang_above_the_chips(height):
    document = chain()
    frame = Pass(document, trace(document))[7]
    shown = picture(document, (884, height), frame=frame)
    top = shown.layout.chips_top
    image = painted(shown)
    between = [image.pixelColor(x, round(top) - 3) for x in range(884)]
    assert {colour.name() for colour in between} == {"#ffffff"}
