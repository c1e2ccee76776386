"""What the minibatches of an epoch leave behind, and the loss and metrics read from it."""

from __future__ import annotations

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.feed import Feed
from nnviz.engine.penalties import any_penalty
from nnviz.engine.setting import Setting

_PART = 8192  # numbers of which the loss is computed at once, few enough for the cache


class Results:
    """Logits and penalties of the samples of an epoch, in its order.

    Parameters
    ----------
    setting : Setting
    feed : Feed
    batch_size : int

    Attributes
    ----------
    arrays : list of ndarray
        The logits, shape (outputs, n), and what regularizers add, shape (1, n), if there are any.
    """

    def __init__(self, setting: Setting, feed: Feed, batch_size: int) -> None:
        self._setting = setting
        self._feed = feed
        self._batch_size = batch_size
        heights = [setting.layers[-1].units]
        if any_penalty(setting.layers):
            heights.append(1)
        self.arrays: list[FloatArray] = [
            np.empty((height, len(feed)), setting.parameters.dtype) for height in heights
        ]

    def scores(self, start: int, stop: int) -> dict[str, float]:
        """Return loss and metrics of the samples at these places of the epoch."""
        return {"loss": self.loss(start, stop), **self.reports(start, stop)}

    def loss(self, start: int, stop: int) -> float:
        """Return the mean loss of these samples, a part at a time so that it needs no memory."""
        logits, *penalties = self.arrays
        total, size = 0.0, max(1, _PART // len(logits))
        for first in range(start, stop, size):
            last = min(first + size, stop)
            y, weights = self._feed.targets_of(first, last)
            counted = self._setting.counted(weights, first, last, len(self._feed), self._batch_size)
            part = self._setting.losses(y, logits[:, first:last], counted)
            total += part * (last - first)
        added = sum(float(penalty[:, start:stop].mean()) for penalty in penalties)
        return total / (stop - start) + added

    def reports(self, start: int, stop: int) -> dict[str, float]:
        """Return the metrics of these samples."""
        if not self._setting.reports_any:
            return {}
        y, weights = self._feed.targets_of(start, stop)
        return self._setting.reports(y, self.arrays[0][:, start:stop], weights)
