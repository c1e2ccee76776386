"""Training that can be stopped after any minibatch and resumed as if it never had."""

from __future__ import annotations

import math
from time import perf_counter
from typing import Literal, TypeAlias

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.checkpoint import Checkpoint
from nnviz.engine.feed import Feed
from nnviz.engine.randomness import generator
from nnviz.engine.results import Results
from nnviz.engine.samples import Samples
from nnviz.engine.setting import Setting
from nnviz.engine.stages import dropouts
from nnviz.engine.windows import Windows

_OFTEN = 256  # steps: after so many, what has faded is cleared at the end of an epoch

StoppedBy: TypeAlias = Literal["epochs", "threshold", "divergence", "stopped"]


class Training:
    """Epochs of minibatch steps on one set of data.

    Epoch e sees the samples in the order ``default_rng([seed, e]).permutation(n)``, which depends
    on nothing else: a training resumed at any epoch repeats exactly. Without a seed the order comes
    from the global generator.

    Parameters
    ----------
    setting : Setting
    samples : Samples
    batch_size, epochs, initial_epoch : int
        `epochs` is the number of the last epoch, counted from 0 as in Keras.
    seed : int, optional
    shuffle : bool
    threshold : float, optional
        Training ends after an epoch whose loss is below this.
    validation : Samples, optional
        Reported after an epoch.

    Attributes
    ----------
    epoch : int
        Epochs completed, counted on from `initial_epoch`.
    step : int
        Minibatches done.
    steps_per_epoch : int
    history : dict of str to list of float
        One value per completed epoch, with Keras's keys.
    latest : dict of str to float
        What the last completed epoch added to it.
    stopped_by : {'epochs', 'threshold', 'divergence', 'stopped'} or None
    diverged_at : (epoch, batch) or None
        Counted from 0; the parameters are those before that minibatch.
    """

    def __init__(
        self,
        setting: Setting,
        samples: Samples,
        *,
        batch_size: int = 32,
        epochs: int = 1,
        initial_epoch: int = 0,
        seed: int | None = None,
        shuffle: bool = True,
        threshold: float | None = None,
        validation: Samples | None = None,
    ) -> None:
        self._setting = setting
        self._feed = Feed(samples, setting.layers[0].use_bias, setting.parameters.dtype)
        self._batch_size = batch_size
        self._epochs = epochs
        self._seed = seed
        self._shuffle = shuffle
        self.threshold = threshold
        self._validation = validation
        self.epoch = initial_epoch
        self.step = 0
        self.steps_per_epoch = math.ceil(len(samples.x) / batch_size)
        self.history: dict[str, list[float]] = {}
        self.latest: dict[str, float] = {}
        self.stopped_by: StoppedBy | None = "epochs" if initial_epoch >= epochs else None
        self.diverged_at: tuple[int, int] | None = None
        self._prepare()

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.stopped_by is not None

    @property
    def batch(self) -> int:
        """Minibatches done in the epoch under way."""
        return self._batch

    @property
    def running_loss(self) -> float:
        """The mean loss so far in the epoch under way; NaN when none is."""
        return self.running_scores().get("loss", math.nan)

    def running_scores(self) -> dict[str, float]:
        """Return loss and metrics so far in the epoch under way; empty when none is."""
        start, done = self._samples(self._since), self._samples(self._batch)
        return self._results.scores(start, done) if done > start else {}

    def run(self) -> None:
        """Train to the end."""
        while not self.finished:
            self.run_steps(self.steps_per_epoch)

    def run_for(self, seconds: float) -> bool:
        """Train for about so long, at least one minibatch; return whether training has finished."""
        deadline = perf_counter() + seconds
        while not self.finished:
            self._slice(self.steps_per_epoch, deadline)
            if perf_counter() >= deadline:
                break
        return self.finished

    def run_slice(self, seconds: float) -> None:
        """Train for at most about so long, and no further than the end of the epoch."""
        if not self.finished:
            self._slice(self.steps_per_epoch, perf_counter() + seconds)

    def run_steps(self, n: int) -> bool:
        """Train for `n` minibatches; return whether training has finished."""
        target = self.step + n
        while not self.finished and self.step < target:
            self._slice(target - self.step, math.inf)
        return self.finished

    def stop(self) -> None:
        """End training here."""
        if self.stopped_by is None:
            self.stopped_by = "stopped"

    def resume(self, epoch: int, batch: int) -> None:
        """Go on from there with the present parameters; scores are of what is trained from there.

        Parameters
        ----------
        epoch, batch : int
            Epochs completed, and minibatches done in the one under way.
        """
        self.epoch, self._batch, self._since = epoch, batch, batch
        self.stopped_by, self.diverged_at = None, None
        if batch:
            self._order_samples()
        self._windows.forget()

    def _prepare(self) -> None:
        setting = self._setting
        setting.optimizer.build(setting.parameters.size, setting.parameters.dtype)
        self._results = Results(setting, self._feed, self._batch_size)
        self._windows = Windows(setting, self._feed, self._batch_size, self._results)
        random = [layer.generator for layer in dropouts(setting.all_layers)]
        self._checkpoint = Checkpoint(setting.parameters, setting.optimizer, random)
        self._batch = self._since = 0
        self._wary = False  # whether the last slice had logits too large for hurry
        self._loss = math.nan  # of the last steps, or of the epoch if they complete it

    @property
    def _complete(self) -> bool:
        return self._batch == self.steps_per_epoch

    def _samples(self, batches: int) -> int:
        return min(batches * self._batch_size, len(self._feed))

    def _slice(self, limit: int, deadline: float) -> None:
        """Make up to `limit` steps within one epoch, then look whether all is finite."""
        if self._batch == 0:
            self._order_samples()
            self._windows.forget()
        first = self._batch
        last = min(first + limit, self.steps_per_epoch)
        self._checkpoint.save()
        with np.errstate(all="ignore"):
            if not (self._wary or self._makes(last, deadline)):
                last, deadline = self._take_back(first), math.inf
                self._wary = True
            if self._wary:
                self._run_with_care(last, deadline)
            if self._complete:
                self._end_epoch(self._loss)

    def _order_samples(self) -> None:
        if not self._shuffle:
            return
        rng = generator() if self._seed is None else np.random.default_rng([self._seed, self.epoch])
        self._feed.shuffle(rng)

    def _run_batches(self, last: int, deadline: float) -> None:
        late = False
        try:
            while self._batch < last and not late:
                late = self._run_together(last, deadline)
        finally:
            self._windows.finish()

    def _run_together(self, last: int, deadline: float) -> bool:
        """Run minibatches that are in memory together; return whether the deadline ended it."""
        batches = self._windows.calls_from(self._batch, last)
        timed, done = deadline < math.inf, 0
        try:
            for calls in batches:
                for function, arguments in calls:
                    function(*arguments)
                done += 1
                if timed and perf_counter() >= deadline:
                    return True
            return False
        finally:
            self._windows.keep(self._batch, self._batch + done)
            self._batch += done
            self.step += done
            self._setting.optimizer.iterations += done

    def _makes(self, last: int, deadline: float) -> bool:
        """Make steps; return whether what they left, and the parameters, are finite."""
        first = self._batch
        self._run_batches(last, deadline)
        # the loss of the epoch is finite only if that of its last steps is
        start = self._since if self._complete else first
        self._loss = self._results.loss(self._samples(start), self._samples(self._batch))
        return math.isfinite(self._loss) and _all_finite(self._setting.parameters)

    def _run_with_care(self, last: int, deadline: float) -> None:
        """Make step by step, up to one that makes numbers not finite if there is one.

        Only where logits were too large for hurry is one made without, so that it makes no
        difference where slices end.
        """
        self._wary = False
        while self._batch < last and not self.finished:
            self._checkpoint.save()
            if not (self._makes_one() or (self._windows.hurry and self._makes_one_without_hurry())):
                self.diverged_at = (self.epoch, self._batch)
                self.stopped_by = "divergence"
            if perf_counter() >= deadline:
                break

    def _makes_one(self) -> bool:
        """Make a step; return whether all is finite, and take it back if not."""
        batch = self._batch
        made = self._makes(batch + 1, math.inf)
        if not made:
            self._take_back(batch)
        return made

    def _makes_one_without_hurry(self) -> bool:
        self._wary, self._windows.hurry = True, False
        try:
            return self._makes_one()
        finally:
            self._windows.hurry = True

    def _take_back(self, batch: int) -> int:
        """Go back to the state last saved, which was before this minibatch; return where it was."""
        last = self._batch
        self._checkpoint.restore()
        self._windows.forget()
        self.step -= last - batch
        self._batch = batch
        return last

    def _end_epoch(self, loss: float) -> None:
        start = self._samples(self._since)
        scores = {"loss": loss, **self._results.reports(start, len(self._feed))}
        if self._validation is not None:
            values = self._setting.evaluation(self._validation, self._batch_size)
            scores |= {f"val_{key}": value for key, value in values.items()}
        self.latest = dict(sorted(scores.items()))
        for key, value in self.latest.items():
            self.history.setdefault(key, []).append(value)
        if self._setting.optimizer.iterations % _OFTEN < self.steps_per_epoch:
            self._setting.optimizer.clear_traces()
        self.epoch += 1
        self._batch = self._since = 0
        if self.threshold is not None and scores["loss"] < self.threshold:
            self.stopped_by = "threshold"
        elif self.epoch >= self._epochs:
            self.stopped_by = "epochs"


def _all_finite(values: FloatArray) -> bool:
    """Whether no value is NaN or infinite; a finite sum, which costs less, is proof enough."""
    return math.isfinite(np.add.reduce(values)) or bool(np.isfinite(values).all())
