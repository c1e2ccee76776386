"""Initializers that do not look at the size of the layer."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, number
from nnviz.engine.initializers.base import Initializer, truncated


class Given(Initializer):
    """What a function gives, or an initializer written for Keras.

    Parameters
    ----------
    fn : callable
        Takes the shape, and ``dtype``.
    """

    name = "given"

    def __init__(self, fn: Callable[..., Any]) -> None:
        super().__init__()
        self.fn = fn

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """Return what the function gives."""
        values = np.asarray(self.fn(shape, dtype="float64"), dtype=np.float64)
        if values.shape != shape:
            raise ValueError(
                f"Expected initializer {self.fn!r} to give values of shape {shape}; "
                f"received shape {values.shape}."
            )
        return values


class Zeros(Initializer):
    """All 0."""

    name = "zeros"

    def __init__(self) -> None:
        super().__init__()

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """Zeros of `shape`."""
        return np.zeros(shape)


class Ones(Initializer):
    """All 1."""

    name = "ones"

    def __init__(self) -> None:
        super().__init__()

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """Ones of `shape`."""
        return np.ones(shape)


class Constant(Initializer):
    """All the same `value`."""

    name = "constant"

    def __init__(self, value: float = 0.0) -> None:
        super().__init__()
        self.value = number("value", value, -math.inf, math.inf)

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """`value` everywhere."""
        return np.full(shape, self.value, dtype=np.float64)


class RandomNormal(Initializer):
    """Normal with `mean` and `stddev`."""

    name = "random_normal"

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mean = number("mean", mean, -math.inf, math.inf)
        self.stddev = number("stddev", stddev, 0.0, math.inf)

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values ~ N(mean, stddev²)."""
        return rng.normal(self.mean, self.stddev, shape)


class TruncatedNormal(RandomNormal):
    """Normal with `mean` and `stddev`, drawn again beyond two standard deviations."""

    name = "truncated_normal"

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values ~ N(mean, stddev²), none further out than 2 stddev."""
        return self.mean + self.stddev * truncated(shape, rng)


class RandomUniform(Initializer):
    """Uniform between `minval` and `maxval`."""

    name = "random_uniform"

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        super().__init__(seed)
        self.minval = number("minval", minval, -math.inf, math.inf)
        self.maxval = number("maxval", maxval, self.minval, math.inf)

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values ~ U(minval, maxval)."""
        return rng.uniform(self.minval, self.maxval, shape)


class Orthogonal(Initializer):
    """Columns, or rows if there are fewer, at right angles and of length `gain`.

    Parameters
    ----------
    gain : float
    seed : int, optional
    """

    name = "orthogonal"

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        super().__init__(seed)
        self.gain = gain

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values: the Q of a normal matrix's QR, with signs that make it uniform (Saxe, 2013)."""
        if len(shape) < 2:
            raise ValueError(
                "The tensor to initialize must be at least two-dimensional. "
                f"Received: shape={shape} of rank {len(shape)}."
            )
        columns = shape[-1]
        rows = int(np.prod(shape[:-1]))
        q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diag(r))
        return np.asarray(self.gain * (q if rows >= columns else q.T)).reshape(shape)
