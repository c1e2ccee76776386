"""Loss and metrics over minibatches that are given one by one."""

from __future__ import annotations

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.samples import Samples
from nnviz.engine.setting import Setting


class RunningScores:
    """Loss and metrics of all minibatches so far, as Keras reports them."""

    def __init__(self) -> None:
        self._loss = 0.0
        self._samples = 0
        self._totals: list[FloatArray] = []

    def add(self, setting: Setting, samples: Samples, logits: FloatArray, loss: float) -> None:
        """Add a minibatch: its samples, their logits in columns, and its mean loss."""
        n = len(samples.x)
        self._loss += loss * n
        self._samples += n
        with np.errstate(all="ignore"):
            a = setting.layers[-1].activation.rule(logits)
        y = samples.y.T
        sums = [metric.sums(y, a, None) for metric in setting.metrics]
        sums += [metric.sums(y, a, samples.weights) for metric in setting.weighted_metrics]
        before = self._totals or [np.zeros_like(new) for new in sums]
        self._totals = [old + new for old, new in zip(before, sums, strict=True)]

    def scores(self, setting: Setting) -> dict[str, float]:
        """Return loss and metrics."""
        metrics = [*setting.metrics, *setting.weighted_metrics]
        with np.errstate(all="ignore"):
            values = [one.of_totals(sums) for one, sums in zip(metrics, self._totals, strict=True)]
        reports = dict(zip(setting.names, values, strict=True))
        return {"loss": self._loss / self._samples, **reports}
