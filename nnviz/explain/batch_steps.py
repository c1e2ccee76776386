"""The steps of a pass over a batch: forward and loss at once, then the mean slopes by grain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import TypeAlias

from nnviz.document.elements import Bias, Edge, Element, Layer, Neuron
from nnviz.explain.batch_frames import (
    batch_backward_frame,
    batch_forward_frame,
    batch_gradient_frame,
    batch_loss_frame,
)
from nnviz.explain.equation import Row
from nnviz.explain.fine_steps import neuron_updates, term_updates
from nnviz.explain.frames import Chapter, Frame
from nnviz.explain.grain import Grain
from nnviz.explain.reading import Reading
from nnviz.explain.steps import BIASES, WEIGHTS, Step, loss_step, update_pass_step, update_steps
from nnviz.explain.unit_frames import edges_into
from nnviz.explain.values import Values, layer_values, pass_values, unit_values, weight_values
from nnviz.explain.words import moves_the_error

_Parameters: TypeAlias = list[Edge] | list[Bias]


def batch_steps(reading: Reading, grain: Grain) -> Iterator[Step]:
    """Yield the steps of a batch; the samples' own are told by passes of their own."""
    forward = partial(pass_values, reading, "z", "a")
    tell = partial(batch_forward_frame, reading)
    yield Step(Chapter.FORWARD, reading.depth, None, tell, forward)
    if reading.has_target:
        yield loss_step(reading, batch_loss_frame)
        yield from _SLOPES[grain](reading)
        yield from _UPDATES[grain](reading)


def _by_pass(reading: Reading) -> Iterator[Step]:
    values = partial(pass_values, reading, *WEIGHTS, *BIASES)
    yield Step(Chapter.BACKWARD, 1, None, partial(batch_backward_frame, reading), values)


def _by_layer(reading: Reading) -> Iterator[Step]:
    for layer in range(reading.depth, 0, -1):
        title, target = reading.document.layer_title(layer), Layer(layer)
        values = partial(layer_values, reading, layer, *WEIGHTS)
        question = moves_the_error(f"each weight into {title}")
        edges = list(reading.edges(layer))
        yield _gradient(reading, question, edges, target, None, values)
        if reading.has_bias(layer):
            biases = [Bias(layer, unit) for unit in range(reading.units(layer))]
            values = partial(layer_values, reading, layer, *BIASES)
            question = moves_the_error(f"each bias of {title}")
            yield _gradient(reading, question, biases, target, None, values)


def _by_neuron(reading: Reading) -> Iterator[Step]:
    for layer, unit in _neurons(reading):
        values = partial(unit_values, reading, layer, unit, *WEIGHTS)
        edges = list(edges_into(reading, layer, unit))
        question = moves_the_error("each weight into ", reading.a(layer, unit).symbol)
        yield _gradient(reading, question, edges, Neuron(layer, unit), unit, values)
        yield from _of_bias(reading, layer, unit)


def _by_term(reading: Reading) -> Iterator[Step]:
    for layer, unit in _neurons(reading):
        for edge in edges_into(reading, layer, unit):
            values = partial(weight_values, reading, layer, unit, edge.source, *WEIGHTS)
            question = moves_the_error(reading.weight(edge).symbol)
            yield _gradient(reading, question, [edge], edge, unit, values)
        yield from _of_bias(reading, layer, unit)


def _of_bias(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
    if reading.has_bias(layer):
        bias, values = Bias(layer, unit), partial(unit_values, reading, layer, unit, *BIASES)
        question = moves_the_error(reading.bias(bias).symbol)
        yield _gradient(reading, question, [bias], bias, unit, values)


def _neurons(reading: Reading) -> Iterator[tuple[int, int]]:
    layers = range(reading.depth, 0, -1)
    return chain.from_iterable(
        ((layer, unit) for unit in range(reading.units(layer))) for layer in layers
    )


def _gradient(
    reading: Reading,
    question: Row,
    elements: _Parameters,
    target: Element,
    unit: int | None,
    values: Callable[[], Values],
) -> Step:
    def tell(index: int) -> Frame:
        return batch_gradient_frame(reading, index, question, elements, target)

    return Step(Chapter.BACKWARD, elements[0].layer, unit, tell, values)


_SLOPES = {
    Grain.PASS: _by_pass,
    Grain.LAYER: _by_layer,
    Grain.NEURON: _by_neuron,
    Grain.TERM: _by_term,
}
_UPDATES = {
    Grain.PASS: update_pass_step,
    Grain.LAYER: update_steps,
    Grain.NEURON: neuron_updates,
    Grain.TERM: term_updates,
}
