"""The samples of a training, in an order of their own for each epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.arrays import FloatArray
from nnviz.engine.samples import Samples

_MANY = 256  # inputs: from so many on, a copy of the data costs more than adding the bias
_PART = 8192  # samples looked at together, so that it takes little memory


class Feed:
    """Inputs and targets as a minibatch step takes them, one row per sample.

    Samples are picked by their indices, minibatch by minibatch, so that no second copy of the data
    in the order of the epoch is needed.

    Parameters
    ----------
    samples : Samples
    ones : bool
        Whether a one belongs behind the inputs, for a bias, unless the inputs are many.
    dtype : dtype

    Attributes
    ----------
    inputs : ndarray, shape (n, inputs) or (n, inputs + 1)
    adds_ones : bool
        Whether the one is still missing, since with a single input it would be half of the data.
    targets : ndarray, shape (n, outputs) or (n, outputs + 1)
        With what the sample's loss counts behind, if that was given.
    order : ndarray of int, shape (n,)
    total : float or None
        1 if the targets of every sample add up to exactly that.
    """

    def __init__(self, samples: Samples, ones: bool, dtype: DTypeLike) -> None:
        x, y, weights = samples
        self._outputs = y.shape[1]
        self.adds_ones = ones and x.shape[1] == 1
        beside = ones and not self.adds_ones and x.shape[1] < _MANY
        self.inputs = _beside(x, 1.0 if beside else None, dtype)
        self.targets = _beside(y, weights, dtype)
        self.total = 1.0 if _add_up_to_one(y) else None
        self.order = np.arange(len(x))

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def widths(self) -> tuple[int, int]:
        """How many columns minibatches have, of inputs with their one and of targets."""
        return self.inputs.shape[1] + self.adds_ones, self.targets.shape[1]

    @property
    def weighted(self) -> bool:
        """Whether each sample's loss has a weight."""
        return bool(self.targets.shape[1] > self._outputs)

    def shuffle(self, rng: np.random.Generator) -> None:
        """Bring the samples into another order."""
        del self.order  # before there is another
        self.order = rng.permutation(len(self.inputs))

    def targets_of(self, start: int, stop: int) -> tuple[FloatArray, FloatArray | None]:
        """Return targets in the present order, one column each, and what each sample counts."""
        rows = self.targets.take(self.order[start:stop], axis=0)
        return rows[:, : self._outputs].T, rows[:, -1] if self.weighted else None


def _add_up_to_one(y: FloatArray) -> bool:
    parts = (y[start : start + _PART] for start in range(0, len(y), _PART))
    return all((part.sum(axis=1) == 1.0).all() for part in parts)


def _beside(values: FloatArray, column: Any, dtype: DTypeLike) -> FloatArray:
    """Return `values` with a column behind; themselves if there is none and the type is right."""
    if column is None:
        return np.ascontiguousarray(values, dtype)
    wide = np.empty((len(values), values.shape[1] + 1), dtype)
    wide[:, :-1] = values
    wide[:, -1] = column
    return wide
