"""What is given to a network: inputs and targets, the raw value beside the scaled one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnviz.document.document import Document
from nnviz.document.naming import is_named
from nnviz.engine.arrays import FloatArray
from nnviz.explain.equation import COMMA, EQUALS, Node, Number, Row, joined, row
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import Quantity

_MOST_NAMED = 16


def given_inputs(reading: Reading) -> Row:
    """Return the inputs as the network sees them, and before scaling where that differs."""
    document, seen = reading.document, reading.trace.x[0]
    raw = document.input if _is_own(reading) else seen
    return _values(lambda unit: reading.incoming(1, unit), document.input_names, raw, seen)


def given_targets(reading: Reading) -> Row:
    """Return the targets as the network sees them, and before scaling where that differs."""
    document, seen = reading.document, known(reading.trace.target)[0]
    raw = document.target if _is_own(reading) and document.target is not None else seen
    return _values(reading.target, document.output_names, raw, seen)


def _is_own(reading: Reading) -> bool:
    """Tell whether the trace is of the document's own sample, whose raw values it holds."""
    document: Document = reading.document
    return np.array_equal(document.x, reading.trace.x)


def _values(
    named: Callable[[int], Quantity], names: tuple[str, ...], raw: FloatArray, seen: FloatArray
) -> Row:
    count = min(len(seen), _MOST_NAMED)
    listed = joined([_value(named(k), names[k], float(raw[k])) for k in range(count)], COMMA)
    left = len(seen) - count
    return row(listed, f" and {left:,} more") if left else listed


def _value(quantity: Quantity, name: str, raw: float) -> Row:
    said: list[Node | str] = [f"{name} "] if is_named(name) else []
    said += [quantity.symbol, EQUALS, quantity.number()]
    if raw == quantity.value:
        return row(*said)
    return row(*said, " (", Number(raw, given=True, element=quantity.element), " before scaling)")
