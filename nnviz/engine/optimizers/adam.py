"""Adam, in Keras's form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import fraction, number
from nnviz.engine.optimizers.base import Optimizer


class Adam(Optimizer):
    """Gradient descent along a running mean, divided by the root of a running mean of squares.

    As in Keras, ε stands outside the correction of the means; the textbook's form ends visibly
    elsewhere.

    Parameters
    ----------
    learning_rate : float
        η.
    beta_1, beta_2 : float
        β₁ and β₂, how slowly the means forget.
    epsilon : float
        ε, which keeps the divisor off 0.
    name : str, optional
    """

    name = "adam"
    slot_names = ("momentum", "velocity")

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        *,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, name)
        self.beta_1 = fraction("beta_1", beta_1)
        self.beta_2 = fraction("beta_2", beta_2)
        self.epsilon = number("epsilon", epsilon, 0.0, math.inf)

    def begin_step(self) -> None:
        """ηₜ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ) corrects both means at step t."""
        self.iterations += 1
        t = self.iterations
        correction = math.sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1**t)
        self.rate[...] = self._learning_rate * correction

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """M ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), p ← p − ηₜ m / (√v + ε)."""
        m, v = slots["momentum"], slots["velocity"]
        m += (g - m) * (1.0 - self.beta_1)
        v += (np.square(g) - v) * (1.0 - self.beta_2)
        p -= m / (np.sqrt(v) + self.epsilon) * rate
