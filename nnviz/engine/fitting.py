"""What `fit` does around a training: progress bar, callbacks, and the warning of a divergence."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnviz.engine.callbacks import Callback, History
from nnviz.engine.progress import Progress

if TYPE_CHECKING:
    from nnviz.engine.models import Sequential
    from nnviz.engine.training import Training

_INTERVAL = 0.05  # seconds of training between two drawings of the bar
_BATCH_EVENTS = ("on_train_batch_begin", "on_train_batch_end", "on_batch_begin", "on_batch_end")


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
    model.history = history
    _tell(watchers, "on_train_begin", {})
    while not training.finished:
        epoch = training.epoch
        _tell(watchers, "on_epoch_begin", epoch, {})
        _run_epoch(model, training, epochs, verbose, watchers)
        if training.epoch > epoch:
            _tell(watchers, "on_epoch_end", epoch, training.latest)
        elif training.stopped_by == "stopped":
            _tell(watchers, "on_epoch_end", epoch, training.running_scores())
        if model.stop_training:
            training.stop()
    _tell(watchers, "on_train_end", training.latest)
    warn_of_divergence(training, stacklevel=4)
    return history


def _tell(watchers: Sequence[Callback], event: str, *arguments: object) -> None:
    for watcher in watchers:
        getattr(watcher, event)(*arguments)


def _run_epoch(
    model: Sequential,
    training: Training,
    epochs: int,
    verbose: int,
    watchers: Sequence[Callback],
) -> None:
    epoch, steps = training.epoch, training.steps_per_epoch
    if verbose and epochs > 1:
        print(f"Epoch {epoch + 1}/{epochs}")
    bar = Progress(steps, verbose)
    hearing = [one for one in watchers if _hears_batches(one)]
    while training.epoch == epoch and not training.finished:
        if hearing:
            _run_batch(model, training, hearing)
        else:
            training.run_slice(_INTERVAL if verbose else math.inf)
        if training.epoch == epoch and verbose:
            bar.update(training.batch, training.running_scores())
    if training.epoch > epoch:
        bar.update(steps, training.latest)


def _run_batch(model: Sequential, training: Training, hearing: Sequence[Callback]) -> None:
    """Train for one minibatch, with those told who want to hear of it."""
    batch = training.batch
    _tell(hearing, "on_train_batch_begin", batch, {})
    training.run_steps(1)
    scores = training.running_scores() if training.batch else training.latest
    _tell(hearing, "on_train_batch_end", batch, dict(scores))
    if model.stop_training and training.batch:
        training.stop()


def _hears_batches(watcher: Callback) -> bool:
    """Whether a callback has something to do at every minibatch."""
    return any(
        getattr(getattr(watcher, event), "__func__", None) is not getattr(Callback, event)
        for event in _BATCH_EVENTS
    )


def warn_if_nothing_learns(model: Sequential) -> None:
    """Warn, as Keras does, if training will change nothing."""
    if model.frozen.all():
        warnings.warn("The model does not have any trainable weights.", stacklevel=3)


def warn_of_divergence(training: Training, stacklevel: int) -> None:
    """Warn if training diverged, and say where."""
    if training.diverged_at is not None:
        epoch, batch = training.diverged_at
        warnings.warn(
            f"Training diverged in epoch {epoch + 1}, batch {batch + 1}: the loss or a parameter "
            "was no longer finite. It has ended; the parameters are those before that batch. "
            "A smaller learning rate may help.",
            RuntimeWarning,
            stacklevel=stacklevel,
        )
