"""Initializers: where kernels and biases start, by Keras's names.

fan_in and fan_out are the numbers of inputs and units of the layer.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.randomness import generator

# The standard deviation of a normal distribution cut at two of its own, as Keras corrects for it.
_TRUNCATED_STDDEV = 0.87962566103423978


class Initializer:
    """A rule for first values; call it with a shape.

    Parameters
    ----------
    seed : int, optional
        Given, every call returns the same values; else the global generator is used.
    """

    name = "initializer"

    def __init__(self, seed: int | None = None) -> None:
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


class Zeros(Initializer):
    """All 0."""

    name = "zeros"

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """Zeros of `shape`."""
        return np.zeros(shape)


class Ones(Initializer):
    """All 1."""

    name = "ones"

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """Ones of `shape`."""
        return np.ones(shape)


class Constant(Initializer):
    """All the same `value`."""

    name = "constant"

    def __init__(self, value: float = 0.0) -> None:
        super().__init__()
        self.value = value

    def draw(self, shape: tuple[int, ...], _rng: np.random.Generator) -> FloatArray:
        """`value` everywhere."""
        return np.full(shape, self.value, dtype=np.float64)


class RandomNormal(Initializer):
    """Normal with `mean` and `stddev`."""

    name = "random_normal"

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values ~ N(mean, stddev²)."""
        return rng.normal(self.mean, self.stddev, shape)


class TruncatedNormal(RandomNormal):
    """Normal with `mean` and `stddev`, drawn again beyond two standard deviations."""

    name = "truncated_normal"

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values ~ N(mean, stddev²), none further out than 2 stddev."""
        return self.mean + self.stddev * _truncated(shape, rng)


class RandomUniform(Initializer):
    """Uniform between `minval` and `maxval`."""

    name = "random_uniform"

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        super().__init__(seed)
        self.minval = minval
        self.maxval = maxval

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values ~ U(minval, maxval)."""
        return rng.uniform(self.minval, self.maxval, shape)


class VarianceScaling(Initializer):
    """Spread so that the variance is `scale` divided by a fan.

    Parameters
    ----------
    scale : float
    mode : {'fan_in', 'fan_out', 'fan_avg'}
    distribution : {'truncated_normal', 'untruncated_normal', 'uniform'}
    seed : int, optional
    """

    name = "variance_scaling"

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed)
        if scale <= 0.0:
            raise ValueError(f"Expected a positive scale. Received: scale={scale}.")
        self.scale = scale
        self.mode = _one_of("mode", mode, ("fan_in", "fan_out", "fan_avg"))
        kinds = ("uniform", "truncated_normal", "untruncated_normal")
        self.distribution = _one_of("distribution", distribution, kinds)

    def draw(self, shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
        """Values of mean 0 and variance scale / fan."""
        variance = self.scale / self._fan(shape)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return rng.uniform(-limit, limit, shape)
        if self.distribution == "untruncated_normal":
            return rng.normal(0.0, math.sqrt(variance), shape)
        return math.sqrt(variance) / _TRUNCATED_STDDEV * _truncated(shape, rng)

    def _fan(self, shape: tuple[int, ...]) -> float:
        fan_in, fan_out = shape[0], shape[-1]
        fans = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
        return max(1.0, fans[self.mode])


class GlorotUniform(VarianceScaling):
    """Uniform within ± √(6 / (fan_in + fan_out)): Keras's default."""

    name = "glorot_uniform"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed)


class GlorotNormal(VarianceScaling):
    """Truncated normal with variance 2 / (fan_in + fan_out)."""

    name = "glorot_normal"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed)


class HeUniform(VarianceScaling):
    """Uniform within ± √(6 / fan_in)."""

    name = "he_uniform"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(2.0, "fan_in", "uniform", seed)


class HeNormal(VarianceScaling):
    """Truncated normal with variance 2 / fan_in."""

    name = "he_normal"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(2.0, "fan_in", "truncated_normal", seed)


class LecunUniform(VarianceScaling):
    """Uniform within ± √(3 / fan_in)."""

    name = "lecun_uniform"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(1.0, "fan_in", "uniform", seed)


class LecunNormal(VarianceScaling):
    """Truncated normal with variance 1 / fan_in."""

    name = "lecun_normal"

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(1.0, "fan_in", "truncated_normal", seed)


def _truncated(shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Return standard normal values, none beyond 2."""
    values = rng.standard_normal(shape)
    while (outside := np.abs(values) > 2.0).any():
        values[outside] = rng.standard_normal(int(outside.sum()))
    return values


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"Invalid `{name}` argument: {value!r}. Expected one of {allowed}.")
    return value


_CLASSES: tuple[type[Initializer], ...] = (
    Zeros,
    Ones,
    Constant,
    RandomNormal,
    TruncatedNormal,
    RandomUniform,
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
)
_BY_NAME = {key: cls for cls in _CLASSES for key in (cls.name, cls.__name__)}


def names() -> tuple[str, ...]:
    """Return the names of all initializers."""
    return tuple(cls.name for cls in _CLASSES)


def get(identifier: str | Initializer | None) -> Initializer:
    """Return the initializer `identifier` names; None is zeros.

    Raises
    ------
    ValueError
        If there is no such initializer.
    """
    if identifier is None:
        return Zeros()
    if isinstance(identifier, Initializer):
        return identifier
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]()
    raise ValueError(
        f"Could not interpret initializer identifier: {identifier!r}. "
        f"Expected one of {', '.join(names())}."
    )
