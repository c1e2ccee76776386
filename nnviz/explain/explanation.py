"""The whole pass of a document's sample, or of a model's samples, written out."""

from __future__ import annotations

import math
from typing import Any

from nnviz.document.document import Document
from nnviz.document.from_model import document_from_model
from nnviz.engine.models import Sequential
from nnviz.engine.trace import Trace
from nnviz.explain.account import Account, checked_digits, format_named
from nnviz.explain.grain import PAGE, Grain, grain_named
from nnviz.explain.introduction import introduction
from nnviz.explain.passes import Pass
from nnviz.explain.reading import Reading

# The targets for which a loss has a meaning, where that is not every number.
_SHARES, _COUNTS, _SIDES = (0.0, 1.0), (0.0, math.inf), (-1.0, 1.0)
_RANGES = {
    "binary_crossentropy": _SHARES,
    "categorical_crossentropy": _SHARES,
    "sparse_categorical_crossentropy": _SHARES,
    "kl_divergence": _SHARES,
    "categorical_hinge": _SHARES,
    "poisson": _COUNTS,
    "mean_squared_logarithmic_error": _COUNTS,
    "hinge": _SIDES,
    "squared_hinge": _SIDES,
}


def explain_document(
    document: Document, grain: str | Grain = "layer", digits: int = 4, format: str = "text"
) -> str:
    """Return the whole pass of the sample a document shows, and the update it causes.

    Raises
    ------
    ValueError
        If the target is outside the loss's range, the grain is too fine for the network, or an
        option is unknown.
    """
    trace = _checked(document, document.model().trace(document.x, document.y))
    return _written(document, trace, grain, digits, format)


def explanation(
    model: Sequential,
    x: Any,
    y: Any = None,
    grain: str | Grain = "layer",
    digits: int = 4,
    format: str = "text",
) -> str:
    """Return the whole pass of a sample, or of a batch, and the update it causes.

    Parameters
    ----------
    model : Sequential
        Compiled, if there are targets: its loss and its optimizer are told; nothing changes it.
    x : array_like, shape (n_inputs,) or (n_samples, n_inputs)
        Of several samples the mean slopes are told.
    y : array_like, optional, shape (n_outputs,) or (n_samples, n_outputs)
        Without it there is only the way forward.
    grain : {'layer', 'pass', 'neuron', 'term'}
        What one step is about.
    digits : int
        Decimals of every number, from 2 to 10.
    format : {'text', 'markdown', 'latex', 'json'}
        In JSON the values are never rounded.

    Raises
    ------
    ValueError
        If the data do not fit the model, a target is outside the loss's range, the grain is too
        fine for the network, or an option is unknown.
    """
    trace = model.trace(x, y)
    document = document_from_model(model)
    return _written(document, _checked(document, trace), grain, digits, format)


def _written(
    document: Document,
    trace: Trace,
    grain: str | Grain,
    digits: int,
    format: str,
) -> str:
    write, count = format_named(format), checked_digits(digits)
    told = Pass(document, trace, grain_named(grain), PAGE)
    reading = Reading(document, trace, PAGE, len(trace.x))
    opening = tuple(introduction(reading))
    return write(Account(document.title, opening, told, count))


def _checked(document: Document, trace: Trace) -> Trace:
    """Return a trace whose targets are within the range of the document's loss."""
    loss, target = document.training.loss, trace.target
    if target is not None and loss in _RANGES:
        low, high = _RANGES[loss]
        outside = target[(target < low) | (target > high)]
        if outside.size:
            raise ValueError(
                f"the target {outside[0]:g} is outside the range of {loss}: "
                f"expected numbers from {low:g} {'up' if high == math.inf else f'to {high:g}'}"
            )
    return trace
