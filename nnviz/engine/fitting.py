"""What `fit` does around a training: progress bar, callbacks, and the warning of a divergence."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnviz.engine.callbacks import Callback, History
from nnviz.engine.progress import Progress
from nnviz.engine.telling import hearing, introduce, tell

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
    watchers = [*callbacks, history]
    introduce(watchers, model, verbose=verbose, epochs=epochs, steps=training.steps_per_epoch)
    model.stop_training = False
    model.history = history
    tell(watchers, "on_train_begin", {})
    while not training.finished:
        epoch = training.epoch
        tell(watchers, "on_epoch_begin", epoch, {})
        _run_epoch(model, training, epochs, verbose, watchers)
        if training.epoch > epoch:
            tell(watchers, "on_epoch_end", epoch, training.latest)
        elif training.stopped_by == "stopped":
            tell(watchers, "on_epoch_end", epoch, training.running_scores())
        if model.stop_training:
            training.stop()
    tell(watchers, "on_train_end", training.latest)
    warn_of_divergence(training, stacklevel=4)
    return history


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
    listeners = hearing(watchers, "train")
    while training.epoch == epoch and not training.finished:
        if listeners:
            _run_batch(model, training, listeners)
        else:
            training.run_slice(_INTERVAL if verbose else math.inf)
        if training.epoch == epoch and verbose:
            bar.update(training.batch, training.running_scores())
    if training.epoch > epoch:
        bar.update(steps, training.latest)


def _run_batch(model: Sequential, training: Training, watchers: Sequence[Callback]) -> None:
    """Train for one minibatch, with those told who want to hear of it."""
    batch = training.batch
    tell(watchers, "on_train_batch_begin", batch, {})
    training.run_steps(1)
    scores = training.running_scores() if training.batch else training.latest
    tell(watchers, "on_train_batch_end", batch, dict(scores))
    if model.stop_training and training.batch:
        training.stop()


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
