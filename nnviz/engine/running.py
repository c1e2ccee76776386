"""Loss and metrics over minibatches that are given one by one."""

from __future__ import annotations

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.samples import Samples
from nnviz.engine.setting import Setting


class RunningScores:
    """Loss and metrics of all minibatches since the last reset, as Keras reports them."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget all minibatches."""
        self._loss = 0.0
        self._samples = 0
        self._totals: dict[str, FloatArray] = {}

    def add(self, setting: Setting, samples: Samples, logits: FloatArray, loss: float) -> None:
        """Add a minibatch: its samples, their logits in columns, and its mean loss."""
        n = len(samples.x)
        self._loss += loss * n
        self._samples += n
        with np.errstate(all="ignore"):
            a = setting.layers[-1].activation.rule(logits)
        for metrics, weights in (
            (setting.metrics, None),
            (setting.weighted_metrics, samples.weights),
        ):
            for metric in metrics:
                sums = metric.sums(samples.y.T, a, weights)
                self._totals[metric.name] = self._totals.get(metric.name, 0.0) + sums

    def scores(self, setting: Setting) -> dict[str, float]:
        """Return loss and metrics."""
        scores = {"loss": self._loss / self._samples}
        with np.errstate(all="ignore"):
            for metric in (*setting.metrics, *setting.weighted_metrics):
                scores[metric.name] = metric.of_totals(self._totals[metric.name])
        return scores
