"""Parameters that do not learn: a step leaves them as they were, and what is kept for them too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.engine.arrays import BoolArray, FloatArray
from nnviz.engine.layers.dense import Dense


def frozen_of(layers: Sequence[Dense]) -> BoolArray | None:
    """Return which parameters do not learn, shape (n_parameters,); None if all do."""
    if not any(layer.freezes for layer in layers):
        return None
    return np.concatenate([layer.frozen.ravel() for layer in layers])


class Frozen:
    """The values that a step must not change, put back after it.

    Whatever the optimizer does (momentum, decay of weights, a constraint), they keep every bit.

    Parameters
    ----------
    frozen : ndarray of bool, shape (n_parameters,)
    arrays : sequence of ndarray, shape (n_parameters,)
        The parameters and the optimizer's slots.
    """

    def __init__(self, frozen: BoolArray, arrays: Sequence[FloatArray]) -> None:
        self._places = np.flatnonzero(frozen)
        self._arrays = arrays
        self._kept = [np.empty(len(self._places), array.dtype) for array in arrays]

    def before_step(self, gradient: FloatArray) -> None:
        """Remember the values, and leave out the derivatives by them, which clipping would see."""
        for array, kept in zip(self._arrays, self._kept, strict=True):
            array.take(self._places, out=kept, mode="clip")
        gradient[self._places] = 0.0

    def after_step(self) -> None:
        """Bring the values back."""
        for array, kept in zip(self._arrays, self._kept, strict=True):
            array[self._places] = kept


def frozen_in(layers: Sequence[Dense], arrays: Sequence[FloatArray]) -> Frozen | None:
    """Return what a step must keep of these arrays, as long as the parameters; None if nothing."""
    frozen = frozen_of(layers)
    return None if frozen is None else Frozen(frozen, arrays)
