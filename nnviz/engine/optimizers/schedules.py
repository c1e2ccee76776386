"""Schedules: learning rates that change with the steps made, by Keras's names."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from typing import Any, ClassVar

from nnviz.engine.arrays import number
from nnviz.engine.configs import Configured, Registry

__all__ = [
    "CosineDecay",
    "ExponentialDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "get",
]


class LearningRateSchedule(Configured):
    """A learning rate for each number of steps made so far."""

    name = "schedule"
    module: ClassVar[str] = "keras.optimizers.schedules"

    def __call__(self, step: int) -> float:
        """Return the learning rate of the step after `step` others."""
        raise NotImplementedError


class ExponentialDecay(LearningRateSchedule):
    """η₀ · rate^(step / decay_steps).

    Parameters
    ----------
    initial_learning_rate : float
        η₀.
    decay_steps : int
        After so many steps the rate was multiplied with `decay_rate`.
    decay_rate : float
    staircase : bool
        Whether it changes only after each `decay_steps`, and then at once.
    name : str
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        self.initial_learning_rate = _rate("initial_learning_rate", initial_learning_rate)
        self.decay_steps = _steps("decay_steps", decay_steps)
        self.decay_rate = _rate("decay_rate", decay_rate)
        self.staircase = bool(staircase)
        self.name = name

    def __call__(self, step: int) -> float:
        """Return the learning rate of the step after `step` others."""
        power = step / self.decay_steps
        return self.initial_learning_rate * self.decay_rate ** (
            math.floor(power) if self.staircase else power
        )


class CosineDecay(LearningRateSchedule):
    """Half a wave of a cosine down to α η₀, after a straight way up to it if wanted.

    Parameters
    ----------
    initial_learning_rate : float
        η₀, or where the way up begins.
    decay_steps : int
        How long the way down is.
    alpha : float
        α.
    name : str
    warmup_target : float, optional
        Where the way up ends; η₀ is this then.
    warmup_steps : int
        How long the way up is.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate = _rate("initial_learning_rate", initial_learning_rate)
        self.decay_steps = _steps("decay_steps", decay_steps)
        self.alpha = number("alpha", alpha, 0.0, math.inf)
        self.name = name
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def __call__(self, step: int) -> float:
        """Return the learning rate of the step after `step` others."""
        start = self.initial_learning_rate
        if self.warmup_target is None:
            return self._down(start, step)
        if step < self.warmup_steps:
            return start + (self.warmup_target - start) * step / self.warmup_steps
        return self._down(self.warmup_target, step - self.warmup_steps)

    def _down(self, start: float, step: int) -> float:
        done = min(step, self.decay_steps) / self.decay_steps
        wave = 0.5 * (1.0 + math.cos(math.pi * done))
        return start * ((1.0 - self.alpha) * wave + self.alpha)


class PiecewiseConstantDecay(LearningRateSchedule):
    """One rate up to each boundary, and one after the last.

    Parameters
    ----------
    boundaries : sequence of int
        Numbers of steps; the rate still holds at the boundary itself.
    values : sequence of float
        One more than boundaries.
    name : str
    """

    def __init__(
        self,
        boundaries: Sequence[float],
        values: Sequence[float],
        name: str = "PiecewiseConstant",
    ) -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                "The length of boundaries should be 1 less than the length of values. "
                f"Received: boundaries={boundaries} of length {len(boundaries)}, and "
                f"values={values} of length {len(values)}."
            )
        self.boundaries = list(boundaries)
        self.values = [_rate("values", value) for value in values]
        self.name = name

    def __call__(self, step: int) -> float:
        """Return the learning rate of the step after `step` others."""
        return self.values[bisect.bisect_left(self.boundaries, step)]


_CLASSES = (ExponentialDecay, CosineDecay, PiecewiseConstantDecay)
_REGISTRY = Registry("schedule", LearningRateSchedule, (), {cls.__name__: cls for cls in _CLASSES})


def get(identifier: Any) -> LearningRateSchedule:
    """Return the schedule `identifier` is or configures.

    Raises
    ------
    ValueError
        If there is no such schedule.
    """
    return _REGISTRY.get(identifier)


def _rate(name: str, value: Any) -> float:
    return number(name, value, 0.0, math.inf)


def _steps(name: str, value: Any) -> float:
    if not number(name, value, -math.inf, math.inf) > 0:
        raise ValueError(f"Argument `{name}` must be > 0. Received: {name}={value}")
    return value if isinstance(value, int) else float(value)
