"""What stands before the first step: the network, its sample in raw units and scaled, its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nnviz.document.document import Document
from nnviz.document.elements import Element, Neuron, Target
from nnviz.document.naming import is_named
from nnviz.document.naming import symbol as named
from nnviz.document.vocabulary import LOSSES, OPTIMIZERS
from nnviz.engine.arrays import FloatArray
from nnviz.explain.activations import NAMES
from nnviz.explain.equation import COMMA, EQUALS, Node, Number, Row, Symbol, joined, row
from nnviz.explain.reading import Reading
from nnviz.explain.words import counted

_MOST_NAMED = 16


def introduction(document: Document, reading: Reading, scaled: bool) -> Iterator[Row]:
    """Yield what a reader must know to follow the steps with a pencil.

    Parameters
    ----------
    scaled : bool
        Whether the trace is of the document's own sample, whose raw values may differ.
    """
    layers = [
        f"{counted(layer.units, 'neuron')} with {NAMES[layer.activation]}"
        for layer in document.layers
    ]
    yield row("Layers: ", ", ".join([counted(document.sizes[0], "input"), *layers]))
    count = len(reading.trace.x)
    if count > 1:
        yield row(f"Batch: {count:,} samples")
    else:
        yield from _sample(document, reading, scaled)
    yield row(f"Loss: {LOSSES[document.training.loss]}")
    yield _optimizer(document, reading)


def _sample(document: Document, reading: Reading, scaled: bool) -> Iterator[Row]:
    inputs = [Neuron(0, unit) for unit in range(document.sizes[0])]
    raw = document.input if scaled else reading.trace.x[0]
    yield row("Input: ", _values(document, inputs, raw, reading.trace.x[0]))
    if reading.trace.target is not None:
        targets = [Target(unit) for unit in range(document.sizes[-1])]
        seen = reading.trace.target[0]
        raw = document.target if scaled and document.target is not None else seen
        yield row("Target: ", _values(document, targets, raw, seen))


def _values(
    document: Document, elements: Sequence[Element], raw: FloatArray, seen: FloatArray
) -> Row:
    kept = range(min(len(elements), _MOST_NAMED))
    listed = joined([_value(document, elements[k], raw[k], seen[k]) for k in kept], COMMA)
    left = len(elements) - len(kept)
    return row(listed, f" and {left:,} more") if left else listed


def _value(document: Document, element: Element, raw: float, seen: float) -> Row:
    name = named(document, element)
    words = _name(document, element)
    said: list[Node | str] = [f"{words} "] if words else []
    said += [Symbol(name.base, name.sub, name.sup, element=element), EQUALS]
    if raw == seen:
        return row(*said, Number(float(raw)))
    return row(*said, Number(float(seen)), " (", Number(float(raw)), " before scaling)")


def _name(document: Document, element: Element) -> str:
    if isinstance(element, Neuron):
        name = document.input_names[element.unit]
    else:
        assert isinstance(element, Target)
        name = document.output_names[element.unit]
    return name if is_named(name) else ""


def _optimizer(document: Document, reading: Reading) -> Row:
    training = document.training
    words = row(f"Optimizer: {OPTIMIZERS[training.optimizer]}, ", reading.rate.symbol, EQUALS)
    momentum = row(", ", Symbol("β"), EQUALS, Number(training.momentum))
    rate = Number(training.learning_rate)
    has_momentum = bool(training.momentum) and training.optimizer != "adam"
    return row(words, rate, momentum if has_momentum else "")
