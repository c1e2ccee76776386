"""What stands before the first step: the network, its sample and its rule."""

from __future__ import annotations

from collections.abc import Iterator

from nnviz.document.document import Document
from nnviz.document.vocabulary import LOSSES, OPTIMIZERS
from nnviz.explain.activations import NAMES
from nnviz.explain.equation import EQUALS, Number, Row, Symbol, row
from nnviz.explain.given import given_inputs, given_targets
from nnviz.explain.reading import Reading
from nnviz.explain.words import counted


def introduction(reading: Reading) -> Iterator[Row]:
    """Yield what a reader must know to follow the steps with a pencil."""
    document, count = reading.document, len(reading.trace.x)
    layers = [
        f"{counted(layer.units, 'neuron')} with {NAMES[layer.activation]}"
        for layer in document.layers
    ]
    yield row("Layers: ", ", ".join([counted(document.sizes[0], "input"), *layers]))
    yield row(f"Batch: {count:,} samples") if count > 1 else row("Input: ", given_inputs(reading))
    if not reading.has_target:
        return
    if count == 1:
        yield row("Target: ", given_targets(reading))
    yield row(f"Loss: {LOSSES[document.training.loss]}")
    yield _optimizer(document, reading)


def _optimizer(document: Document, reading: Reading) -> Row:
    training = document.training
    words = row(f"Optimizer: {OPTIMIZERS[training.optimizer]}, ", reading.rate.symbol, EQUALS)
    momentum = row(", ", Symbol("β"), EQUALS, Number(training.momentum))
    has_momentum = bool(training.momentum) and training.optimizer != "adam"
    return row(words, Number(training.learning_rate), momentum if has_momentum else "")
