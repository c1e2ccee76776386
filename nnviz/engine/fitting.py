"""What `fit` does around a training: progress bar, callbacks, and the warning of a divergence."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nnviz.engine.callbacks import Callback, History
from nnviz.engine.progress import Progress
from nnviz.engine.telling import hearing, introduce, tell

if TYPE_CHECKING:
    from nnviz.engine.models import Sequential
    from nnviz.engine.training import Training

_INTERVAL = 0.05  # seconds of training between two drawings of the bar


class Fit:
    """One call of `fit`.

    Parameters
    ----------
    model : Sequential
    training : Training
    epochs : int
    verbose : int
    callbacks : sequence of Callback
        Told what happens, and after them the history.
    """

    def __init__(
        self,
        model: Sequential,
        training: Training,
        epochs: int,
        verbose: int,
        callbacks: Sequence[Callback],
    ) -> None:
        self._model = model
        self._training = training
        self._epochs = epochs
        self._verbose = verbose
        self._history = History()
        self._watchers = [*callbacks, self._history]
        self._listeners = hearing(self._watchers, "train")
        self._validation: Callable[[], dict[str, float]] | None = None
        self._validation_freq: int | Sequence[int] = 1

    def validate(
        self, freq: int | Sequence[int], validation: Callable[[], dict[str, float]]
    ) -> None:
        """Report what `validation` gives, after every `freq` epochs or after those it names."""
        self._validation = validation
        self._validation_freq = freq

    def run(self) -> History:
        """Train to the end, telling the callbacks and showing progress; return the history."""
        model, training = self._model, self._training
        params = {"verbose": self._verbose, "epochs": self._epochs}
        introduce(self._watchers, model, **params, steps=training.steps_per_epoch)
        model.stop_training = False
        model.history = self._history
        tell(self._watchers, "on_train_begin", {})
        logs: dict[str, float] = {}
        while not training.finished:
            logs = self._run_at_once() if self._unwatched else self._run_epoch()
            if model.stop_training:
                training.stop()
        tell(self._watchers, "on_train_end", logs)
        warn_of_divergence(training, stacklevel=4)
        return self._history

    @property
    def _unwatched(self) -> bool:
        """Whether nobody but the history is told of epochs, and nothing is done between them."""
        return not self._verbose and self._validation is None and self._watchers == [self._history]

    def _run_at_once(self) -> dict[str, float]:
        """Train to the end, which on small networks is quicker than epoch by epoch."""
        training, history = self._training, self._history
        start = training.epoch
        try:
            while not (training.finished or self._model.stop_training):  # as another thread may say
                training.run_slice(math.inf)
        finally:  # whatever ends it, what was completed is reported
            history.epoch = list(range(start, training.epoch))
            history.history = {key: list(values) for key, values in training.history.items()}
        return training.latest

    def _run_epoch(self) -> dict[str, float]:
        """Train for one epoch, and return what is reported of it."""
        training, epoch = self._training, self._training.epoch
        tell(self._watchers, "on_epoch_begin", epoch, {})
        if self._verbose and self._epochs > 1:
            print(f"Epoch {epoch + 1}/{self._epochs}")
        bar = Progress(training.steps_per_epoch, self._verbose)
        self._run_batches(bar)
        if training.stopped_by == "divergence":
            return training.latest
        logs = training.running_scores() if training.epoch == epoch else dict(training.latest)
        if self._validation is not None and self._validates(epoch + 1):
            logs |= {f"val_{key}": value for key, value in self._validation().items()}
        logs = dict(sorted(logs.items()))
        if training.epoch > epoch:
            bar.update(bar.target, logs)
        tell(self._watchers, "on_epoch_end", epoch, logs)
        return logs

    def _run_batches(self, bar: Progress) -> None:
        training, epoch = self._training, self._training.epoch
        while training.epoch == epoch and not training.finished:
            if self._listeners:
                self._run_batch()
            else:
                training.run_slice(_INTERVAL if self._verbose else math.inf)
            if training.epoch == epoch and self._verbose:
                bar.update(training.batch, training.running_scores())

    def _run_batch(self) -> None:
        """Train for one minibatch, with those told who want to hear of it."""
        training, batch = self._training, self._training.batch
        tell(self._listeners, "on_train_batch_begin", batch, {})
        training.run_steps(1)
        scores = training.running_scores() if training.batch else training.latest
        tell(self._listeners, "on_train_batch_end", batch, dict(scores))
        if self._model.stop_training and training.batch:
            training.stop()

    def _validates(self, number: int) -> bool:
        """Whether this epoch, counted from 1, is one after which validation data are looked at."""
        freq = self._validation_freq
        return number % freq == 0 if isinstance(freq, int) else number in freq


def warn_if_nothing_learns(model: Sequential) -> None:
    """Warn, as Keras does, if training will change nothing."""
    if not model.trainable_weights:
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
