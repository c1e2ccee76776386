"""Passes of networks that are not a chain: wide, deep, without bias, without target, overflown."""

import numpy as np
import pytest

from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.explain.equation import Number, plain
from nnviz.explain.frames import Chapter
from nnviz.explain.passes import Pass
from tests.explain.networks import chain, network, traced


def titles(told):
    return [plain(frame.title) for frame in told]


def test_a_wide_network_has_one_frame_per_layer_and_quantity():
    document = network((4, 8, 3), ("tanh", "softmax"), "categorical_crossentropy", target=[0, 1, 0])
    told = Pass(*traced(document))
    assert titles(told) == [
        "What does each z of Hidden add up to?",
        "What comes out as each a of Hidden?",
        "What does each z of Output add up to?",
        "What comes out as each a of Output?",
        "How large is the error?",
        "How strongly does each output move the error?",
        "How strongly does each z of Output move the error?",
        "How strongly does each weight into Output move the error?",
        "How strongly does each bias of Output move the error?",
        "How strongly does each z of Hidden move the error?",
        "How strongly does each weight into Hidden move the error?",
        "How strongly does each bias of Hidden move the error?",
        "What do the weights into Output become?",
        "What do the biases of Output become?",
        "What do the weights into Hidden become?",
        "What do the biases of Hidden become?",
    ]
    assert [frame.target for frame in told[5:8]] == [Layer(2), Layer(2), Layer(2)]
    assert (told[9].pulses.layer, told[9].pulses.direction) == (2, -1)
    assert not told[6].arrows


def test_captions_of_wide_layers_tell_the_range_and_the_steepest():
    document = network((3, 6, 1), ("tanh", "linear"), target=[1.0])
    document, trace = traced(document)
    told, hidden = Pass(document, trace), trace.layers[0]
    low, high = (f"{value:.4f}".replace("-", "−") for value in (hidden.a.min(), hidden.a.max()))
    assert f"from {low} to {high}." in plain(told[1].detail)
    frame = next(f for f in told if "weight into Hidden" in plain(f.title))
    steepest = hidden.dE_dkernel.ravel()[np.abs(hidden.dE_dkernel).argmax()]
    assert "the steepest of 18 is ∂E/∂w" in plain(frame.detail)
    assert f"{steepest:.4f}".replace("-", "−") in plain(frame.detail)


def test_a_long_sum_shows_its_first_terms_and_the_total_of_the_others():
    document, trace = traced(network((9, 1), ("sigmoid",), x=range(9), target=[1]))
    frame = Pass(document, trace)[0]
    assert plain(frame.symbols[0]) == "z = x₁ · w₁ + x₂ · w₂ + … + b"
    left_out = trace.x[0, 2:] @ document.kernel(1)[2:, 0]
    numbers = [item for item in frame.numbers[0].items if isinstance(item, Number)]
    assert "(7 more)" in plain(frame.numbers[0])
    assert any(abs(number.value - left_out) < 1e-12 for number in numbers)


def test_softmax_and_crossentropy_come_down_to_share_minus_target():
    document = network((2, 3), ("softmax",), "categorical_crossentropy", target=[0, 1, 0])
    document, trace = traced(document)
    frame = next(f for f in Pass(document, trace) if "each z" in plain(f.title) and f.index > 2)
    assert "share minus target" in plain(frame.detail)
    assert [plain(line) for line in frame.symbols[1:]] == [
        "δ₁ = a₁ − T₁", "δ₂ = a₂ − T₂", "δ₃ = a₃ − T₃",
    ]  # fmt: skip
    share = f"{trace.layers[0].a[0, 1]:.4f}"
    assert plain(frame.numbers[2]).startswith(f"δ₂ = {share} − 1 = −")


def test_softmax_with_another_loss_adds_up_its_jacobian():
    document = network((2, 3), ("softmax",), "mean_squared_error", target=[0, 1, 0])
    frame = Pass(*traced(document))[4]
    assert plain(frame.symbols[0]) == (
        "δ₁ = ∂E/∂a₁ · ∂a₁/∂z₁ + ∂E/∂a₂ · ∂a₂/∂z₁ + ∂E/∂a₃ · ∂a₃/∂z₁"
    )


def test_soft_targets_that_do_not_sum_to_one_have_no_short_form():
    document = network((2, 2), ("softmax",), "categorical_crossentropy", target=[0.5, 0.9])
    detail = plain(Pass(*traced(document))[4].detail)
    assert detail.startswith("Each output moves every share")


def test_without_a_target_the_pass_is_forward_only_and_says_so():
    told = Pass(*traced(chain(target=None)))
    assert told.chapters == ((Chapter.FORWARD, 0, 4),)
    assert plain(told[-1].detail).endswith(
        "There is no target, so there is no error to send back: set one to see it."
    )
    assert "target" not in plain(told[1].detail)


def test_layers_without_bias_have_no_bias_frames():
    told = Pass(*traced(network((1, 1, 1), ("tanh", "linear"), target=[1], bias=False)))
    assert len(told) == 16 - 4
    assert not any(isinstance(frame.target, Bias) for frame in told)
    assert plain(told[0].symbols[0]) == "z₁ = x₁ · w₁"
    assert "bias" not in plain(told[0].detail)


def test_in_a_long_chain_the_walk_starts_where_the_error_has_come_back_to():
    told = Pass(*traced(network((1, 1, 1, 1, 1), ("tanh",) * 4, target=[1])))
    for frame in told:
        values = [factor.value for factor in frame.factors]
        assert len(values) <= 5
        if values:
            assert np.prod(values) == pytest.approx(frame.result.value, rel=1e-12)
    first = next(frame for frame in told if frame.target == Edge(1, 0, 0) and frame.factors)
    assert [plain(factor.label) for factor in first.factors] == ["∂E/∂a₁", "∂a₁/∂z₁", "∂z₁/∂w₁"]
    assert not first.lit.is_lit(Loss())
    assert first.lit.is_lit(Neuron(0, 0))


def test_a_frame_lights_what_it_uses():
    told = Pass(*traced(network((2, 3, 1), ("tanh", "linear"), target=[1])))
    lit = {plain(frame.title): frame.lit for frame in told}
    sums = lit["What does each z of Hidden add up to?"]
    assert sums.is_lit(Neuron(0, 1))
    assert sums.is_lit(Edge(1, 1, 2))
    assert sums.is_lit(Bias(1, 0))
    assert sums.is_lit(Neuron(1, 0), "z")
    assert not sums.is_lit(Neuron(1, 0), "a")
    loss = lit["How large is the error?"]
    assert loss.is_lit(Loss())
    assert loss.is_lit(Target(0))
    assert not loss.is_lit(Edge(2, 0, 0))
    update = lit["What do the biases of Hidden become?"]
    assert update.is_lit(Bias(1, 2))
    assert not update.is_lit(Edge(1, 0, 0))


def test_an_overflown_network_is_told_without_a_crash():
    document = network((2, 5, 2), ("relu", "linear"), target=[1, 1], parameters=[1e200] * 27)
    told = Pass(*traced(document))
    assert "∞" in plain(told[4].detail)
    assert all(plain(line) for frame in told for line in frame.numbers)


def test_a_frame_of_many_weights_is_made_from_few():
    document, trace = traced(network((400, 300, 2), ("relu", "linear"), target=[0, 1]))
    told = Pass(document, trace)
    assert "the steepest of 120,000 is" in plain(told[10].detail)
    assert len(told[10].symbols) == 2
    assert plain(told[10].numbers[-1]) == "and 119,998 more"
