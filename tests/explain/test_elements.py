"""Every letter and number of an equation knows what on the picture it stands for."""

from collections import defaultdict
from itertools import pairwise, product

import numpy as np
import pytest

from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.naming import symbol
from nnviz.document.vocabulary import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnviz.explain.equation import Number, Symbol, Text, leaves, plain
from nnviz.explain.grain import Grain
from nnviz.explain.passes import Pass
from nnviz.explain.stories import loss_story, neuron_story, weight_story
from tests.explain.networks import network, traced

SIZES = [(1, 1), (1, 1, 1), (2, 3, 2), (6, 5, 5)]


def parameters(document):
    for layer, (before, units) in enumerate(pairwise(document.sizes), 1):
        yield from (Edge(layer, k, unit) for k, unit in product(range(before), range(units)))
        yield from (Bias(layer, unit) for unit in range(units))


def neurons(document):
    return [Neuron(k, unit) for k, size in enumerate(document.sizes) for unit in range(size)]


def pages(document, trace):
    """Yield every row that window and text show of a pass, each with where it stands."""
    for grain in Grain:
        for frame in Pass(document, trace, grain):
            where = f"{grain.value} {frame.index}"
            rows = [frame.title, frame.detail, *frame.symbols, *frame.numbers]
            yield from ((where, line) for line in rows)
            for factor in (frame.result, *frame.factors):
                if factor is not None:
                    yield where, factor.label
    yield from stories(document, trace)


def stories(document, trace):
    told = [neuron_story(document, trace, neuron) for neuron in neurons(document)]
    for story in (*told, loss_story(document, trace)):
        for line in (line for section in story.sections for line in section.lines):
            yield from (("story", side) for side in (line.symbols, line.numbers))
    for element in parameters(document):
        story = weight_story(document, trace, element)
        yield from (("table", cell) for line in story.gradient.lines for cell in line if cell)
        for line in (*story.handed_back, *story.update):
            yield from (("story", side) for side in (line.symbols, line.numbers))


def values(document, trace):
    """Return which elements each value of the trace belongs to."""
    found = defaultdict(set)
    for k, layer in enumerate(trace.layers, 1):
        for unit in range(document.sizes[k]):
            neuron, bias = Neuron(k, unit), Bias(k, unit)
            of_neuron = (layer.z, layer.a, layer.dE_da, layer.delta)
            for array in of_neuron:
                found[float(array[0, unit])].add(neuron)
            for array in (layer.bias_old, layer.bias_new, layer.dE_dbias):
                found[float(array[unit])].add(bias)
            for source in range(document.sizes[k - 1]):
                for array in (layer.kernel_old, layer.kernel_new, layer.dE_dkernel):
                    found[float(array[source, unit])].add(Edge(k, source, unit))
    for unit, value in enumerate(trace.x[0]):
        found[float(value)].add(Neuron(0, unit))
    for unit, value in enumerate(trace.target[0]):
        found[float(value)].add(Target(unit))
    return {value: elements for value, elements in found.items() if value not in (0.0, 1.0)}


def drawn(loss, last, sizes, optimizer, seed):
    target = np.random.default_rng(seed).dirichlet(np.ones(sizes[-1]))  # no value twice
    hidden = (("sigmoid", "tanh")[seed % 2],) * (len(sizes) - 2)
    options = {"optimizer": optimizer, "rate": 0.05, "target": target, "seed": seed}
    return traced(network(sizes, (*hidden, last), loss, **options))


CASES = [
    ("half_squared_error", "sigmoid", "sgd"),
    ("mean_squared_error", "linear", "adam"),
    ("binary_crossentropy", "sigmoid", "rmsprop"),
    ("categorical_crossentropy", "softmax", "adam"),
    ("mean_squared_error", "softmax", "sgd"),
]


@pytest.mark.parametrize(("loss", "last", "optimizer"), CASES)
def test_every_letter_and_number_lights_its_element(loss, last, optimizer):
    for seed, sizes in enumerate(SIZES):
        audit(*drawn(loss, last, sizes, optimizer, seed))


TARGETS = {"categorical": [0.0, 1.0], "hinge": [1.0, -1.0]}
# Their numbers are now and then those of something else: slopes' sizes, sums of ones and zeros.
AMBIGUOUS = ("adamax", "binary_step")


@pytest.mark.parametrize("rule", [*ACTIVATIONS, *LOSSES, *OPTIMIZERS])
def test_so_do_those_of_every_rule(rule):
    activations, loss, optimizer = ("tanh", "sigmoid"), "mean_squared_error", "sgd"
    target = next((TARGETS[word] for word in TARGETS if word in rule), [0.31, 0.69])
    if rule in ACTIVATIONS:
        activations = ("tanh" if "softmax" in rule else rule, rule)
    elif rule in LOSSES:
        shares = "categorical" in rule or rule == "kl_divergence"
        loss, activations = rule, ("tanh", "softmax" if shares else "sigmoid")
    else:
        optimizer = rule
    options = {"optimizer": optimizer, "rate": 0.05, "target": target, "seed": 2}
    audit(*traced(network((2, 3, 2), activations, loss, **options)), numbers=rule not in AMBIGUOUS)


def audit(document, trace, numbers=True):
    known, met = values(document, trace), 0
    for where, line in pages(document, trace):
        for leaf, after in pairwise([*leaves(line), None]):
            if is_name(leaf) and (where[:4] != "pass" or leaf != Symbol("w")):
                assert leaf.element is not None, (where, plain(line), plain(leaf))
                assert named_by(document, leaf), (where, plain(line), leaf)
            is_rest = isinstance(after, Text) and after.text.endswith(" more)")
            if numbers and isinstance(leaf, Number) and leaf.value in known and not is_rest:
                assert leaf.element in known[leaf.value], (where, plain(line), plain(leaf))
                met += 1
    assert met > 20 or not numbers


def is_name(leaf):
    """Tell whether a letter stands for something of the network, not for any of its kind."""
    return isinstance(leaf, Symbol) and leaf.base in "wbxazδTE" and not leaf.sub[-1:].isalpha()


def named_by(document, leaf):
    """Tell whether the letter is one of the names of its element."""
    quantities = {"z": "z", "a": "a", "δ": "δ"}
    if leaf.base == "E":
        return leaf.element == Loss()
    if isinstance(leaf.element, Layer):  # a letter for a whole layer
        return leaf.sub == ""
    name = symbol(document, leaf.element, quantities.get(leaf.base, ""))
    return (leaf.base, leaf.sub, leaf.sup) == (name.base, name.sub, name.sup)


def test_the_letters_of_a_batch_have_their_elements_too():
    rng = np.random.default_rng(0)
    document = network((2, 3, 1), ("tanh", "linear"), target=[0.5])
    trace = document.model().trace(rng.normal(size=(4, 2)), rng.normal(size=(4, 1)))
    for grain in Grain:
        for frame in Pass(document, trace, grain):
            for line in (frame.title, frame.detail, *frame.symbols, *frame.numbers):
                for leaf in leaves(line):
                    if is_name(leaf) and leaf != Symbol("w"):
                        assert leaf.element is not None, (frame.index, plain(line))
