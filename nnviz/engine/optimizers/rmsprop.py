"""RMSprop."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import number
from nnviz.engine.optimizers.base import Optimizer


class RMSprop(Optimizer):
    """Gradient descent with each parameter's rate divided by the size of its recent gradients.

    Parameters
    ----------
    learning_rate : float
        η.
    rho : float
        ρ, how slowly the size forgets.
    momentum : float
        β, from 0 to 1.
    epsilon : float
        ε, which keeps the divisor off 0.
    name : str, optional
    """

    name = "rmsprop"

    def __init__(
        self,
        learning_rate: float = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        *,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, name)
        self.rho = number("rho", rho, 0.0, 1.0)
        self.momentum = number("momentum", momentum, 0.0, 1.0)
        self.epsilon = number("epsilon", epsilon, 0.0, math.inf)
        self.slot_names = ("velocity", "momentum") if self.momentum else ("velocity",)

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """V ← ρ v + (1 − ρ) g², s = η g / √(v + ε), p ← p − s or m ← β m + s, p ← p − m."""
        v = slots["velocity"]
        v *= self.rho
        v += np.square(g) * (1.0 - self.rho)
        step = g / np.sqrt(v + self.epsilon) * rate
        if not self.momentum:
            p -= step
            return
        m = slots["momentum"]
        m *= self.momentum
        m += step
        p -= m
