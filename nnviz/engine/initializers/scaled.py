"""Initializers scaled by the size of the layer.

fan_in and fan_out are the numbers of inputs and units of the layer.
"""

from __future__ import annotations

import math

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.initializers.base import Initializer, truncated

# The standard deviation of a normal distribution cut at two of its own, as Keras corrects for it.
_TRUNCATED_STDDEV = 0.87962566103423978


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
        return math.sqrt(variance) / _TRUNCATED_STDDEV * truncated(shape, rng)

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


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"Invalid `{name}` argument: {value!r}. Expected one of {allowed}.")
    return value
