"""A minibatch as it is told and pictured: its pass, and the document that shows it."""

from __future__ import annotations

import numpy as np

from nnviz.document.document import Document, FloatArray
from nnviz.document.minibatches import Minibatch
from nnviz.explain.grain import WINDOW, Grain, Room
from nnviz.explain.passes import Pass

_DECIMALS = 12


def batch_pass(
    document: Document, batch: Minibatch, grain: Grain = Grain.LAYER, room: Room = WINDOW
) -> Pass:
    """Return the pass of a minibatch and the update it causes.

    Raises
    ------
    GrainError
        If it would take too many frames.
    """
    trace = document.model().trace(batch.x, batch.y)
    return Pass(batch_document(document, batch), trace, grain, room)


def batch_document(document: Document, batch: Minibatch) -> Document:
    """Return `document` with the batch's mean input and target as those shown.

    The mean of classes is no class, so then no target is shown.
    """
    data = document.data
    if data is None or not len(batch.rows):
        return document
    if len(batch) == 1:
        return sample_document(document, int(batch.rows[0]))
    target = None if data.classes else _mean(data.targets[batch.rows])
    return document.replaced(input=_mean(data.inputs[batch.rows]), target=target, sample=None)


def _mean(values: FloatArray) -> FloatArray:
    """Return the means of columns without binary dust, for they are shown as the data are."""
    return np.asarray(values.mean(axis=0).round(_DECIMALS))


def sample_document(document: Document, row: int) -> Document:
    """Return `document` with one row of its data as the sample shown."""
    data = document.data
    assert data is not None  # only data have rows
    return document.replaced(input=data.inputs[row], target=data.targets[row], sample=row)
