"""The steps of a pass told neuron by neuron, or term by term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TypeAlias

from nnviz.document.elements import Bias, Edge
from nnviz.explain.forward_frames import loss_frame
from nnviz.explain.frames import Chapter
from nnviz.explain.lines import has_short_delta
from nnviz.explain.reading import Reading
from nnviz.explain.steps import (
    BIASES,
    NEW_BIASES,
    NEW_WEIGHTS,
    WEIGHTS,
    Step,
    Teller,
    inputs_step,
    loss_step,
)
from nnviz.explain.term_frames import (
    Growing,
    growing_delta,
    growing_error,
    growing_sum,
    handed_term_frame,
    jacobian_frame,
    short_delta_frame,
    sum_term_frame,
    through_term_frame,
)
from nnviz.explain.unit_frames import (
    parameter_frame,
    unit_activation_frame,
    unit_delta_frame,
    unit_error_frame,
    unit_slope_frame,
    unit_sum_frame,
    unit_update_frame,
    unit_weights_frame,
)
from nnviz.explain.update_frames import parameter_update_frame
from nnviz.explain.values import Values, jacobian_value, unit_values, weight_values

_UnitSteps: TypeAlias = Callable[[Reading, int, int], Iterator[Step]]
_Grows: TypeAlias = Callable[[Reading, int, int, int], Growing]
_FORWARD, _BACKWARD, _UPDATE = Chapter.FORWARD, Chapter.BACKWARD, Chapter.UPDATE


class _Grain(NamedTuple):
    """What is told of one neuron, quantity by quantity."""

    sums: _UnitSteps
    errors: _UnitSteps
    slopes: _UnitSteps
    deltas: _UnitSteps
    weights: _UnitSteps
    updates: _UnitSteps


def neuron_steps(reading: Reading) -> Iterator[Step]:
    """Yield one step per neuron and quantity."""
    return _told(reading, _NEURON)


def term_steps(reading: Reading) -> Iterator[Step]:
    """Yield one step per term of a sum, and per weight and bias."""
    return _told(reading, _TERM)


def neuron_updates(reading: Reading) -> Iterator[Step]:
    """Yield the update's steps, one per neuron and one per bias."""
    return _updates(reading, _NEURON)


def term_updates(reading: Reading) -> Iterator[Step]:
    """Yield the update's steps, one per weight and bias."""
    return _updates(reading, _TERM)


def _told(reading: Reading, grain: _Grain) -> Iterator[Step]:
    yield inputs_step(reading)
    for layer in range(1, reading.depth + 1):
        yield from _each(reading, layer, grain.sums)
        yield from _each(reading, layer, _activation)
    if not reading.has_target:
        return
    yield loss_step(reading, loss_frame)
    for layer in range(reading.depth, 0, -1):
        for steps in (grain.errors, grain.slopes, grain.deltas, grain.weights, _bias):
            yield from _each(reading, layer, steps)
    yield from _updates(reading, grain)


def _updates(reading: Reading, grain: _Grain) -> Iterator[Step]:
    for layer in range(reading.depth, 0, -1) if reading.has_update else ():
        for steps in (grain.updates, _bias_update):
            yield from _each(reading, layer, steps)


def _each(reading: Reading, layer: int, steps: _UnitSteps) -> Iterator[Step]:
    for unit in range(reading.units(layer)):
        yield from steps(reading, layer, unit)


def _step(
    chapter: Chapter,
    reading: Reading,
    neuron: tuple[int, int],
    tell: Teller,
    *place: object,
    values: Callable[[], Values],
) -> Step:
    """Return a step whose frame is told of `place`."""
    return Step(chapter, *neuron, lambda index: tell(reading, index, *place), values)


