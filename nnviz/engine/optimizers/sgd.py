"""Gradient descent."""

from __future__ import annotations

from typing import Any

from nnviz.engine.arrays import number
from nnviz.engine.optimizers.base import Optimizer


class SGD(Optimizer):
    """Gradient descent, with momentum if wanted.

    Parameters
    ----------
    learning_rate : float
        η.
    momentum : float
        β, from 0 to 1.
    nesterov : bool
        Whether the momentum looks ahead.
    name : str, optional
    """

    name = "sgd"

    def __init__(
        self,
        learning_rate: float = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, name)
        self.momentum = number("momentum", momentum, 0.0, 1.0)
        self.nesterov = bool(nesterov)
        self.slot_names = ("momentum",) if self.momentum else ()

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """P ← p − η g; with momentum v ← β v − η g, p ← p + v, or ahead p ← p + β v − η g."""
        step = g * rate
        if not self.momentum:
            p -= step
            return
        v = slots["momentum"]
        v *= self.momentum
        v -= step
        if self.nesterov:
            p += v * self.momentum
            p -= step
        else:
            p += v
