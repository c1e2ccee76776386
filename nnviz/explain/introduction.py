"""What stands before the first step: the network, its sample and its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nnviz.document.document import Document
from nnviz.document.learning import STEP_IS_FLAT, has_step
from nnviz.document.options import TAKE_MOMENTUM
from nnviz.document.vocabulary import LOSSES, OPTIMIZERS, SCHEDULES
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
        f"{_arguments(layer.activation_options)}"
        for layer in document.layers
    ]
    yield row("Layers: ", ", ".join([counted(document.sizes[0], "input"), *layers]))
    yield row(f"Batch: {count:,} samples") if count > 1 else row("Input: ", given_inputs(reading))
    if not reading.has_target:
        return
    if count == 1:
        yield row("Target: ", given_targets(reading))
    training = document.training
    yield row(f"Loss: {LOSSES[training.loss]}{_arguments(training.loss_options)}")
    yield _optimizer(document, reading)
    if has_step(document):
        yield row(STEP_IS_FLAT)


def _optimizer(document: Document, reading: Reading) -> Row:
    training = document.training
    words = f"Optimizer: {OPTIMIZERS[training.optimizer]}{_arguments(training.optimizer_options)}, "
    rate = row(words, reading.rate.symbol, EQUALS, Number(reading.rate.value))
    if training.momentum and training.optimizer in TAKE_MOMENTUM:
        rate = row(rate, ", ", Symbol("β"), EQUALS, Number(training.momentum))
    if training.schedule == "none":
        return rate
    schedule = SCHEDULES[training.schedule].lower()
    return row(rate, f" by {schedule}{_arguments(training.schedule_options)}")


def _arguments(options: Mapping[str, Any]) -> str:
    """Return arguments that are not the defaults, as a script has them: " (alpha=0.5)"."""
    said = ", ".join(f"{name}={value}" for name, value in options.items())
    return f" ({said})" if said else ""
