"""Gradient descent."""

from __future__ import annotations

from typing import Any

from nnviz.engine.arrays import number
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.schedules import LearningRateSchedule


class SGD(Optimizer):
    """Gradient descent, with momentum if wanted.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        η.
    momentum : float
        β, from 0 to 1.
    nesterov : bool
        Whether the momentum looks ahead.
    **common
        As for every `Optimizer`, in Keras's order: weight_decay, clipnorm and so on.
    """

    name = "sgd"
    scales_gradient = True

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
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
