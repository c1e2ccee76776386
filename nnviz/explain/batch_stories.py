"""What the inspector tells of a neuron in a minibatch: means over its samples."""

from __future__ import annotations

from typing import Literal

from nnviz.document.document import Document
from nnviz.document.elements import Neuron
from nnviz.engine.arrays import FloatArray
from nnviz.engine.trace import Trace
from nnviz.explain.batch_frames import mean_of
from nnviz.explain.equation import EQUALS, Number, Row, row
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import Lines, Quantity, Term, sigma

Letter = Literal["z", "a", "δ"]


def mean_over(trace: Trace) -> str:
    """Return over how many samples the means are: "mean over 32 samples"."""
    return f"mean over {len(trace.x):,} samples"


def batch_reading(document: Document, trace: Trace) -> Reading:
    """Return the names over a minibatch's trace."""
    return Reading(document, trace, samples=len(trace.x))


def neuron_mean_lines(reading: Reading, neuron: Neuron, letter: Letter) -> Lines:
    """Return the mean of a neuron's z, a or δ over the samples."""
    layer = reading.layer(neuron.layer)
    arrays = {"z": layer.z, "a": layer.a, "δ": layer.delta}
    values = known(arrays[letter])[:, neuron.unit]
    return _mean_lines(reading, _quantity(reading, neuron, letter), values)


def _quantity(reading: Reading, neuron: Neuron, letter: Letter) -> Row:
    layer, unit = neuron.layer, neuron.unit
    if letter == "δ":
        return reading.delta(layer, unit).label
    quantity: Quantity = reading.z(layer, unit) if letter == "z" else reading.a(layer, unit)
    return row(quantity.symbol)


def _mean_lines(reading: Reading, name: Row, values: FloatArray) -> Lines:
    """Return "mean of z = 1/32 · (0.41 + …) = 0.38"."""
    subject = row("mean of ", name)
    right = mean_of(reading, values, lambda _, value: Term(name, Number(value)))
    symbols = row(subject, EQUALS, right.symbols.items[0], " · ", sigma("k", name))
    mean = Number(float(values.mean()), tone="accent")
    return Lines(symbols, row(subject, EQUALS, right.numbers, EQUALS, mean))
