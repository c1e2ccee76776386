"""Dropout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, number
from nnviz.engine.layers.base import Layer
from nnviz.engine.randomness import generator


class Dropout(Layer):
    """While training, set a share of the values to 0, and the others larger, so that sums stay.

    Everywhere else, a trace included, it does nothing.

    Parameters
    ----------
    rate : float
        The share, from 0 to 1.
    noise_shape : (samples, features), optional
        1 in a place makes all samples, or all features, share their fate; None there does not.
    seed : int, optional
        Given, the layer has a generator of its own; else the global one is used.
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.rate = number("rate", rate, 0.0, 1.0)
        self.noise_shape = None if noise_shape is None else tuple(noise_shape)
        if self.noise_shape is not None and len(self.noise_shape) != 2:
            raise ValueError(
                f"Expected noise_shape as (samples, features); received {noise_shape!r}."
            )
        self.seed = seed
        self._own = None if seed is None else generator(seed)

    @property
    def generator(self) -> np.random.Generator:
        """Where its random numbers come from."""
        return generator() if self._own is None else self._own

    def apply(self, x: FloatArray) -> FloatArray:
        """Return `x`: outside of training nothing is dropped."""
        return x

    def draw(self, mask: FloatArray) -> None:
        """Fill `mask`, shape (features, samples), with 0 for what is dropped, and 1/(1 − rate)."""
        if self.rate == 1.0:
            mask[...] = 0.0
            return
        kept = self.generator.random(self._drawn(mask.shape)) >= self.rate
        mask[...] = kept * (1.0 / (1.0 - self.rate))

    def _drawn(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of what is drawn: 1 where values share their fate."""
        noise = (None, None) if self.noise_shape is None else self.noise_shape
        return tuple(1 if own == 1 else size for own, size in zip(noise[::-1], shape, strict=True))
