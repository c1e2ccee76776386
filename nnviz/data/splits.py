"""Which samples train and which test."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.intp]


def split(n: int, test_share: float, seed: int) -> tuple[IntArray, IntArray]:
    """Return the rows of the training and of the test part, each in the data's order.

    The test part is the first ``round(n * test_share)`` rows of
    ``numpy.random.default_rng(seed).permutation(n)``; one sample always remains for training.
    """
    n_test = min(round(n * test_share), max(n - 1, 0))
    order = np.random.default_rng(seed).permutation(n)
    return np.sort(order[n_test:]), np.sort(order[:n_test])
