"""Callbacks that change the learning rate."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from nnviz.engine.callbacks.base import Callback, Logs
from nnviz.engine.callbacks.monitor import Monitor


class LearningRateScheduler(Callback):
    """Set the learning rate before each epoch.

    Parameters
    ----------
    schedule : callable
        Takes the epoch, counted from 0, and the present rate if it takes two arguments; returns the
        rate.
    verbose : {0, 1}
        Whether to say so.
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        self.schedule = schedule
        self.verbose = verbose

    def on_epoch_begin(self, epoch: int, _logs: Logs | None = None) -> None:
        """Ask for the rate and set it."""
        optimizer = _optimizer(self)
        both = (epoch, optimizer.learning_rate)
        rate: Any = self.schedule(*both[: _arguments(self.schedule)])
        if not isinstance(rate, (float, np.floating)):
            raise ValueError(
                f"The output of the `schedule` function should be a float. Got: {rate!r}"
            )
        optimizer.learning_rate = float(rate)
        if self.verbose:
            print(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")

    def on_epoch_end(self, _epoch: int, logs: Logs | None = None) -> None:
        """Report the rate."""
        if logs is not None:
            logs["learning_rate"] = _optimizer(self).learning_rate


class ReduceLROnPlateau(Monitor):
    """Lower the learning rate when what is watched has not become better for some epochs.

    Parameters
    ----------
    monitor : str
    factor : float
        The rate is multiplied with this, below 1.
    patience : int
        For how many epochs.
    verbose : {0, 1}
        Whether to say so.
    mode : {'auto', 'min', 'max'}
    min_delta : float
    cooldown : int
        How many epochs are not counted after that.
    min_lr : float
        The rate is never lower.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        if factor >= 1.0:
            raise ValueError(
                f"ReduceLROnPlateau does not support a factor >= 1.0. Received factor={factor}"
            )
        self.factor = factor
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.wait = self.cooldown_counter = 0

    def on_train_begin(self, _logs: Logs | None = None) -> None:
        """Forget an earlier fit."""
        self.best = None
        self.wait = self.cooldown_counter = 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Compare with the best epoch so far, and lower the rate if it is time."""
        logs = {} if logs is None else logs
        logs["learning_rate"] = _optimizer(self).learning_rate
        value = self.watched(logs)
        if value is None:
            return
        if self.cooldown_counter:
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_better(value, self.best):
            self.best = value
            self.wait = 0
        elif not self.cooldown_counter:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        optimizer = _optimizer(self)
        if optimizer.learning_rate <= self.min_lr:
            return
        optimizer.learning_rate = max(optimizer.learning_rate * self.factor, self.min_lr)
        self.cooldown_counter = self.cooldown
        self.wait = 0
        if self.verbose:
            print(
                f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to "
                f"{optimizer.learning_rate}."
            )


def _optimizer(callback: Callback) -> Any:
    return callback.model.optimizer


def _arguments(function: Callable[..., float]) -> int:
    """Return 1 or 2: how many of epoch and rate `function` takes."""
    try:
        inspect.signature(function).bind(0, 0.0)
    except TypeError:
        return 1
    return 2
