"""How parameters come to new places where layers or units come, go or change places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.document.structure import LayerSlices

Ints = NDArray[np.intp]
# What was nowhere before.
NEW = -1


@dataclass(frozen=True, eq=False)
class Move:
    """The way of one layer's parameters.

    Attributes
    ----------
    new : LayerSlices
        Where they are to be.
    old : LayerSlices or None
        Where they were; None if the layer is new.
    rows, columns : ndarray of int
        Which input and which unit of `old` each one was, −1 for a new one.
    """

    new: LayerSlices
    old: LayerSlices | None
    rows: Ints
    columns: Ints

    @cached_property
    def keeps_kernel(self) -> bool:
        """Whether no weight is new."""
        return self.old is not None and min(self.rows.min(), self.columns.min()) > NEW

    @cached_property
    def keeps_all(self) -> bool:
        """Whether neither weights nor biases change in any way."""
        old, new = self.old, self.new
        if old is None or (old.n_in, old.units) != (new.n_in, new.units):
            return False
        same_bias = (old.bias is None) == (new.bias is None)
        return same_bias and _in_order(self.rows) and _in_order(self.columns)

    def carry(self, values: NDArray[Any], to: NDArray[Any]) -> None:
        """Bring what remains of the flat vector `values` to its place in the flat vector `to`."""
        old, new = self.old, self.new
        if old is None:
            return
        if self.keeps_all:
            to[new.kernel.start : new.stop] = values[old.kernel.start : old.stop]
            return
        kernel = values[old.kernel].reshape(old.n_in, old.units)
        _bring(kernel, to[new.kernel].reshape(new.n_in, new.units), self.rows, self.columns)
        if old.bias is not None and new.bias is not None:
            one_row = np.zeros(1, np.intp)
            _bring(values[old.bias][None], to[new.bias][None], one_row, self.columns)


def carried(
    values: NDArray[Any],
    moves: Sequence[Move],
    fresh: Mapping[int, NDArray[Any]] = MappingProxyType({}),
    rest: float = 0.0,
) -> NDArray[Any]:
    """Return a flat vector with the values at their new places, read-only.

    Parameters
    ----------
    fresh : mapping of int to ndarray, shape (n_in * units,)
        New kernels, by where they begin.
    rest : float
        What else is new.
    """
    to = np.empty(moves[-1].new.stop, values.dtype)
    for move in moves:
        part = move.new
        if not move.keeps_kernel:
            to[part.kernel] = fresh.get(part.kernel.start, rest)
        if part.bias is not None:
            to[part.bias] = rest
        move.carry(values, to)
    to.flags.writeable = False
    return to


def _bring(old: NDArray[Any], new: NDArray[Any], rows: Ints, columns: Ints) -> None:
    """Write what remains of one matrix into another."""
    kept = np.flatnonzero(rows > NEW), np.flatnonzero(columns > NEW)
    found = old[span(rows[kept[0]])][:, span(columns[kept[1]])]
    if all(map(_in_order, kept)):  # as long as new ones come last
        new[: len(kept[0]), : len(kept[1])] = found
    else:
        new[np.ix_(*kept)] = found


def _in_order(places: Ints) -> bool:
    """Return whether the places are 0, 1, 2 and so on."""
    return bool((places == np.arange(len(places))).all())


def span(places: Ints) -> slice | Ints:
    """Return places that follow one another as a slice, which copies nothing."""
    if len(places) and bool((np.diff(places) == 1).all()):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places
