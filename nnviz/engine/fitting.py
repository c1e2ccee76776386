"""What `fit` does around a training: progress bar, callbacks, and the warning of a divergence."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnviz.engine.callbacks import Callback, History
from nnviz.engine.progress import Progress

if TYPE_CHECKING:
    from nnviz.engine.models import Sequential
    from nnviz.engine.training import Training

_INTERVAL = 0.05  # seconds of training between two drawings of the bar


def follow(
    model: Sequential,
    training: Training,
    epochs: int,
    verbose: int,
    callbacks: Sequence[Callback],
) -> History:
    """Train to the end, telling the callbacks and showing progress, and return the history."""
    history = History()
    params = {"verbose": verbose, "epochs": epochs, "steps": training.steps_per_epoch}
    watchers = [*callbacks, history]
    for watcher in watchers:
        watcher.set_model(model)
        watcher.set_params(params)
    model.stop_training = False
    _tell(watchers, "on_train_begin")
    while not training.finished:
        epoch = training.epoch
        _tell(watchers, "on_epoch_begin", epoch)
        _run_epoch(training, epochs, verbose)
        if training.epoch > epoch:
            _tell(watchers, "on_epoch_end", epoch, training.latest)
        if model.stop_training:
            training.stop()
    _tell(watchers, "on_train_end", training.latest)
    _warn_of_divergence(training)
    return history


def _tell(watchers: Sequence[Callback], event: str, *arguments: object) -> None:
    for watcher in watchers:
        getattr(watcher, event)(*arguments)


def _run_epoch(training: Training, epochs: int, verbose: int) -> None:
    epoch, steps = training.epoch, training.steps_per_epoch
    if verbose and epochs > 1:
        print(f"Epoch {epoch + 1}/{epochs}")
    bar = Progress(steps, verbose)
    while training.epoch == epoch and not training.finished:
        training.run_slice(_INTERVAL)
        if training.epoch == epoch and verbose:
            bar.update(training.batch, training.running_scores())
    if training.epoch > epoch:
        bar.update(steps, training.latest)


def _warn_of_divergence(training: Training) -> None:
    if training.diverged_at is not None:
        epoch, batch = training.diverged_at
        warnings.warn(
            f"Training diverged in epoch {epoch + 1}, batch {batch + 1}: the loss or a parameter "
            "was no longer finite. It has ended; the parameters are those before that batch. "
            "A smaller learning rate may help.",
            RuntimeWarning,
            stacklevel=4,
        )
