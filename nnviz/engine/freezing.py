"""Parameters that do not learn: a step leaves them as they were, and what is kept for them too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
    places : ndarray of int
        Where they are.
    arrays : sequence of ndarray
        A part of the parameters, and the same of the optimizer's slots.
    memory : ndarray, shape (arrays, at least as many as places)
        Where they are remembered during the step.
    """

    def __init__(
        self, places: NDArray[np.intp], arrays: Sequence[FloatArray], memory: FloatArray
    ) -> None:
        self._places = places
        self._arrays = arrays
        self._kept = [row[: len(places)] for row in memory]

    def before_step(self, gradient: FloatArray) -> None:
        """Remember the values, and leave out the derivatives by them, which clipping would see."""
        for array, kept in zip(self._arrays, self._kept, strict=True):
            array.take(self._places, out=kept, mode="clip")
        gradient[self._places] = 0.0

    def after_step(self) -> None:
        """Bring the values back."""
        for array, kept in zip(self._arrays, self._kept, strict=True):
            array[self._places] = kept


class Freezing:
    """What parts of the parameters do not learn, with one memory for all of them.

    Parameters
    ----------
    layers : sequence of Dense
    parts : sequence of slice
        Of the parameters; the step is made on one after the other.
    """

    def __init__(self, layers: Sequence[Dense], parts: Sequence[slice]) -> None:
        self._mask = frozen_of(layers)
        self._most = 0
        if self._mask is not None:
            self._most = max(int(np.count_nonzero(self._mask[part])) for part in parts)
        self._memory: FloatArray | None = None

    def whole(self, part: slice) -> bool:
        """Whether nothing in a part learns."""
        return self._mask is not None and bool(self._mask[part].all())

    def within(self, part: slice, arrays: Sequence[FloatArray]) -> Frozen | None:
        """Return what a step must keep of these arrays, as long as the part; None if nothing."""
        if self._mask is None or not self._mask[part].any():
            return None
        if self._memory is None:
            self._memory = np.empty((len(arrays), self._most), arrays[0].dtype)
        return Frozen(np.flatnonzero(self._mask[part]), arrays, self._memory)
