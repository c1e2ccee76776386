"""A pass at every grain: its lines by hand, its values by the trace, its limits."""

import math
from itertools import product

import numpy as np
import pytest

from nnviz.document.elements import Bias, Edge, Layer, Neuron, Target
from nnviz.explain.equation import plain, with_all_decimals
from nnviz.explain.explanation import explain_document
from nnviz.explain.frames import Chapter
from nnviz.explain.grain import PAGE, Grain, GrainError
from nnviz.explain.passes import Pass
from nnviz.explain.stories import weight_story
from tests.explain import pencil
from tests.explain.networks import chain, network, traced
from tests.explain.test_arithmetic import check_all, outcome


@pytest.fixture(scope="module")
def by_hand():
    return traced(
        network(
            pencil.SIZES,
            ("tanh", "sigmoid", "softmax"),
            "categorical_crossentropy",
            x=pencil.X,
            target=pencil.TARGET,
            parameters=pencil.PARAMETERS,
            rate=pencil.RATE,
            momentum=pencil.MOMENTUM,
        )
    )


def numbers(frame):
    return [plain(with_all_decimals(line)) for line in frame.numbers]


@pytest.mark.parametrize("grain", Grain)
def test_a_softmax_network_is_what_a_pencil_writes(by_hand, grain):
    told = Pass(*by_hand, grain, PAGE)
    expected = getattr(pencil, f"{grain.value}_steps")()
    assert [numbers(frame) for frame in told] == expected
    assert len(told) == {"pass": 4, "layer": 23, "neuron": 92, "term": 202}[grain.value]


def test_its_captions_have_the_pencils_results(by_hand):
    captions = [plain(frame.detail) for frame in Pass(*by_hand, Grain.NEURON, PAGE)]
    assert captions[1].endswith(f": z₁⁽¹⁾ = {pencil.number(pencil.Z[0][0])}.")
    becomes = f"{pencil.number(pencil.Z[0][0])} becomes {pencil.number(pencil.A[1][0])}."
    assert captions[5].endswith(becomes)
    short = "share minus target: δ₁⁽³⁾"
    assert any(f"{short} = {pencil.number(pencil.DELTA[2][0])}." in one for one in captions)


@pytest.mark.parametrize("grain", Grain)
def test_every_grain_works_out_for_every_loss_and_activation(grain):
    pairs = [
        ("half_squared_error", "tanh"),
        ("mean_squared_error", "softmax"),
        ("binary_crossentropy", "sigmoid"),
        ("categorical_crossentropy", "softmax"),
        ("categorical_crossentropy", "sigmoid"),
        ("mean_squared_error", "leaky_relu"),
    ]
    sizes = [(1, 1), (1, 1, 1), (2, 3, 2), (6, 5, 5)]
    for (loss, activation), (seed, size) in product(pairs, enumerate(sizes)):
        target = outcome(loss, activation, size[-1])
        hidden = ("softmax" if seed == 2 else "tanh",) * (len(size) - 2)
        optimizer = ("sgd", "rmsprop", "adam", "sgd")[seed]
        options = {"target": target, "seed": seed, "optimizer": optimizer, "bias": seed != 3}
        told = Pass(*traced(network(size, (*hidden, activation), loss, **options)), grain, PAGE)
        assert check_all([line for frame in told for line in frame.numbers]) > 0


@pytest.mark.parametrize("grain", Grain)
def test_frames_at_every_grain_have_their_chapters_in_order(by_hand, grain):
    told = Pass(*by_hand, grain)
    assert [chapter for chapter, _, _ in told.chapters] == list(Chapter)
    assert [frame.index for frame in told] == list(range(len(told)))
    assert all(frame.chapter is step.chapter for frame, step in zip(told, told.steps, strict=True))
    again = Pass(*by_hand, grain)
    assert again[-1] == told[-1]


def test_a_neurons_step_lights_its_own_part():
    document, trace = traced(network((2, 3, 1), ("tanh", "linear"), target=[1]))
    told = Pass(document, trace, Grain.NEURON)
    lit = {plain(frame.title): frame.lit for frame in told}["What does z₂⁽¹⁾ add up to?"]
    assert lit.is_lit(Neuron(1, 1), "z")
    assert lit.is_lit(Neuron(1, 1))
    assert lit.is_lit(Layer(1))
    assert not lit.is_lit(Neuron(1, 1), "a")
    assert not lit.is_lit(Neuron(1, 0))
    assert lit.is_lit(Bias(1, 1))
    assert lit.is_lit(Neuron(0, 0))
    assert lit.edges_into(1) == {Edge(1, 0, 1), Edge(1, 1, 1)}
    assert lit.edges_into(2) == frozenset()
    error = next(frame for frame in told if "a₁⁽²⁾ move" in plain(frame.title)).lit
    assert error.is_lit(Target(0))
    assert not error.is_lit(Layer(1))


def test_a_terms_step_is_about_its_weight():
    told = Pass(*traced(chain()), Grain.TERM)
    first = told[1]
    assert (first.target, first.pulses.edges) == (Edge(1, 0, 0), (Edge(1, 0, 0),))
    assert first.lit.edges_into(1) == {Edge(1, 0, 0)}
    assert plain(told[0].detail) == "The sample: x₁ = 0.1."
    assert told[0].lit.is_lit(Neuron(0, 0))


