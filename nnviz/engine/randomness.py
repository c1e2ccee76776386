"""The one generator that is used where no seed was given."""

from __future__ import annotations

import random

import numpy as np

_generator = np.random.default_rng()


def generator(seed: int | np.random.Generator | None = None) -> np.random.Generator:
    """Return a generator for `seed`, or the global one."""
    if seed is None:
        return _generator
    return np.random.default_rng(seed)


def set_random_seed(seed: int) -> None:
    """Make all that is random repeat: Python's `random`, NumPy's and nnviz's own generator.

    Raises
    ------
    ValueError
        If `seed` is not an integer that all three take.
    """
    if not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(
            f"Expected `seed` argument to be an integer from 0 to 2³² − 1. Received: seed={seed} "
            f"(of type {type(seed)})"
        )
    global _generator
    random.seed(seed)
    np.random.seed(seed)
    _generator = np.random.default_rng(seed)
