"""Adam and AdamW, in Keras's form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, fraction, number
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.schedules import LearningRateSchedule


class Adam(Optimizer):
    """Gradient descent along a running mean, divided by the root of a running mean of squares.

    As in Keras, ε stands outside the correction of the means; the textbook's form ends visibly
    elsewhere.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    beta_1, beta_2 : float
        β₁ and β₂, how slowly the means forget.
    epsilon : float
        ε, which keeps the divisor off 0.
    amsgrad : bool
        Whether the largest mean of squares so far is the divisor.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "adam"
    scales_gradient = True

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
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
        self.amsgrad = bool(amsgrad)
        self.slot_names = ("momentum", "velocity", *(("velocity_hat",) if amsgrad else ()))

    @property
    def gradient_factor(self) -> float:
        """1 / (1 − β₁), since that is what m takes up."""
        return 1.0 / (1.0 - self.beta_1)

    def numbers_at(self, t: FloatArray) -> dict[str, Any]:
        """ηₜ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ) corrects both means at step t."""
        numbers = super().numbers_at(t)
        correction = np.sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1**t)
        return {**numbers, "rate": numbers["rate"] * correction}

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """M ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − ηₜ m / (√v + ε)."""
        m, v = slots["momentum"], slots["velocity"]
        m *= self.beta_1
        m += g * (1.0 - self.beta_1)
        v *= self.beta_2
        v += np.square(g) * (1.0 - self.beta_2)
        if self.amsgrad:
            largest = slots["velocity_hat"]
            np.maximum(largest, v, out=largest)
            v = largest
        p -= m / (np.sqrt(v) + self.epsilon) * rate


class AdamW(Adam):
    """Adam with a weight decay of 0.004, if not said otherwise.

    The parameters are those of `Adam`, in Keras's order.
    """

    name = "adamw"

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
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
        if weight_decay is None:
            raise ValueError("Argument `weight_decay` must be a float. Received: weight_decay=None")
        super().__init__(
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
            amsgrad,
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
