"""What the minibatches of an epoch leave behind, and the loss and metrics read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.feed import Feed
from nnviz.engine.setting import Setting

_PART = 8192  # samples whose metrics are summed up at once, so that it takes little memory


class Left(NamedTuple):
    """What minibatches of one size leave; along the axes minibatches and samples, behind the first.

    Attributes
    ----------
    targets : ndarray, shape (outputs, ...), or one more with what each sample's loss counts
    remains : sequence of ndarray, shape (..., ...)
        As the `OutputRule` says.
    penalties : ndarray, shape (1, ...), or None
        What regularizers add to the loss of each sample.
    """

    targets: FloatArray
    remains: Sequence[FloatArray]
    penalties: FloatArray | None = None

    @property
    def size(self) -> int:
        """The number of samples in each minibatch."""
        return int(self.targets.shape[-1])

    def flat(self) -> Left:
        """Return the same with all samples along one axis."""
        penalties = None if self.penalties is None else _columns(self.penalties)
        return Left(_columns(self.targets), [_columns(one) for one in self.remains], penalties)


def _columns(values: FloatArray) -> FloatArray:
    return values.reshape(len(values), -1)


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

    def keep(self, batch: int, left: Left) -> None:
        """Keep what minibatches left, from this one of the epoch on."""
        setting, rule = self._setting, self._setting.output_rule
        outputs, size = len(left.remains[0]), left.size
        if not rule.any_shape:
            left = left.flat()
        each = rule.of_remains(left.targets[:outputs], *left.remains)
        if len(left.targets) > outputs:
            each = each * left.targets[outputs:]
        counts = setting.loss.counts(size)
        if counts != 1.0:
            each = each * counts
        if left.penalties is not None:
            each = each + left.penalties
        sums = np.add.reduce(each.reshape(-1, size), 1, self._losses.dtype)
        self._losses[batch : batch + len(sums)] = sums
        if len(self._logits):
            start, z = batch * self._batch_size, left.remains[0].reshape(outputs, -1)
            self._logits[:, start : start + z.shape[1]] = z

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
