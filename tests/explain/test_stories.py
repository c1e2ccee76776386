"""What the inspector tells, as in the picture of the chain's weight."""

import pytest

from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.explain.equation import plain
from nnviz.explain.stories import loss_story, neuron_story, weight_story
from tests.explain.networks import chain, network, traced


def rows(lines):
    return [(plain(line.symbols), plain(line.numbers)) for line in lines]


def test_the_story_of_the_chains_weight_is_the_picture():
    story = weight_story(*traced(chain()), Edge(2, 0, 0))
    assert plain(story.title) == "Weight w₂"
    assert story.place == "Hidden 1 to Output 1"
    assert plain(story.gradient).splitlines() == [
        "∂E/∂w₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂",
        "= (a₂ − T) · a₂(1 − a₂) · a₁",
        "= 0.4653 · 0.2037 · 0.6023",
    ]
    assert (plain(story.result.label), f"{story.result.value:.4f}") == ("∂E/∂w₂", "0.0571")
    assert story.verdict == "more weight, more error"
    assert rows(story.update) == [("w₂ ← w₂ − η · ∂E/∂w₂", "w₂ ← 0.45 − 0.4 · 0.0571 = 0.4272")]
    assert f"{story.now.value:.4f} {story.after:.4f}" == "0.4500 0.4272"
    assert [(plain(v.symbol), v.words, f"{v.value:.4f}") for v in story.path] == [
        ("a₁", "activation, hidden 1", "0.6023"),
        ("z₂", "weighted sum, output 1", "0.9210"),
        ("a₂", "activation, output 1", "0.7153"),
        ("T", "target", "0.2500"),
    ]


@pytest.mark.parametrize(
    ("activation", "bias", "slope"),
    [
        ("tanh", 0.5, "(1 − a₁⁽¹⁾²)"),
        ("sigmoid", 0.5, "a₁⁽¹⁾(1 − a₁⁽¹⁾)"),
        ("linear", 0.5, "1"),
        ("relu", 0.5, "(1 as z₁⁽¹⁾ > 0)"),
        ("relu", -0.5, "(0 as z₁⁽¹⁾ < 0)"),
    ],
)
def test_each_factor_of_the_gradient_stands_by_itself(activation, bias, slope):
    parameters = [0.1, 0.1, 0.1, 0.1, bias, bias, 0.3, 0.4, 0.1]
    document = network(
        (2, 2, 1), (activation, "linear"), x=[0.2, 0.3], target=[1.0], parameters=parameters
    )
    told = weight_story(*traced(document), Edge(1, 0, 0)).gradient
    assert plain(told).splitlines()[1] == f"= δ₁⁽²⁾w₁₁⁽²⁾ · {slope} · x₁"


def test_terms_of_the_story_know_their_elements():
    story = weight_story(*traced(chain()), Edge(2, 0, 0))
    numbers = story.gradient.lines[2]
    assert [cell.element for cell in numbers[2::2]] == [Neuron(2, 0), Neuron(2, 0), Neuron(1, 0)]
    assert [cell.tone for cell in numbers[2::2]] == ["sign"] * 3
    assert story.update[0].numbers.items[-1].tone == "accent"


def test_a_hidden_weights_story_says_what_is_handed_back():
    story = weight_story(*traced(chain()), Edge(1, 0, 0))
    assert plain(story.gradient).splitlines()[1] == "= δ₂w₂ · a₁(1 − a₁) · x₁"
    assert rows(story.handed_back) == [("∂E/∂a₁ = δ₂ · w₂", "∂E/∂a₁ = 0.0948 · 0.45 = 0.0426")]


def test_the_story_of_a_bias():
    story = weight_story(*traced(chain()), Bias(2, 0))
    assert plain(story.title) == "Bias b₂"
    assert story.place == "Output 1"
    assert story.verdict == "more bias, more error"
    assert plain(story.gradient).splitlines()[1:] == [
        "= (a₂ − T) · a₂(1 − a₂) · 1",
        "= 0.4653 · 0.2037 · 1.0000",
    ]


def test_the_sign_of_the_slope_is_said_in_words():
    told = traced(chain(target=[0.9]))
    assert weight_story(*told, Edge(2, 0, 0)).verdict == "more weight, less error"
    silent = traced(network((1, 1), ("relu",), x=[1], parameters=[-1, -1], target=[1]))
    assert weight_story(*silent, Edge(1, 0, 0)).verdict == "this weight moves nothing now"


