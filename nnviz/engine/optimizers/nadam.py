"""Nadam."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, fraction, number
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.schedules import LearningRateSchedule


class Nadam(Optimizer):
    """Adam that looks ahead, with Keras's schedule of momentum uₜ = β₁ (1 − ½ · 0.96ᵗ).

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    beta_1, beta_2 : float
        β₁ and β₂, how slowly the means forget.
    epsilon : float
        ε, which keeps the divisor off 0.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "nadam"
    slot_names = ("momentum", "velocity")

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
        self._product_at = (0, 1.0)

    def numbers_at(self, t: FloatArray) -> dict[str, Any]:
        """Return also what corrects the mean ahead, the gradient now, and the squares at step t."""
        now, ahead = self._momentum(t), self._momentum(t + 1.0)
        products = np.cumprod([self._product(int(t[0]) - 1), *now])[1:]
        return {
            **super().numbers_at(t),
            "ahead": ahead / (1.0 - products * ahead),
            "now": (1.0 - now) / (1.0 - products),
            "spread": 1.0 / (1.0 - self.beta_2**t),
        }

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """Adam's m and v, then p ← p − η (m ahead + g now) / (√(v spread) + ε).

        With Π the product of u₁ … uₜ: ahead = uₜ₊₁ / (1 − Π uₜ₊₁), now = (1 − uₜ) / (1 − Π),
        spread = 1 / (1 − β₂ᵗ).
        """
        m, v = slots["momentum"], slots["velocity"]
        m += (g - m) * (1.0 - self.beta_1)
        v += (np.square(g) - v) * (1.0 - self.beta_2)
        mean = m * slots["ahead"] + g * slots["now"]
        p -= mean / (np.sqrt(v * slots["spread"]) + self.epsilon) * rate

    @property
    def variable_count(self) -> int:
        """How many numbers it keeps, as Keras counts them, with the product of momenta."""
        count = super().variable_count
        return count + 1 if count else 0

    def _momentum(self, t: Any) -> Any:
        return self.beta_1 * (1.0 - 0.5 * 0.96**t)

    def _product(self, t: int) -> float:
        """Return u₁ · … · uₜ, from where it was left if that is not beyond."""
        start, product = self._product_at if self._product_at[0] <= t else (0, 1.0)
        momenta = self._momentum(np.arange(start + 1.0, t + 1.0))
        self._product_at = (t, float(np.cumprod([product, *momenta])[-1]))
        return self._product_at[1]
