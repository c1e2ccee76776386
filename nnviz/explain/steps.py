"""A step of a pass before it is told, and the steps of a pass told whole or layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from nnviz.explain.backward_frames import delta_frame, error_slope_frame
from nnviz.explain.forward_frames import activation_frame, inputs_frame, loss_frame, sum_frame
from nnviz.explain.frames import Chapter, Frame
from nnviz.explain.gradient_frames import biases_frame, weights_frame
from nnviz.explain.pass_frames import backward_pass_frame, forward_pass_frame, update_pass_frame
from nnviz.explain.reading import Reading
from nnviz.explain.update_frames import biases_update_frame, weights_update_frame
from nnviz.explain.values import Values, layer_values, loss_values, pass_values

Teller = Callable[..., Frame]
WEIGHTS, BIASES = ("dE_dkernel",), ("dE_dbias",)
NEW_WEIGHTS, NEW_BIASES = ("kernel_old", "kernel_new"), ("bias_old", "bias_new")
_BACKWARD = ("dE_da", "da_dz", "delta", *WEIGHTS, *BIASES)


class Step(NamedTuple):
    """A step that can be told.

    Attributes
    ----------
    layer : int
        The layer it is about, or ends at; 0 is the input.
    unit : int or None
        The neuron it is about, counted from 0.
    tell : callable
        Returns the frame, given its index.
    values : callable
        Returns the exact values the step is about.
    """

    chapter: Chapter
    layer: int
    unit: int | None
    tell: Callable[[int], Frame]
    values: Callable[[], Values]


def pass_steps(reading: Reading) -> Iterator[Step]:
    """Yield one step per chapter."""
    depth = reading.depth
    yield _whole(reading, Chapter.FORWARD, forward_pass_frame, depth, "z", "a")
    if not reading.has_target:
        return
    yield loss_step(reading, loss_frame)
    yield _whole(reading, Chapter.BACKWARD, backward_pass_frame, 1, *_BACKWARD)
    yield from update_pass_step(reading)


def update_pass_step(reading: Reading) -> Iterator[Step]:
    """Yield the update of the whole network as one step."""
    if reading.has_update:
        keys = (*NEW_WEIGHTS, *NEW_BIASES)
        yield _whole(reading, Chapter.UPDATE, update_pass_frame, 1, *keys)


def layer_steps(reading: Reading) -> Iterator[Step]:
    """Yield one step per layer and quantity."""
    for layer in range(1, reading.depth + 1):
        yield layer_step(reading, Chapter.FORWARD, sum_frame, layer, "z")
        yield layer_step(reading, Chapter.FORWARD, activation_frame, layer, "a")
    if not reading.has_target:
        return
    yield loss_step(reading, loss_frame)
    slope = _of_output(error_slope_frame)
    yield layer_step(reading, Chapter.BACKWARD, slope, reading.depth, "dE_da")
    for layer in range(reading.depth, 0, -1):
        keys = ("da_dz", "delta") if layer == reading.depth else ("dE_da", "da_dz", "delta")
        yield layer_step(reading, Chapter.BACKWARD, delta_frame, layer, *keys)
        yield layer_step(reading, Chapter.BACKWARD, weights_frame, layer, *WEIGHTS)
        if reading.has_bias(layer):
            yield layer_step(reading, Chapter.BACKWARD, biases_frame, layer, *BIASES)
    yield from update_steps(reading)


def update_steps(reading: Reading) -> Iterator[Step]:
    """Yield one step of the update per layer: its weights, then its biases."""
    for layer in range(reading.depth, 0, -1) if reading.has_update else ():
        yield layer_step(reading, Chapter.UPDATE, weights_update_frame, layer, *NEW_WEIGHTS)
        if reading.has_bias(layer):
            yield layer_step(reading, Chapter.UPDATE, biases_update_frame, layer, *NEW_BIASES)


def layer_step(reading: Reading, chapter: Chapter, tell: Teller, layer: int, *keys: str) -> Step:
    """Return a step about a layer."""
    values = partial(layer_values, reading, layer, *keys)
    return Step(chapter, layer, None, lambda index: tell(reading, index, layer), values)


def inputs_step(reading: Reading) -> Step:
    """Return the step before the first layer."""
    tell = partial(inputs_frame, reading)
    return Step(Chapter.FORWARD, 0, None, tell, lambda: {"x": reading.trace.x[0]})


def loss_step(reading: Reading, tell: Teller) -> Step:
    """Return the step of the loss."""
    values = partial(loss_values, reading)
    return Step(Chapter.LOSS, reading.depth, None, partial(tell, reading), values)


def _whole(reading: Reading, chapter: Chapter, tell: Teller, layer: int, *keys: str) -> Step:
    values = partial(pass_values, reading, *keys)
    return Step(chapter, layer, None, partial(tell, reading), values)


def _of_output(tell: Teller) -> Teller:
    return lambda reading, index, _layer: tell(reading, index)
