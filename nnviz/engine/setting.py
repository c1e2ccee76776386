"""What a training works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense, Layer
from nnviz.engine.losses import Loss
from nnviz.engine.metrics import Metric
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.output_rules import OutputRule, output_rule
from nnviz.engine.passes import forward, with_ones
from nnviz.engine.penalties import activity_penalty, any_penalty, themselves, weight_penalty


@dataclass(frozen=True)
class Setting:
    """The parts of a built and compiled model.

    Attributes
    ----------
    layers : sequence of Dense
        The stages.
    parameters : ndarray, shape (n_parameters,)
        The layers' blocks are views into it.
    loss : Loss
    optimizer : Optimizer
    metrics, weighted_metrics : sequence of Metric
    all_layers : sequence of Layer
        What the stages were made from.
    """

    layers: Sequence[Dense]
    parameters: FloatArray
    loss: Loss
    optimizer: Optimizer
    metrics: Sequence[Metric]
    weighted_metrics: Sequence[Metric] = ()
    all_layers: Sequence[Layer] = ()

    @property
    def reports_any(self) -> bool:
        """Whether there are metrics."""
        return bool(self.metrics or self.weighted_metrics)

    def scores(
        self,
        y: FloatArray,
        z: FloatArray,
        weights: FloatArray | None = None,
        penalty: float = 0.0,
    ) -> dict[str, float]:
        """Return mean loss and metrics from targets and logits, one column per sample.

        `weights` are what the loss of each sample counts, shape (samples,), and `penalty` is what
        regularizers add.
        """
        return {"loss": self.losses(y, z, weights) + penalty, **self.reports(y, z, weights)}

    def reports(
        self, y: FloatArray, z: FloatArray, weights: FloatArray | None = None
    ) -> dict[str, float]:
        """Return the metrics alone."""
        if not self.reports_any:
            return {}
        with np.errstate(all="ignore"):
            a = self.layers[-1].activation.rule(z)
        values = {one.name: one.value(y, a) for one in self.metrics}
        return values | {one.name: one.value(y, a, weights) for one in self.weighted_metrics}

    @cached_property
    def output_rule(self) -> OutputRule:
        """How the loss reads the output layer."""
        return output_rule(self.loss, self.layers[-1].activation)

    def losses(self, y: FloatArray, z: FloatArray, weights: FloatArray | None = None) -> float:
        """Return the mean loss alone."""
        with np.errstate(all="ignore"):
            each = self.output_rule.per_sample(y, z)
        if weights is not None:
            each = each * weights
        return float(np.add.reduce(each, axis=None)) / int(each.size)

    def penalty(self, x: FloatArray) -> float:
        """Return what regularizers add to the mean loss of samples in rows."""
        layers = self.layers
        if not any_penalty(layers):
            return 0.0
        with np.errstate(all="ignore"):
            passes = forward(layers, [layer.block for layer in layers], x.T, with_ones(layers))
            activities = activity_penalty(layers, [one.a for one in passes])
            return float(weight_penalty(layers, themselves).item() + activities.mean())
