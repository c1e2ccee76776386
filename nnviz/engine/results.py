"""What the minibatches of an epoch leave behind, and the loss and metrics read from it."""

from __future__ import annotations

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.feed import Feed
from nnviz.engine.setting import Setting

_PART = 8192  # samples whose metrics are summed up at once, so that it takes little memory


class Results:
    """The losses of an epoch's minibatches, and where metrics need them the logits of its samples.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    batch_size : int
    """

    def __init__(self, setting: Setting, feed: Feed, batch_size: int) -> None:
        self._setting = setting
        self._feed = feed
        self._batch_size = batch_size
        self._losses = np.empty(-(-len(feed) // batch_size))  # sums over the samples
        outputs = setting.layers[-1].units if setting.reports_any else 0
        self._logits = np.empty((outputs, len(feed)), setting.parameters.dtype)

    def keep(
        self,
        start: int,
        size: int,
        targets: FloatArray,
        logits: FloatArray,
        penalties: FloatArray | None = None,
    ) -> None:
        """Keep what minibatches left, from this place of the epoch on; one column per sample.

        Parameters
        ----------
        start : int
        size : int
            The number of samples in each of these minibatches.
        targets : ndarray, shape (outputs, n), or one more with what each sample's loss counts
        logits : ndarray, shape (outputs, n)
        penalties : ndarray, shape (1, n), optional
            What regularizers add to the loss of each.
        """
        outputs, n = logits.shape
        weights = targets[outputs:] if len(targets) > outputs else None
        each = self._setting.each_loss(targets[:outputs], logits, weights)
        counts = self._setting.loss.counts(size)
        if counts != 1.0:
            each = each * counts
        if penalties is not None:
            each = each + penalties
        place = self._batches(start, start + n)
        self._losses[place] = np.add.reduce(each.reshape(-1, size), 1, self._losses.dtype)
        if len(self._logits):
            self._logits[:, start : start + n] = logits

    def scores(self, start: int, stop: int) -> dict[str, float]:
        """Return loss and metrics of the samples at these places of the epoch."""
        return {"loss": self.loss(start, stop), **self.reports(start, stop)}

    def loss(self, start: int, stop: int) -> float:
        """Return the mean loss of these samples."""
        return float(np.add.reduce(self._losses[self._batches(start, stop)])) / (stop - start)

    def _batches(self, start: int, stop: int) -> slice:
        return slice(start // self._batch_size, -(-stop // self._batch_size))

    def reports(self, start: int, stop: int) -> dict[str, float]:
        """Return the metrics of these samples."""
        if not self._setting.reports_any:
            return {}
        parts = [self._totals(k, min(k + _PART, stop)) for k in range(start, stop, _PART)]
        return self._setting.reports_of(
            [sum(each[1:], each[0]) for each in zip(*parts, strict=True)]
        )

    def _totals(self, start: int, stop: int) -> list[FloatArray]:
        y, weights = self._feed.targets_of(start, stop)
        return self._setting.totals(y, self._logits[:, start:stop], weights)
