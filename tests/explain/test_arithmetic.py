"""Whatever an equation says, a pencil finds too: in every step of networks drawn at random."""

import math
from dataclasses import replace
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
    if "categorical" in loss or loss == "kl_divergence":
        return np.eye(units)[units // 2]
    return [0.0, 1.0, 0.3, 0.8, 1.0, 0.0][:units]


ARGUMENTS = [
    ("relu", {"negative_slope": 0.1, "max_value": 1.5, "threshold": 0.25}),
    ("relu", {"max_value": 0.5}),
    ("leaky_relu", {"negative_slope": 0.01}),
    ("elu", {"alpha": 0.5}),
    ("gelu", {"approximate": True}),
]
LOSS_ARGUMENTS = [
    ("huber", {"delta": 0.3}),
    ("binary_crossentropy", {"from_logits": True}),
    ("binary_crossentropy", {"label_smoothing": 0.2}),
    ("categorical_crossentropy", {"from_logits": True, "label_smoothing": 0.1}),
    ("categorical_crossentropy", {"label_smoothing": 0.3}),
    ("sparse_categorical_crossentropy", {"from_logits": True}),
]
LAST = ["sigmoid", "softmax", "linear", "log_softmax", "softplus"]
SIZES = [(1, 1), (1, 1, 1), (2, 3, 2), (6, 5, 5), (2, 1, 3)]


def work_out_all(sizes, hidden, last, loss, seed, activation_options=None, **settings):
    """Redo every line of every frame of a network, and of its stories; return how many."""
    activations = (*(hidden,) * (len(sizes) - 2), last)
    target = outcome(loss, last, sizes[-1])
    document = network(sizes, activations, loss, target=target, seed=seed)
    layers = tuple(
        replace(spec, activation_options=activation_options or {})
        if spec.activation == hidden
        else spec
        for spec in document.layers
    )
    training = replace(document.training, **settings)
    document, trace = traced(document.replaced(layers=layers, training=training))
    frames = [line for frame in Pass(document, trace) for line in frame.numbers]
    told = [loss_story(document, trace)]
    told += [neuron_story(document, trace, Neuron(k, 0)) for k in range(1, len(sizes))]
    stories = [line.numbers for one in told for part in one.sections for line in part.lines]
    return check_all(frames) + check_all(stories)


@pytest.mark.parametrize(("loss", "last"), list(product(LOSSES, LAST)))
def test_every_frame_of_every_loss(loss, last):
    for seed, sizes in enumerate(SIZES):
        assert work_out_all(sizes, "tanh", last, loss, seed) > 0


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_crossentropy"])
def test_every_frame_of_every_activation(activation, loss):
    for seed, sizes in enumerate(SIZES):
        assert work_out_all(sizes, activation, activation, loss, seed) > 0


@pytest.mark.parametrize(("activation", "arguments"), ARGUMENTS)
def test_an_activation_is_told_with_its_arguments(activation, arguments):
    for seed, sizes in enumerate([(1, 1), (2, 3, 2), (3, 6, 6)]):
        last = activation
        assert work_out_all(sizes, activation, last, "half_squared_error", seed, arguments) > 0


@pytest.mark.parametrize(("loss", "arguments"), LOSS_ARGUMENTS)
@pytest.mark.parametrize("last", ["linear", "sigmoid", "softmax"])
def test_a_loss_is_told_with_its_arguments(loss, arguments, last):
    for seed, sizes in enumerate([(2, 1), (2, 3, 2), (3, 2, 6)]):
        assert work_out_all(sizes, "tanh", last, loss, seed, loss_options=arguments) > 0


COMMON = {
    "plain": {},
    "decaying": {"weight_decay": 0.1},
    "clipped by value": {"clipvalue": 1e-3},
    "clipped by norm": {"clipnorm": 1e-2},
    "clipped as a whole": {"global_clipnorm": 1e-2},
}
OWN = {
    "sgd": [(0.0, {}), (0.9, {}), (0.9, {"nesterov": True})],
    "rmsprop": [
        (0.0, {}),
        (0.5, {}),
        (0.5, {"centered": True}),
        (0.0, {"rho": 0.5, "epsilon": 0.1}),
    ],
    "adam": [(0.0, {}), (0.0, {"amsgrad": True}), (0.0, {"beta_1": 0.5, "beta_2": 0.8})],
    "adamw": [(0.0, {})],
    "adagrad": [(0.0, {}), (0.0, {"initial_accumulator_value": 0.0, "epsilon": 0.01})],
    "adadelta": [(0.0, {}), (0.0, {"rho": 0.5})],
    "adamax": [(0.0, {})],
    "nadam": [(0.0, {}), (0.0, {"beta_1": 0.5})],
}
UPDATES = [
    (optimizer, momentum, {**own, **common})
    for optimizer, choices in OWN.items()
    for momentum, own in choices
    for common in (COMMON.values() if not own else [{}])
]


@pytest.mark.parametrize(("optimizer", "momentum", "arguments"), UPDATES)
@pytest.mark.parametrize("steps", [0, 3])
def test_the_update_shows_the_optimizers_own_terms(optimizer, momentum, arguments, steps):
    settings = {"optimizer": optimizer, "rate": 0.05, "momentum": momentum, "target": [0.5, -1.0]}
    document = network((2, 2, 2), ("tanh", "linear"), **settings)
    training = replace(document.training, optimizer_options=arguments)
    document = document.replaced(training=training)
    model = document.model()
    for _ in range(steps):
        model.fit(document.x, document.y, epochs=1, verbose=0)
    state = model.optimizer.state() if steps else None
    document = document.replaced(parameters=model.parameters.copy(), optimizer_state=state)
    document, trace = traced(document)
    for element in (Edge(1, 0, 1), Edge(2, 1, 0), Bias(2, 1)):
        story = weight_story(document, trace, element)
        lines = [line.numbers for line in story.update]
        said = sum(" as |" in plain(line) for line in lines)
        assert check_all(lines) == len(lines) - said
        assert sides(lines[-1])[-1][0].value == story.after
        assert bool(said) == ("clipvalue" in arguments)
    told = Pass(document, trace)
    check_all([line for frame in told for line in frame.numbers])


def test_all_optimizers_are_covered():
    assert set(OWN) == set(OPTIMIZERS)


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
