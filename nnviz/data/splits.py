"""Which rows train the network and which only test it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.data.errors import DataError

IntArray = NDArray[np.intp]


def split(n: int, test_share: float, seed: int) -> tuple[IntArray, IntArray]:
    """Return the rows of the training part and those of the test part.

    The rows 0 to n − 1 are shuffled by ``numpy.random.default_rng(seed).permutation(n)``; the first
    n · test_share of them, rounded half up, are the test part. Where both parts are wanted neither
    is left empty: a share above 0 tests at least one row, and at least one row trains.

    Parameters
    ----------
    n : int
        Number of rows.
    test_share : float
        From 0 to below 1; at 0 every row trains.
    seed : int
        The same seed gives the same parts.

    Returns
    -------
    training, test : ndarray of int
        Row numbers, each in ascending order, so that the parts keep the order of the data.

    Raises
    ------
    DataError
        If the share is not from 0 to below 1.
    """
    if not 0.0 <= test_share < 1.0:
        raise DataError(f"the test share must be from 0 to below 1, not {test_share}")
    n_test = _test_rows(n, test_share)
    order = np.random.default_rng(seed).permutation(n)
    return np.sort(order[n_test:]), np.sort(order[:n_test])


def _test_rows(n: int, test_share: float) -> int:
    if test_share == 0.0 or n < 2:
        return 0
    return min(max(int(n * test_share + 0.5), 1), n - 1)
