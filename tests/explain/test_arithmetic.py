"""Whatever an equation says, a pencil finds too: in every step of networks drawn at random."""

import math
from itertools import product

import numpy as np
import pytest

from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.document.vocabulary import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnviz.explain.equation import Number, plain
from nnviz.explain.passes import Pass
from nnviz.explain.stories import loss_story, neuron_story, weight_story
from tests.explain.networks import network, traced
from tests.explain.redo import read, sides, work_out


def check(equation, digits):
    """Work a line out exactly and with the numbers as shown; both must fit its result."""
    parts = sides(equation)
    if len(parts) < 3:  # a name and its value, or a case: there is nothing to work out
        return 0
    calculation, result = parts[-2], parts[-1]
    assert [type(item) for item in result] == [Number], plain(equation)
    if math.isnan(result[0].value):  # outputs that sum to 0 have no shares, so no cross-entropy
        return 0
    exact, said = work_out(calculation).low, result[0].value
    assert math.isclose(exact, said, rel_tol=1e-7, abs_tol=1e-11), plain(equation, 12)
    shown, written = work_out(calculation, digits), read(result[0], digits)
    slack = 1e-9 * max(1.0, abs(said))
    assert shown.low - slack <= written.high, plain(equation, digits)
    assert written.low <= shown.high + slack, plain(equation, digits)
    return 1


def check_all(equations, digits=4):
    starts = [(line, plain(line)[:10]) for line in equations]
    told = [line for line, start in starts if " more" not in start and "sample" not in start]
    return sum(check(line, digits) for line in told)


def outcome(loss, activation, units):
    """Return a target the loss takes."""
    if loss == "categorical_crossentropy":
        return np.eye(units)[units // 2]
    return [0.0, 1.0, 0.3, 0.8, 1.0, 0.0][:units]


@pytest.mark.parametrize(("loss", "activation"), list(product(LOSSES, ACTIVATIONS)))
def test_every_frame_of_every_loss_and_activation(loss, activation):
    for seed, sizes in enumerate([(1, 1), (1, 1, 1), (2, 3, 2), (6, 5, 5), (2, 1, 3)]):
        hidden = (activation if activation != "softmax" else "tanh",) * (len(sizes) - 2)
        target = outcome(loss, activation, sizes[-1])
        document = network(sizes, (*hidden, activation), loss, target=target, seed=seed)
        told = Pass(*traced(document))
        lines = [line for frame in told for line in frame.numbers]
        assert check_all(lines) > 0


STATES = {
    "sgd": {"momentum": 0.0},
    "momentum": {"momentum": 0.9},
    "rmsprop": {},
    "rmsprop momentum": {"momentum": 0.5},
    "adam": {},
}


@pytest.mark.parametrize("kind", STATES)
@pytest.mark.parametrize("steps", [0, 3])
def test_the_update_shows_the_optimizers_own_terms(kind, steps):
    momentum = STATES[kind].get("momentum", 0.0)
    optimizer = kind.split()[0] if kind != "momentum" else "sgd"
    settings = {"optimizer": optimizer, "rate": 0.05, "momentum": momentum, "target": [0.5, -1.0]}
    document = network((2, 2, 2), ("tanh", "linear"), **settings)
    model = document.model()
    for _ in range(steps):
        model.fit(document.x, document.y, epochs=1, verbose=0)
    state = model.optimizer.state() if steps else None
    document = document.replaced(parameters=model.parameters.copy(), optimizer_state=state)
    document, trace = traced(document)
    for element in (Edge(1, 0, 1), Edge(2, 1, 0), Bias(2, 1)):
        story = weight_story(document, trace, element)
        lines = [line.numbers for line in story.update]
        assert check_all(lines) == len(lines)
        assert sides(lines[-1])[-1][0].value == story.after
    told = Pass(document, trace)
    check_all([line for frame in told for line in frame.numbers])


def test_all_optimizers_are_covered():
    assert {kind.split()[0] for kind in STATES} - {"momentum"} == set(OPTIMIZERS)


@pytest.mark.parametrize("digits", [2, 4, 10])
def test_stories_work_out_at_any_number_of_digits(digits):
    for seed, last in enumerate(["sigmoid", "softmax", "linear"]):
        document = network((3, 4, 3), ("relu", last), target=[0, 1, 0], seed=seed)
        document, trace = traced(document)
        for unit in range(3):
            neurons = [neuron_story(document, trace, Neuron(k, unit)) for k in (1, 2)]
            told = [*neurons, loss_story(document, trace)]
            lines = [line.numbers for one in told for part in one.sections for line in part.lines]
            check_all(lines, digits)
            table = weight_story(document, trace, Edge(1, unit, 2))
            factors = [cell.value for cell in table.gradient.lines[2] if isinstance(cell, Number)]
            assert math.isclose(math.prod(factors), table.result.value, abs_tol=1e-15)


def test_the_values_are_the_traces_own():
    document, trace = traced(network((2, 3, 1), ("tanh", "sigmoid"), target=[0.5]))
    layer = trace.layers[0]
    for source, unit in product(range(2), range(3)):
        story = weight_story(document, trace, Edge(1, source, unit))
        assert story.now.value == layer.kernel_old[source, unit]
        assert story.result.value == layer.dE_dkernel[source, unit]
        assert story.after == layer.kernel_new[source, unit]
        assert [value for _, _, value in story.path] == [
            trace.x[0, source], layer.z[0, unit], layer.a[0, unit],
        ]  # fmt: skip
