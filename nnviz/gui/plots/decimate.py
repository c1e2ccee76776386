"""Curves of any length as a few points per column of pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def extremes(
    values: Floats, first: float, start: float, stop: float, columns: int
) -> tuple[Floats, Floats]:
    """Return a curve that paints the same as all of `values`: each column's least and greatest.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Value k stands at x = `first` + k; nan is a gap.
    start, stop : float
        The part of x in view.
    columns : int
        Columns of pixels that it fills.

    Returns
    -------
    x, y : ndarray
        The points; all of them where there are no more than two per column.
    """
    values, first = in_view(values, first, start, stop)
    if len(values) <= 2 * columns or columns < 1:
        return _places(first, len(values)), values
    edges = np.linspace(0, len(values), columns + 1).astype(np.intp)
    lowest = np.fmin.reduceat(values, edges[:-1])
    highest = np.fmax.reduceat(values, edges[:-1])
    return np.repeat(_middles(edges, first), 2), _zigzag(lowest, highest)


def means(
    values: Floats, first: float, start: float, stop: float, columns: int
) -> tuple[Floats, Floats]:
    """Return the curve's mean in each column, for dashes, which a zigzag would blacken."""
    values, first = in_view(values, first, start, stop)
    if len(values) <= columns or columns < 1:
        return _places(first, len(values)), values
    edges = np.linspace(0, len(values), columns + 1).astype(np.intp)
    known = np.where(np.isnan(values), 0.0, values)
    count = np.add.reduceat((~np.isnan(values)).astype(np.float64), edges[:-1])
    total = np.add.reduceat(known, edges[:-1])
    mean = np.divide(total, count, out=np.full(columns, np.nan), where=count > 0)
    return _middles(edges, first), mean


def thinned(x: Floats, y: Floats, start: float, stop: float, columns: int) -> tuple[Floats, Floats]:
    """Return a curve whose points stand anywhere, as each column's least and greatest.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        The points, `x` ascending.
    start, stop, columns
        As for `extremes`.
    """
    left, right = np.searchsorted(x, start), np.searchsorted(x, stop, "right") + 1
    x, y = x[max(left - 1, 0) : right], y[max(left - 1, 0) : right]
    if len(x) <= 2 * columns or columns < 1:
        return x, y
    column = np.floor((x - start) / (stop - start) * columns)
    edges = np.flatnonzero(np.diff(column, prepend=-np.inf))
    pairs = _zigzag(np.fmin.reduceat(y, edges), np.fmax.reduceat(y, edges))
    return np.repeat(x[edges], 2), pairs


def in_view(values: Floats, first: float, start: float, stop: float) -> tuple[Floats, float]:
    """Return the part between `start` and `stop` with one point beyond either end."""
    left = max(int(np.floor(start - first)), 0)
    right = max(int(np.ceil(stop - first)) + 1, 0)
    return values[left:right], first + left


def _places(first: float, count: int) -> Floats:
    return np.asarray(first + np.arange(count), dtype=np.float64)


def _middles(edges: NDArray[np.intp], first: float) -> Floats:
    """Return x in the middle of each group between `edges`."""
    return np.asarray(first + (edges[:-1] + edges[1:] - 1) / 2, dtype=np.float64)


def _zigzag(lowest: Floats, highest: Floats) -> Floats:
    """Alternate the order so that neighbouring columns join at their near ends."""
    pairs = np.stack([lowest, highest], axis=1)
    pairs[1::2] = pairs[1::2, ::-1]
    return pairs.ravel()
