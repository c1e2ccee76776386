"""Callbacks that end a fit."""

from __future__ import annotations

import math

from nnviz.engine.arrays import FloatArray
from nnviz.engine.callbacks.base import Callback, Logs
from nnviz.engine.callbacks.monitor import Monitor


class EarlyStopping(Monitor):
    """End the fit when what is watched has not become better for some epochs.

    Parameters
    ----------
    monitor : str
    min_delta : float
    patience : int
        For how many epochs.
    verbose : {0, 1}
        Whether to say so.
    mode : {'auto', 'min', 'max'}
    baseline : float, optional
        Better means better than this, too.
    restore_best_weights : bool
        Whether the weights go back to those of the best epoch.
    start_from_epoch : int
        Epochs before this one are not looked at.

    Attributes
    ----------
    best_epoch, stopped_epoch : int
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self._begin()

    def _begin(self) -> None:
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best = None
        self.best_weights: list[FloatArray] | None = None

    def on_train_begin(self, _logs: Logs | None = None) -> None:
        """Forget an earlier fit."""
        self._begin()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Compare with the best epoch so far."""
        value = self.watched(logs or {})
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self._remember(epoch)
        self.wait += 1
        if self.is_better(value, self.best):
            self.best = value
            self._remember(epoch)
            if self.baseline is None or self.is_better(value, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, _logs: Logs | None = None) -> None:
        """Go back to the best epoch, if wanted."""
        if self.stopped_epoch and self.verbose:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose:
                print(
                    "Restoring model weights from the end of the best epoch: "
                    f"{self.best_epoch + 1}."
                )
            self.model.set_weights(self.best_weights)

    def _remember(self, epoch: int) -> None:
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()


class StopAtLoss(Callback):
    """End the fit after an epoch whose loss is below `threshold`: the notes' stop condition."""

    def __init__(self, threshold: float) -> None:
        self.threshold = float(threshold)
        if math.isnan(self.threshold):
            raise ValueError(f"Expected threshold to be a number; received {threshold!r}.")

    def on_epoch_end(self, _epoch: int, logs: Logs | None = None) -> None:
        """Compare the loss."""
        if (logs or {})["loss"] < self.threshold:
            self.model.stop_training = True


class TerminateOnNaN(Callback):
    """Stands here for Keras's scripts: every fit of nnviz ends when a loss is not finite."""
