"""Networks to explain, built by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nnviz.document.document import Document
from nnviz.document.settings import LayerSpec, TrainingSettings


def network(
    sizes,
    activations,
    loss="half_squared_error",
    *,
    x=None,
    target=None,
    parameters=None,
    optimizer="sgd",
    rate=0.4,
    momentum=0.0,
    state=None,
    bias=True,
    seed=0,
):
    """Return a document; what is not given is drawn from `seed`."""
    rng = np.random.default_rng(seed)
    layers = tuple(
        LayerSpec(units, name, bias) for units, name in zip(sizes[1:], activations, strict=True)
    )
    count = sum(n * m + bias * m for n, m in pairwise(sizes))
    drawn = rng.normal(size=count)
    values = np.asarray(drawn if parameters is None else parameters, dtype=float)
    return Document(
        title="A network",
        input_names=tuple(f"x{k + 1}" for k in range(sizes[0])),
        output_names=tuple(f"y{k + 1}" for k in range(sizes[-1])),
        layers=layers,
        parameters=values,
        initial=values,
        input=rng.normal(size=sizes[0]) if x is None else np.asarray(x, dtype=float),
        target=None if target is None else np.asarray(target, dtype=float),
        training=TrainingSettings(loss, optimizer, rate, momentum),
        optimizer_state=state,
    )


def traced(document):
    """Return a document and the trace of its sample."""
    return document, document.model().trace(document.x, document.y)


def chain(**options):
    """Return the two-neuron chain of the notes."""
    settings = {"x": [0.1], "target": [0.25], "parameters": [0.15, 0.40, 0.45, 0.65]}
    return network((1, 1, 1), ("sigmoid", "sigmoid"), **{**settings, **options})
