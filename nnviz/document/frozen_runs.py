"""Which parameters are frozen, as a file holds it: from where to where in the flat vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.document.reading import Node
from nnviz.engine.arrays import BoolArray


def runs_of(frozen: BoolArray) -> NDArray[np.float64]:
    """Return the runs of frozen parameters, shape (n_runs, 2): each its first and the one behind.

    A whole layer is one run, so that a file of many frozen weights stays short.
    """
    edges = np.diff(frozen.astype(np.int8), prepend=0, append=0)
    starts, stops = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    return np.column_stack([starts, stops]).astype(np.float64)


def read_runs(node: Node | None, count: int) -> BoolArray:
    """Return which of `count` parameters the file's runs freeze; DocumentError if they cannot."""
    if node is None:
        return np.zeros(count, dtype=bool)
    runs = node.array(None, 2)
    ends = runs.ravel()
    if not np.array_equal(ends, np.floor(ends)) or ends.min() < 0 or ends.max() > count:
        node.fail(f"the runs must be of whole numbers from 0 to {count:,}")
    if not (np.diff(ends) > 0).all():
        node.fail("the runs must be in order, none empty and none touching the next")
    steps = np.zeros(count + 1, dtype=np.int8)
    starts, stops = runs.astype(np.intp).T
    steps[starts] += 1
    steps[stops] -= 1
    frozen: BoolArray = np.cumsum(steps[:-1], dtype=np.int8).astype(bool)
    return frozen
