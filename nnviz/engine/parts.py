"""Parts of many parameters, each learnt as soon as its own gradient is known.

Then there is no gradient of all parameters at any time: its part is made, read while it is still in
the processor's cache, and written over by the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from nnviz.engine.arrays import FloatArray
from nnviz.engine.freezing import frozen_of
from nnviz.engine.losses.base import over_outputs
from nnviz.engine.passes import LayerError, LayerPass
from nnviz.engine.penalties import any_constraint, any_penalty
from nnviz.engine.setting import Setting

_MANY = 2**18  # parameters: from so many on they are learnt in parts
_PART = 2**17  # numbers in one


class Rows(NamedTuple):
    """Some rows of a layer's block."""

    layer: int
    start: int
    stop: int


class Part(NamedTuple):
    """Parameters that follow each other, from `start` up to, but not with, `stop`."""

    start: int
    stop: int
    rows: tuple[Rows, ...]
    whole: bool = False

    @property
    def place(self) -> slice:
        """Where it is among all parameters."""
        return slice(self.start, self.stop)

    def of(self, flat: FloatArray) -> FloatArray:
        """Return the part of a vector as long as the parameters."""
        return flat[self.place]


def parts_of(setting: Setting) -> list[Part]:
    """Return the parts that parameters are learnt in; one if there are few or all are needed."""
    shapes = [layer.block.shape for layer in setting.layers]
    n = setting.parameters.size
    if n < _MANY or _needs_all(setting):
        rows = tuple(Rows(k, 0, height) for k, (height, _) in enumerate(shapes))
        return [Part(0, n, rows, whole=True)]
    return list(_parts(shapes))


def gradient_length(setting: Setting) -> int:
    """Return how many numbers of a gradient are there at a time."""
    return max(part.stop - part.start for part in parts_of(setting))


def learns_freely(setting: Setting) -> bool:
    """Whether nothing but the optimizer's own rule changes a parameter by its derivative."""
    return not _needs_all(setting) and frozen_of(setting.layers) is None


def _needs_all(setting: Setting) -> bool:
    """Whether something but the optimizer's rule looks at the gradient or at other parameters."""
    layers = setting.layers
    return any_penalty(layers) or any_constraint(layers) or setting.optimizer.clips


def products(
    part: Part, passes: Sequence[LayerPass], errors: Sequence[LayerError], gradient: FloatArray
) -> Iterator[tuple[Any, FloatArray]]:
    """Yield what the gradient by a part consists of, each with its own place in memory."""
    place = 0
    for layer, start, stop in part.rows:
        rows, error = passes[layer].rows, errors[layer]
        units = error.delta.shape[0]
        own = gradient[place : place + (stop - start) * units].reshape(-1, units)
        place += own.size
        seen = min(stop, rows.shape[0])  # without the bias, if there are no ones for it
        if part.whole:
            yield error.gradient, own[:seen]
        elif start < seen:
            yield rows[start:seen] @ error.delta.T, own[: seen - start]
        if seen < stop:
            yield over_outputs(error.delta.T), own[seen - start :]


def _parts(shapes: list[tuple[int, int]]) -> Iterator[Part]:
    """Yield parts with as many rows of blocks of these shapes as fit, and at least one."""
    start = stop = 0
    found: list[Rows] = []
    for k, (height, columns) in enumerate(shapes):
        row = 0
        while row < height:
            if found and stop - start + columns > _PART:
                yield Part(start, stop, tuple(found))
                start, found = stop, []
            count = min(height - row, max(1, (_PART - (stop - start)) // columns))
            found.append(Rows(k, row, row + count))
            row, stop = row + count, stop + count * columns
    yield Part(start, stop, tuple(found))