def _one(chapter: Chapter, tell: Teller, *keys: str) -> _UnitSteps:
    """Return the steps of a neuron that are a single frame."""

    def steps(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
        values = partial(unit_values, reading, layer, unit, *keys)
        yield _step(chapter, reading, (layer, unit), tell, layer, unit, values=values)

    return steps


def _growing(chapter: Chapter, tell: Teller, at: _Grows, key: str) -> _UnitSteps:
    """Return the steps of a sum that grows term by term; with the last one it is `key`."""

    def steps(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
        for k in range(_COUNTS[key](reading, layer)):
            read = partial(values, reading, layer, unit, k)
            yield _step(chapter, reading, (layer, unit), tell, layer, unit, k, values=read)

    def values(reading: Reading, layer: int, unit: int, k: int) -> Values:
        now = at(reading, layer, unit, k)
        whole = unit_values(reading, layer, unit, key) if now.last else {"sum": now.so_far}
        return {"term": now.value, **whole}

    return steps


# How many terms each of the sums has.
_COUNTS: dict[str, Callable[[Reading, int], int]] = {
    "z": lambda reading, layer: reading.units(layer - 1) + reading.has_bias(layer),
    "dE_da": lambda reading, layer: reading.units(layer + 1),
    "delta": lambda reading, layer: reading.units(layer),
}


def _one_by_one(chapter: Chapter, tell: Teller, *keys: str) -> _UnitSteps:
    """Return the steps of the weights into a neuron."""

    def steps(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
        for source in range(reading.units(layer - 1)):
            edge = Edge(layer, source, unit)
            values = partial(weight_values, reading, layer, unit, source, *keys)
            yield _step(chapter, reading, (layer, unit), tell, edge, values=values)

    return steps


def _of_bias(chapter: Chapter, tell: Teller, *keys: str) -> _UnitSteps:
    """Return the step of a neuron's bias, if it has one."""

    def steps(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
        if reading.has_bias(layer):
            values, bias = partial(unit_values, reading, layer, unit, *keys), Bias(layer, unit)
            yield _step(chapter, reading, (layer, unit), tell, bias, values=values)

    return steps


def _errors(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
    """Yield what comes back to a hidden neuron term by term; of an output there is one term."""
    steps = _error if layer == reading.depth else _handed
    return steps(reading, layer, unit)


def _slopes(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
    """Yield the slope of an activation; of softmax its row of the Jacobian one by one."""
    if not reading.is_shared(layer):
        yield from _slope(reading, layer, unit)
        return
    for by in range(reading.units(layer)):
        place, values = (layer, unit, by), partial(jacobian_value, reading, layer, unit, by)
        yield _step(_BACKWARD, reading, (layer, unit), jacobian_frame, *place, values=values)


def _deltas(reading: Reading, layer: int, unit: int) -> Iterator[Step]:
    """Yield a δ; of softmax share by share, and then the short form where there is one."""
    if not reading.is_shared(layer):
        yield from _delta(reading, layer, unit)
        return
    yield from _through(reading, layer, unit)
    if has_short_delta(reading, layer):
        yield from _short_delta(reading, layer, unit)


_activation = _one(_FORWARD, unit_activation_frame, "a")
_error = _one(_BACKWARD, unit_error_frame, "dE_da")
_slope = _one(_BACKWARD, unit_slope_frame, "da_dz")
_delta = _one(_BACKWARD, unit_delta_frame, "delta")
_short_delta = _one(_BACKWARD, short_delta_frame, "delta")
_handed = _growing(_BACKWARD, handed_term_frame, growing_error, "dE_da")
_through = _growing(_BACKWARD, through_term_frame, growing_delta, "delta")
_bias = _of_bias(_BACKWARD, parameter_frame, *BIASES)
_bias_update = _of_bias(_UPDATE, parameter_update_frame, *NEW_BIASES)
_NEURON = _Grain(
    sums=_one(_FORWARD, unit_sum_frame, "z"),
    errors=_error,
    slopes=_slope,
    deltas=_delta,
    weights=_one(_BACKWARD, unit_weights_frame, *WEIGHTS),
    updates=_one(_UPDATE, unit_update_frame, *NEW_WEIGHTS),
)
_TERM = _Grain(
    sums=_growing(_FORWARD, sum_term_frame, growing_sum, "z"),
    errors=_errors,
    slopes=_slopes,
    deltas=_deltas,
    weights=_one_by_one(_BACKWARD, parameter_frame, *WEIGHTS),
    updates=_one_by_one(_UPDATE, parameter_update_frame, *NEW_WEIGHTS),
)
