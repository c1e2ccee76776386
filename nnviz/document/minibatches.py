"""The minibatches of an epoch, in the order in which training takes them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.document.document import Document, FloatArray
from nnviz.document.learning import lesson, shows_all

IntArray = NDArray[np.intp]


class Moment(NamedTuple):
    """Where a training stands: epochs done, and minibatches of the one under way."""

    epoch: int
    batch: int = 0


class Minibatch(NamedTuple):
    """The samples of one update, as the network sees them.

    Attributes
    ----------
    number, per_epoch : int
        Which one of the epoch it is, from 0, and how many there are.
    rows : ndarray of int, shape (n,)
        Their rows in the data; empty where the sample shown is all there is.
    x, y : ndarray, shape (n, n_inputs) and (n, n_outputs)
    """

    number: int
    per_epoch: int
    rows: IntArray
    x: FloatArray
    y: FloatArray

    def __len__(self) -> int:
        return len(self.x)


def minibatches_per_epoch(document: Document) -> int:
    """Return how many updates one epoch makes; ValueError if there is nothing to train on."""
    return math.ceil(len(lesson(document).x) / document.training.batch_size)


def minibatch(document: Document, moment: Moment, order: IntArray | None = None) -> Minibatch:
    """Return the minibatch that training takes next at `moment`.

    Parameters
    ----------
    order : ndarray of int, optional
        The epoch's order of samples, where it is at hand.

    Raises
    ------
    ValueError
        If there is nothing to train on.
    IndexError
        If an epoch has no such minibatch.
    """
    x, y, _ = lesson(document)
    size, count = document.training.batch_size, minibatches_per_epoch(document)
    if not 0 <= moment.batch < count:
        raise IndexError(f"an epoch has {count} minibatches, not {moment.batch + 1}")
    order = epoch_order(document, moment.epoch) if order is None else order
    picked = order[moment.batch * size : (moment.batch + 1) * size]
    return Minibatch(moment.batch, count, _rows(document, picked), x[picked], y[picked])


def epoch_order(document: Document, epoch: int) -> IntArray:
    """Return the order in which an epoch sees the samples; see `nnviz.engine.training.Training`."""
    count = len(lesson(document).x)
    if not document.training.shuffle:
        return np.arange(count)
    return np.random.default_rng([document.seed, epoch]).permutation(count)


def _rows(document: Document, picked: IntArray) -> IntArray:
    if shows_all(document) or document.prepared is None:
        return np.empty(0, dtype=np.intp)
    return document.prepared.train_rows[picked]
