"""Adamax."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, fraction, number
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.schedules import LearningRateSchedule


class Adamax(Optimizer):
    """Gradient descent along a running mean, divided by the largest gradient, which fades.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    beta_1, beta_2 : float
        β₁ and β₂, how slowly the mean and the largest gradient forget.
    epsilon : float
        ε, which keeps the divisor off 0.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "adamax"
    slot_names = ("momentum", "norm")

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
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
        self.beta_1 = fraction("beta_1", beta_1)
        self.beta_2 = fraction("beta_2", beta_2)
        self.epsilon = number("epsilon", epsilon, 0.0, math.inf)

    def numbers_at(self, t: FloatArray) -> dict[str, Any]:
        """ηₜ = η / (1 − β₁ᵗ) corrects the mean at step t."""
        numbers = super().numbers_at(t)
        return {**numbers, "rate": numbers["rate"] / (1.0 - self.beta_1**t)}

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """M ← m + (1 − β₁)(g − m), u ← max(β₂ u, |g|), p ← p − ηₜ m / (u + ε)."""
        m, u = slots["momentum"], slots["norm"]
        m += (g - m) * (1.0 - self.beta_1)
        u *= self.beta_2
        np.maximum(u, np.abs(g), out=u)
        p -= m / (u + self.epsilon) * rate
