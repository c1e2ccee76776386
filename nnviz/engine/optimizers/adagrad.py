"""Adagrad and Adadelta."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import number
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.schedules import LearningRateSchedule


class Adagrad(Optimizer):
    """Gradient descent with each parameter's rate divided by the size of all its gradients.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    initial_accumulator_value : float
        What the sum of squares begins with.
    epsilon : float
        ε, which keeps the divisor off 0.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "adagrad"
    slot_names = ("accumulator",)

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate,
            weight_decay,
            clipnorm,
            clipvalue,
            global_clipnorm,
            use_ema,
            ema_momentum,
            ema_overwrite_frequency,
            loss_scale_factor,
            gradient_accumulation_steps,
            name,
        )
        start = number("initial_accumulator_value", initial_accumulator_value, 0.0, math.inf)
        self.initial_accumulator_value = self.slot_start = start
        self.epsilon = number("epsilon", epsilon, 0.0, math.inf)

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """S ← s + g², p ← p − η g / √(s + ε)."""
        s = slots["accumulator"]
        s += np.square(g)
        p -= g / np.sqrt(s + self.epsilon) * rate


class Adadelta(Optimizer):
    """Gradient descent whose steps have the size of the steps before.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    rho : float
        ρ, how slowly sizes are forgotten.
    epsilon : float
        ε, which keeps the divisor off 0.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "adadelta"
    slot_names = ("accumulated_grad", "accumulated_delta_var")

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate,
            weight_decay,
            clipnorm,
            clipvalue,
            global_clipnorm,
            use_ema,
            ema_momentum,
            ema_overwrite_frequency,
            loss_scale_factor,
            gradient_accumulation_steps,
            name,
        )
        self.rho = number("rho", rho, 0.0, 1.0)
        self.epsilon = number("epsilon", epsilon, 0.0, math.inf)

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """V ← ρ v + (1 − ρ) g², d = g √(s + ε) / √(v + ε), s ← ρ s + (1 − ρ) d², p ← p − η d."""
        v, s = slots["accumulated_grad"], slots["accumulated_delta_var"]
        v *= self.rho
        v += np.square(g) * (1.0 - self.rho)
        step = np.sqrt(s + self.epsilon) * g / np.sqrt(v + self.epsilon)
        s *= self.rho
        s += np.square(step) * (1.0 - self.rho)
        p -= step * rate