def test_after_softmax_the_story_goes_by_its_sum():
    document = network((2, 3), ("softmax",), "categorical_crossentropy", target=[0, 1, 0])
    story = weight_story(*traced(document), Edge(1, 0, 1))
    assert plain(story.gradient).splitlines()[:2] == [
        "∂E/∂w₁₂ = ∂E/∂z₂ · ∂z₂/∂w₁₂",
        "= (a₂ − T₂) · x₁",
    ]


def test_without_a_target_a_weight_has_its_values_only():
    story = weight_story(*traced(chain(target=None)), Edge(2, 0, 0))
    assert story.gradient is None
    assert story.after is None
    assert story.update == ()
    assert [value.words for value in story.path] == [
        "activation, hidden 1", "weighted sum, output 1", "activation, output 1",
    ]  # fmt: skip


def test_a_neurons_story_gives_its_sum_its_activation_and_its_slopes():
    story = neuron_story(*traced(chain()), Neuron(1, 0))
    told = {section.heading: rows(section.lines) for section in story.sections}
    assert told["Weighted sum"] == [("z₁ = x₁ · w₁ + b₁", "z₁ = 0.1 · 0.15 + 0.4 = 0.4150")]
    assert told["Activation"] == [("a₁ = 1/(1 + e^(−z₁))", "a₁ = 1/(1 + e^(−0.4150)) = 0.6023")]
    assert told["Slope of the activation"][0][1] == "∂a₁/∂z₁ = 0.6023 · (1 − 0.6023) = 0.2395"
    assert told["Error"][1] == ("δ₁ = ∂E/∂a₁ · ∂a₁/∂z₁", "δ₁ = 0.0426 · 0.2395 = 0.0102")


def test_the_neuron_of_the_notes():
    document = network((2, 1), ("sigmoid",), x=[0.5, -0.35], parameters=[0.55, 0.45, 0.15])
    story = neuron_story(*traced(document), Neuron(1, 0))
    assert plain(story.title) == "Neuron a"
    assert rows(story.sections[0].lines) == [
        ("z = x₁ · w₁ + x₂ · w₂ + b", "z = 0.5 · 0.55 + (−0.35) · 0.45 + 0.15 = 0.2675")
    ]
    assert rows(story.sections[1].lines)[0][1] == "a = 1/(1 + e^(−0.2675)) = 0.5665"
    assert [section.heading for section in story.sections][-1] == "Slope of the activation"


def test_softmax_shows_its_jacobian_row_beginning_with_the_neurons_own():
    document = network((2, 5), ("softmax",), "categorical_crossentropy", target=[0, 0, 0, 1, 0])
    story = neuron_story(*traced(document), Neuron(1, 3))
    slopes = rows(story.sections[2].lines)
    assert slopes[0][0] == "∂a₄/∂z₄ = a₄(1 − a₄)"
    assert slopes[1][0] == "∂a₄/∂z₁ = −a₄a₁"
    assert rows(story.sections[3].lines)[-1][0] == "δ₄ = a₄ − T₄"


def test_piecewise_activations_say_which_piece():
    document = network((1, 1), ("leaky_relu",), x=[1], parameters=[-2, 1], target=[0])
    story = neuron_story(*traced(document), Neuron(1, 0))
    assert rows(story.sections[1].lines) == [("a = 0.2 · z", "a = 0.2 · (−1.0000) = −0.2000")]
    assert rows(story.sections[2].lines)[0][1] == "∂a/∂z = 0.2 as −1.0000 < 0"


def test_an_input_has_a_place_and_no_equations():
    document = network((1, 1), ("linear",)).replaced(input_names=("petal width",))
    story = neuron_story(*traced(document), Neuron(0, 0))
    assert (plain(story.title), story.place, story.sections) == ("Input x₁", "petal width", ())


def test_places_with_several_hidden_layers_name_the_neuron():
    document = network((1, 2, 2, 1), ("tanh", "tanh", "linear"), target=[0])
    story = weight_story(*traced(document), Edge(2, 1, 0))
    assert story.place == "Hidden 1, neuron 2 to Hidden 2, neuron 1"
    assert story.path[0].words == "activation, hidden 1, neuron 2"


def test_the_loss_tells_its_error_and_its_slopes():
    story = loss_story(*traced(chain()))
    told = [rows(section.lines) for section in story.sections]
    assert told == [
        [("E = ½ · (T − a₂)²", "E = ½ · (0.25 − 0.7153)² = 0.1082")],
        [("∂E/∂a₂ = a₂ − T", "∂E/∂a₂ = 0.7153 − 0.25 = 0.4653")],
    ]
    assert loss_story(*traced(chain(target=None))).sections == ()
