"""What the minibatches of an epoch leave behind, and the loss and metrics read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.feed import Feed
from nnviz.engine.setting import Setting

_PART = 8192  # samples whose metrics are summed up at once, so that it takes little memory


@dataclass(frozen=True)
class Left:
    """What minibatches of one size leave, each of them behind the other.

    Attributes
    ----------
    targets : ndarray, shape (minibatches, outputs, size)
        Or one more behind the outputs, with what each sample's loss counts.
    remains : sequence of ndarray, shape (minibatches, ..., size)
        As the `OutputRule` says.
    penalties : ndarray, shape (minibatches, 1, size), or None
        What regularizers add to the loss of each sample.
    """

    targets: FloatArray
    remains: Sequence[FloatArray]
    penalties: FloatArray | None = None

    @cached_property
    def views(self) -> list[FloatArray]:
        """What targets and outputs have in common, the outputs along the first axis."""
        outputs = self.remains[0].shape[1]
        arrays = self.targets[:, :outputs], *self.remains
        if all(one.shape[1] == 1 for one in arrays):
            return [one.reshape(1, -1) for one in arrays]
        return [one.swapaxes(0, 1) for one in arrays]

    @cached_property
    def weights(self) -> FloatArray | None:
        """What each sample's loss counts, if that was given."""
        outputs = self.remains[0].shape[1]
        return self.targets[:, outputs:] if self.targets.shape[1] > outputs else None


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
        n, _, size = left.targets.shape
        terms = self._terms(left)
        if left.weights is not None:
            terms = terms * left.weights
        counts = self._setting.loss.counts(size)
        if counts != 1.0:
            terms = terms * counts
        if left.penalties is not None:
            terms = np.add.reduce(terms, 1, keepdims=True) + left.penalties
        sums = self._losses[batch : batch + n]
        np.add.reduce(terms.reshape(n, -1), 1, sums.dtype, out=sums)
        if not self._setting.output_rule.exact(*left.remains):
            sums.fill(np.nan)  # so that the steps are repeated with care
        if len(self._logits):
            start, z = batch * self._batch_size, _columns(left.views[1])
            self._logits[:, start : start + z.shape[1]] = z

    def _terms(self, left: Left) -> FloatArray:
        """Return what the losses of samples add up from, shape (minibatches, ..., size)."""
        rule, views, total = self._setting.output_rule, left.views, self._feed.total
        if views[0].ndim == 3 and rule.any_shape:
            terms: FloatArray = rule.terms(total, *views).swapaxes(0, 1)
        else:
            terms = rule.terms(total, *map(_columns, views)).reshape(len(left.targets), 1, -1)
        return terms

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


def _columns(values: FloatArray) -> FloatArray:
    """Return values with all samples along the second axis."""
    return values if values.ndim == 2 else values.reshape(len(values), -1)
