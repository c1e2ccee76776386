"""What a training works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss, output_rule
from nnviz.engine.metrics import Metric
from nnviz.engine.optimizers import Optimizer


@dataclass(frozen=True)
class Setting:
    """The parts of a built and compiled model.

    Attributes
    ----------
    layers : sequence of Dense
    parameters : ndarray, shape (n_parameters,)
        The layers' blocks are views into it.
    loss : Loss
    optimizer : Optimizer
    metrics : sequence of Metric
    """

    layers: Sequence[Dense]
    parameters: FloatArray
    loss: Loss
    optimizer: Optimizer
    metrics: Sequence[Metric]

    def scores(self, y: FloatArray, z: FloatArray) -> dict[str, float]:
        """Return mean loss and metrics from targets and logits, one column per sample."""
        last = self.layers[-1].activation
        with np.errstate(all="ignore"):
            values = {"loss": self.losses(y, z)}
            if self.metrics:
                a = last.rule(z)
                values |= {metric.name: float(metric.rule(y, a).mean()) for metric in self.metrics}
        return values

    def losses(self, y: FloatArray, z: FloatArray) -> float:
        """Return the mean loss alone."""
        rule = output_rule(self.loss, self.layers[-1].activation)
        return float(rule.per_sample(y, z).mean())