@pytest.mark.parametrize("grain", Grain)
def test_without_a_target_there_is_only_the_way_forward(grain):
    told = Pass(*traced(network((2, 2), ("softmax",), target=None)), grain)
    assert {frame.chapter for frame in told} == {Chapter.FORWARD}


def test_a_grain_too_fine_is_refused_before_anything_is_told():
    document, trace = traced(network((300, 300, 40), ("relu", "linear"), target=[0] * 40))
    with pytest.raises(GrainError, match=r"term is too fine.* 102,340 weights.*grain neuron"):
        Pass(document, trace, Grain.TERM)
    told = Pass(document, trace, Grain.NEURON, PAGE)
    assert len(told[-1].numbers) == 1
    assert plain(told[1].numbers[0]).count("more)") == 1
    wide, trace = traced(network((1, 6000, 1), ("relu", "linear"), target=[0]))
    with pytest.raises(GrainError, match="choose the grain layer"):
        Pass(wide, trace, Grain.NEURON)


def test_a_wide_softmax_leaves_room_for_its_deltas():
    document = network((2, 10), ("softmax",), "categorical_crossentropy", target=np.eye(10)[3])
    frame = Pass(*traced(document), room=PAGE)[4]
    lines = [plain(line) for line in frame.numbers]
    starts = [line.partition(" = ")[0] for line in lines]
    assert starts[:10] == [f"∂a₁/∂z{'₁₂₃₄₅₆₇₈₉'[k] if k < 9 else '₁₀'}" for k in range(10)]
    assert starts[10:20] == starts[20:30]
    assert starts[10] == "δ₁"
    assert lines[30:] == ["and 90 more"]


def test_an_overflown_network_is_told_at_every_grain():
    document = network((2, 5, 2), ("relu", "linear"), target=[1, 1], parameters=[1e200] * 27)
    for grain in Grain:
        assert "∞" in explain_document(document, grain)


# ---------------------------------------------------------------- batches


@pytest.fixture
def batch():
    document = network((3, 4, 2), ("tanh", "softmax"), "categorical_crossentropy", momentum=0.5)
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(5, 3)), np.eye(2)[[0, 1, 1, 0, 1]]
    return document, document.model().trace(x, y)


@pytest.mark.parametrize("grain", Grain)
def test_a_batch_has_the_mean_of_its_samples_slopes(batch, grain):
    told = Pass(*batch, grain, PAGE)
    assert [chapter for chapter, _, _ in told.chapters] == list(Chapter)
    assert check_all([line for frame in told for line in frame.numbers]) > 0
    loss = next(frame for frame in told if frame.chapter is Chapter.LOSS)
    assert plain(loss.symbols[0]) == "E = 1/5 · (E₁ + E₂ + E₃ + E₄ + E₅)"


def test_the_mean_is_over_what_each_sample_says_by_itself(batch):
    document, trace = batch
    told = Pass(document, trace)
    for layer, traced_layer in enumerate(trace.layers):
        own = [told.sample(k).steps for k in range(5)]
        slopes = [_values(steps, layer + 1, "dE_dkernel") for steps in own]
        np.testing.assert_allclose(np.mean(slopes, axis=0), traced_layer.dE_dkernel, atol=1e-15)
        slopes = [_values(steps, layer + 1, "dE_dbias") for steps in own]
        np.testing.assert_allclose(np.mean(slopes, axis=0), traced_layer.dE_dbias, atol=1e-15)


def _values(steps, layer, key):
    return next(s.values()[key] for s in steps if s.layer == layer and key in s.values())


@pytest.mark.parametrize("grain", Grain)
def test_one_can_go_into_any_sample(batch, grain):
    document, trace = batch
    told = Pass(document, trace, grain, PAGE).sample(3)
    alone = Pass(document, document.model().trace(trace.x[3:4], trace.target[3:4]), grain, PAGE)
    steps = [chapter for chapter, _, _ in told.chapters]
    assert steps == [Chapter.FORWARD, Chapter.LOSS, Chapter.BACKWARD]
    for one, other in zip(told, alone, strict=False):
        assert [plain(line, 6) for line in one.numbers] == [
            plain(line, 6) for line in other.numbers
        ]
    check_all([line for frame in told for line in frame.numbers])
    with pytest.raises(IndexError):
        Pass(document, trace).sample(5)


def test_a_batch_without_targets_goes_forward_only(batch):
    document, trace = batch
    told = Pass(document, document.model().trace(trace.x))
    assert [frame.chapter for frame in told] == [Chapter.FORWARD]
    assert len(told.sample(2)) == 4


def test_the_story_of_a_weight_agrees_with_its_step_at_the_term_grain():
    document, trace = traced(network((2, 2, 1), ("tanh", "linear"), target=[1]))
    told = {frame.target: frame for frame in Pass(document, trace, Grain.TERM)}
    frame, story = told[Edge(1, 1, 0)], weight_story(document, trace, Edge(1, 1, 0))
    assert frame.result.value == story.after
    assert math.isclose(story.now.value - 0.4 * story.result.value, story.after)
