"""What a network's numbers are, worked out neuron by neuron with the formulas of the notes.

Nothing here asks the program for more than what the document holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Neuron, Target


def _sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def _softmax(sums: Sequence[float]) -> list[float]:
    powers = [math.exp(z - max(sums)) for z in sums]
    return [power / math.fsum(powers) for power in powers]


_OF_ONE = {
    "linear": lambda z: z,
    "sigmoid": _sigmoid,
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
}


def parameters(document: Document) -> dict[Element, float]:
    """Each weight and bias: by layers, in each the weights source by source, then the biases."""
    numbers, found = iter(document.parameters.tolist()), {}
    sources = len(document.input_names)
    for layer, spec in enumerate(document.layers, start=1):
        for source in range(sources):
            for unit in range(spec.units):
                found[Edge(layer, source, unit)] = next(numbers)
        for unit in range(spec.units if spec.use_bias else 0):
            found[Bias(layer, unit)] = next(numbers)
        sources = spec.units
    assert next(numbers, None) is None
    return found


def activations(document: Document, seen: Sequence[float]) -> dict[Element, float]:
    """Each neuron's value when the network sees `seen`, the inputs as they are scaled."""
    known, values, found = parameters(document), list(seen), {}
    for layer, spec in enumerate(document.layers, start=1):
        sums = [
            math.fsum(
                [known.get(Bias(layer, unit), 0.0)]
                + [known[Edge(layer, source, unit)] * value for source, value in enumerate(values)]
            )
            for unit in range(spec.units)
        ]
        softmax = spec.activation == "softmax"
        values = _softmax(sums) if softmax else [_OF_ONE[spec.activation](z) for z in sums]
        found |= {Neuron(layer, unit): value for unit, value in enumerate(values)}
    return found


def numbers(document: Document, seen: Sequence[float]) -> dict[Element, float]:
    """Each number that the canvas tells, but the loss."""
    inputs = {Neuron(0, unit): value for unit, value in enumerate(document.input.tolist())}
    told = [] if document.target is None else document.target.tolist()
    targets = {Target(unit): value for unit, value in enumerate(told)}
    return {**inputs, **parameters(document), **activations(document, seen), **targets}
