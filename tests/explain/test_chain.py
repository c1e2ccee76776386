"""The chain of the notes from start to finish, its numbers worked out here in plain Python."""

from math import exp

import pytest

from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.explain.equation import plain
from nnviz.explain.frames import Arrow, Chapter, Spot
from nnviz.explain.passes import Pass
from tests.explain.networks import chain, traced

X, W1, B1, W2, B2, T, ETA = 0.1, 0.15, 0.40, 0.45, 0.65, 0.25, 0.4
Z1 = X * W1 + B1
A1 = 1 / (1 + exp(-Z1))
Z2 = A1 * W2 + B2
A2 = 1 / (1 + exp(-Z2))
E = (T - A2) ** 2 / 2
DA2 = A2 - T
S2, S1 = A2 * (1 - A2), A1 * (1 - A1)
D2 = DA2 * S2
D1 = D2 * W2 * S1


def four(value):
    return f"{value:.4f}".replace("-", "−")


GOLDEN = f"""\
1 Forward: What does z₁ add up to? What comes in times its weight, plus the bias: \
0.1 · 0.15 + 0.4 = {four(Z1)}.
  z₁ = x₁ · w₁ + b₁
  z₁ = 0.1 · 0.15 + 0.4 = {four(Z1)}
2 Forward: What comes out as a₁? The sigmoid presses it between 0 and 1: \
{four(Z1)} becomes {four(A1)}.
  a₁ = 1/(1 + e^(−z₁))
  a₁ = 1/(1 + e^(−{four(Z1)})) = {four(A1)}
3 Forward: What does z₂ add up to? What comes in times its weight, plus the bias: \
{four(A1)} · 0.45 + 0.65 = {four(Z2)}.
  z₂ = a₁ · w₂ + b₂
  z₂ = {four(A1)} · 0.45 + 0.65 = {four(Z2)}
4 Forward: What comes out as a₂? The sigmoid presses it between 0 and 1: \
{four(Z2)} becomes {four(A2)}.
  a₂ = 1/(1 + e^(−z₂))
  a₂ = 1/(1 + e^(−{four(Z2)})) = {four(A2)}
5 Loss: How large is the error? Half the squared distance from the target: \
½ · (0.25 − {four(A2)})² = {four(E)}.
  E = ½ · (T − a₂)²
  E = ½ · (0.25 − {four(A2)})² = {four(E)}
6 Backward: How strongly does a₂ move the error? The slope of the error: \
{four(A2)} − 0.25 = {four(DA2)}.
  ∂E/∂a₂ = a₂ − T
  ∂E/∂a₂ = {four(A2)} − 0.25 = {four(DA2)}
7 Backward: How strongly does z₂ move the error? Times the slope of the sigmoid at z₂: \
δ₂ = {four(D2)}.
  δ₂ = ∂E/∂a₂ · ∂a₂/∂z₂
  ∂a₂/∂z₂ = a₂(1 − a₂)
  δ₂ = {four(DA2)} · {four(S2)} = {four(D2)}
  ∂a₂/∂z₂ = {four(A2)} · (1 − {four(A2)}) = {four(S2)}
8 Backward: How strongly does w₂ move the error? \
Multiply the three slopes on the way back from E to w₂.
  ∂E/∂w₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂
  ∂E/∂w₂ = {four(DA2)} · {four(S2)} · {four(A1)} = {four(D2 * A1)}
9 Backward: How strongly does b₂ move the error? \
Multiply the three slopes on the way back from E to b₂.
  ∂E/∂b₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂b₂
  ∂E/∂b₂ = {four(DA2)} · {four(S2)} · 1.0000 = {four(D2)}
10 Backward: How strongly does z₁ move the error? \
Back along w₂: multiply the four slopes from E to z₁: δ₁ = {four(D1)}.
  δ₁ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁
  ∂a₁/∂z₁ = a₁(1 − a₁)
  δ₁ = {four(DA2)} · {four(S2)} · {four(W2)} · {four(S1)} = {four(D1)}
  ∂a₁/∂z₁ = {four(A1)} · (1 − {four(A1)}) = {four(S1)}
11 Backward: How strongly does w₁ move the error? \
Multiply the five slopes on the way back from E to w₁.
  ∂E/∂w₁ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂w₁
  ∂E/∂w₁ = {four(DA2)} · {four(S2)} · {four(W2)} · {four(S1)} · {four(X)} = {four(D1 * X)}
12 Backward: How strongly does b₁ move the error? \
Multiply the five slopes on the way back from E to b₁.
  ∂E/∂b₁ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂b₁
  ∂E/∂b₁ = {four(DA2)} · {four(S2)} · {four(W2)} · {four(S1)} · 1.0000 = {four(D1)}
13 Update: What does w₂ become? Step against the slope, η times as far: \
0.45 − 0.4 · {four(D2 * A1)} = {four(W2 - ETA * D2 * A1)}.
  w₂ ← w₂ − η · ∂E/∂w₂
  w₂ ← 0.45 − 0.4 · {four(D2 * A1)} = {four(W2 - ETA * D2 * A1)}
14 Update: What does b₂ become? Step against the slope, η times as far: \
0.65 − 0.4 · {four(D2)} = {four(B2 - ETA * D2)}.
  b₂ ← b₂ − η · ∂E/∂b₂
  b₂ ← 0.65 − 0.4 · {four(D2)} = {four(B2 - ETA * D2)}
15 Update: What does w₁ become? Step against the slope, η times as far: \
0.15 − 0.4 · {four(D1 * X)} = {four(W1 - ETA * D1 * X)}.
  w₁ ← w₁ − η · ∂E/∂w₁
  w₁ ← 0.15 − 0.4 · {four(D1 * X)} = {four(W1 - ETA * D1 * X)}
16 Update: What does b₁ become? Step against the slope, η times as far: \
0.4 − 0.4 · {four(D1)} = {four(B1 - ETA * D1)}.
  b₁ ← b₁ − η · ∂E/∂b₁
  b₁ ← 0.4 − 0.4 · {four(D1)} = {four(B1 - ETA * D1)}
"""


