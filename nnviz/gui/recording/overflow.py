"""The first number of a minibatch that is not finite, and why it probably is not. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from nnviz.document.document import Document
from nnviz.document.minibatches import Moment, minibatch
from nnviz.engine.models import Sequential
from nnviz.engine.trace import LayerTrace, Trace
from nnviz.explain.numbers import format_given, format_number

# Inputs beyond this, not scaled, make every gradient of the first layer as large.
_LARGE_INPUT = 50.0
_EXPONENT = 709.0


class Overflow(NamedTuple):
    """What overflowed first in a minibatch, in words; and the likely cause, a sentence."""

    what: str
    cause: str


def first_overflow(document: Document, model: Sequential, at: tuple[int, int]) -> Overflow:
    """Find it by tracing the minibatch.

    Parameters
    ----------
    document : Document
        Whose data and settings the training has.
    model : Sequential
        As it was before the minibatch.
    at : (epoch, batch)
        The minibatch, counted from 0.
    """
    _, _, _, x, y = minibatch(document, Moment(*at))
    trace = model.trace(x, y)
    names = [document.layer_title(layer + 1) for layer in range(len(trace.layers))]
    for what, values, layer in _in_order(trace, names):
        if not np.isfinite(values).all():
            return Overflow(what, _cause(document, x, trace.layers[layer], what))
    return Overflow("the loss", _rate(document))


def _in_order(trace: Trace, names: list[str]) -> Iterator[tuple[str, Any, int]]:
    """Yield every quantity as a pass computes them, with its name and its layer."""
    last = len(names) - 1
    for index, (layer, name) in enumerate(zip(trace.layers, names, strict=True)):
        yield f"z of {name}", layer.z, index
        yield f"a of {name}", layer.a, index
    yield "the loss", trace.losses, last
    for index in range(last, -1, -1):
        layer, name = trace.layers[index], names[index]
        yield f"∂E/∂a of {name}", layer.dE_da, index
        yield f"δ of {name}", layer.delta, index
        yield f"∂E/∂w of {name}", layer.dE_dkernel, index
        if layer.dE_dbias is not None:
            yield f"∂E/∂b of {name}", layer.dE_dbias, index
    for index, (layer, name) in enumerate(zip(trace.layers, names, strict=True)):
        yield f"a new weight of {name}", layer.kernel_new, index
        if layer.bias_new is not None:
            yield f"a new bias of {name}", layer.bias_new, index


def _cause(document: Document, x: Any, layer: LayerTrace, what: str) -> str:
    largest, z = float(np.abs(x).max()), float(np.max(layer.z))
    if what.startswith("a of") and np.isfinite(z) and z > _EXPONENT:
        reached = format_number(z, 1)
        return f"exp(z) has no number above z = 709, and z reached {reached}. {_rate(document)}"
    if largest > _LARGE_INPUT and document.preparation.input_scaling == "none":
        reached = format_given(largest)
        return f"The inputs reach {reached} and are not scaled: scale them. {_rate(document)}"
    return _rate(document)


def _rate(document: Document) -> str:
    rate = format_given(document.training.learning_rate)
    return f"The learning rate {rate} is probably too large."
