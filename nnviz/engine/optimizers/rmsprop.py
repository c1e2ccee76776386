"""RMSprop."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import number
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.schedules import LearningRateSchedule


class RMSprop(Optimizer):
    """Gradient descent with each parameter's rate divided by the size of its recent gradients.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    rho : float
        ρ, how slowly the size forgets.
    momentum : float
        β, from 0 to 1.
    epsilon : float
        ε, which keeps the divisor off 0.
    centered : bool
        Whether the mean gradient is taken off the size.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "rmsprop"

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
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
        self.momentum = number("momentum", momentum, 0.0, 1.0)
        self.epsilon = number("epsilon", epsilon, 0.0, math.inf)
        self.centered = bool(centered)
        self.slot_names = (
            "velocity",
            *(("momentum",) if self.momentum else ()),
            *(("average_gradient",) if self.centered else ()),
        )

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """V ← ρ v + (1 − ρ) g², s = η g / √(v + ε), p ← p − s or m ← β m + s, p ← p − m.

        Centered, v stands less the square of ḡ ← ρ ḡ + (1 − ρ) g in the divisor.
        """
        v = slots["velocity"]
        v *= self.rho
        v += np.square(g) * (1.0 - self.rho)
        spread = v
        if self.centered:
            mean = slots["average_gradient"]
            mean *= self.rho
            mean += g * (1.0 - self.rho)
            spread = v - np.square(mean)
        step = g / np.sqrt(spread + self.epsilon) * rate
        if not self.momentum:
            p -= step
            return
        m = slots["momentum"]
        m *= self.momentum
        m += step
        p -= m