@pytest.fixture(scope="module")
def frames():
    return Pass(*traced(chain()))


def told(frame):
    head = f"{frame.index + 1} {frame.chapter.value}: {plain(frame.title)} {plain(frame.detail)}"
    lines = [f"  {plain(line)}" for line in (*frame.symbols, *frame.numbers)]
    return "\n".join([head, *lines, ""])


def test_the_chain_is_told_in_sixteen_frames(frames):
    assert "".join(told(frame) for frame in frames) == GOLDEN


def test_the_notes_results_are_in_it(frames):
    assert [f"{frame.result.value:.4f}" for frame in frames[:5]] == [
        "0.4150", "0.6023", "0.9210", "0.7153", "0.1082",
    ]  # fmt: skip
    after = [round(frame.result.value, 4) for frame in frames[12:]]
    assert after == [0.4272, 0.6121, 0.1496, 0.3959]


def test_the_timeline_has_its_chapters(frames):
    assert frames.chapters == (
        (Chapter.FORWARD, 0, 4),
        (Chapter.LOSS, 4, 5),
        (Chapter.BACKWARD, 5, 12),
        (Chapter.UPDATE, 12, 16),
    )


def test_step_eight_is_the_picture(frames):
    frame = frames[7]
    assert frame.target == Edge(2, 0, 0)
    assert f"{frame.result.value:.4f}" == "0.0571"
    assert [f"{plain(label)} {value:.4f}" for label, value, _ in frame.factors] == [
        "∂E/∂a₂ 0.4653", "∂a₂/∂z₂ 0.2037", "∂z₂/∂w₂ 0.6023",
    ]  # fmt: skip
    output = Neuron(2, 0)
    assert frame.arrows == (
        Arrow(Spot(Loss()), Spot(output, "a"), frame.factors[0].value),
        Arrow(Spot(output, "a"), Spot(output, "z"), frame.factors[1].value),
        Arrow(Spot(output, "z"), Spot(Edge(2, 0, 0)), frame.factors[2].value),
    )


def test_step_eight_dims_what_it_does_not_use(frames):
    lit = frames[7].lit
    bright = [
        Edge(2, 0, 0), Neuron(1, 0), Neuron(2, 0), Target(0), Loss(), Layer(1), Layer(2),
    ]  # fmt: skip
    dimmed = [Edge(1, 0, 0), Neuron(0, 0), Bias(1, 0), Bias(2, 0), Layer(0)]
    assert all(lit.is_lit(element) for element in bright)
    assert not any(lit.is_lit(element) for element in dimmed)
    assert lit.is_lit(Neuron(1, 0), "a")
    assert not lit.is_lit(Neuron(1, 0), "z")


def test_frames_may_be_asked_for_in_any_order(frames):
    document, trace = traced(chain())
    again = Pass(document, trace)
    assert again[-1] == frames[15]
    assert again[7] == frames[7]
    assert again[7] is again[7]
    with pytest.raises(IndexError):
        again[16]


def test_errors_travel_back_along_the_edge(frames):
    pulses = frames[9].pulses
    assert (pulses.layer, pulses.direction, pulses.edges) == (2, -1, "all")
    assert (frames[0].pulses.layer, frames[0].pulses.direction) == (1, 1)
