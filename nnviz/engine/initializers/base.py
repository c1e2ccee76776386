"""What all initializers share."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.configs import Configured
from nnviz.engine.randomness import generator


class Initializer(Configured):
    """A rule for first values; call it with a shape.

    Parameters
    ----------
    seed : int, optional
        Given, every call returns the same values; else the global generator is used.
    """

    name = "initializer"
    module: ClassVar[str] = "keras.initializers"

    def __init__(self, seed: int | None = None) -> None:
        if seed is not None and not isinstance(seed, int):
            raise ValueError(f"Expected seed to be an integer or None; received {seed!r}.")
        self.seed = seed

    def __call__(
        self, shape: tuple[int, ...], dtype: Any = None, rng: np.random.Generator | None = None
    ) -> FloatArray:
        """Return an array of `shape`; `rng` is used if this initializer has no seed of its own."""
        source = rng if rng is not None and self.seed is None else generator(self.seed)
        return np.asarray(self.draw(shape, source), dtype=dtype or np.float64)

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Return the values, random ones from `rng`."""
        raise NotImplementedError


def truncated(shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Return standard normal values, none beyond 2."""
    values = rng.standard_normal(shape)
    while (outside := np.abs(values) > 2.0).any():
        values[outside] = rng.standard_normal(int(outside.sum()))
    return values
