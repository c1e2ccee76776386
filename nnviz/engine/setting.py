"""What a training works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense, Layer
from nnviz.engine.losses import Loss
from nnviz.engine.metrics import Metric, distinct_names
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.output_rules import OutputRule, output_rule
from nnviz.engine.passes import forward, logits_and_outputs, with_ones
from nnviz.engine.penalties import activity_penalty, any_penalty, themselves, weight_penalty
from nnviz.engine.samples import Samples

_SMALL = 2**13  # parameters: with more, a step made again costs more than hurry gains


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

    def reports(
        self, y: FloatArray, z: FloatArray, weights: FloatArray | None = None
    ) -> dict[str, float]:
        """Return the metrics from targets and logits, one column per sample.

        `weights` are what the loss of each sample counts, shape (samples,).
        """
        return self.reports_of(self.totals(y, z, weights)) if self.reports_any else {}

    def totals(
        self, y: FloatArray, z: FloatArray, weights: FloatArray | None = None
    ) -> list[FloatArray]:
        """Return what each metric sums up, to be added to that of other samples."""
        with np.errstate(all="ignore"):
            a = self.layers[-1].activation.rule(z)
        found = [one.sums(y, a, None) for one in self.metrics]
        return found + [one.sums(y, a, weights) for one in self.weighted_metrics]

    def reports_of(self, totals: Sequence[FloatArray]) -> dict[str, float]:
        """Return the metrics from their totals."""
        metrics = (*self.metrics, *self.weighted_metrics)
        with np.errstate(all="ignore"):
            values = [one.of_totals(each) for one, each in zip(metrics, totals, strict=True)]
        return dict(zip(self.names, values, strict=True))

    @cached_property
    def names(self) -> list[str]:
        """The keys of all metrics."""
        return distinct_names(self.metrics, self.weighted_metrics)

    def loss_of(self, samples: Samples, logits: FloatArray) -> float:
        """Return the loss of one minibatch from its logits, with what regularizers add."""
        counts = self.loss.counts(len(samples.x))
        return self.losses(samples.y.T, logits, samples.weights) * counts + self.penalty(samples.x)

    def evaluation(self, samples: Samples, batch_size: int) -> dict[str, float]:
        """Return loss and metrics on samples that come in minibatches."""
        logits, _ = logits_and_outputs(self.layers, samples.x)
        weights, n = samples.weights, len(samples.x)
        loss = self.losses(samples.y.T, logits, self.counted(weights, 0, n, n, batch_size))
        reports = self.reports(samples.y.T, logits, weights)
        return {"loss": loss + self.penalty(samples.x), **reports}

    def counted(
        self, weights: FloatArray | None, start: int, stop: int, n: int, batch_size: int
    ) -> FloatArray | None:
        """Return what the samples at these places of n count in the loss that is reported.

        As in Keras that is the mean of the minibatches' losses, each as often as it has samples.
        """
        if self.loss.counts(batch_size) == 1.0:
            return weights
        full = n - n % batch_size
        sizes = np.where(np.arange(start, stop) < full, batch_size, n - full)
        return sizes * (1.0 if weights is None else weights)

    @cached_property
    def output_rule(self) -> OutputRule:
        """How the loss reads the output layer."""
        return output_rule(self.loss, self.layers[-1].activation)

    @cached_property
    def sees_range(self) -> bool:
        """Whether a small network's results tell of logits too large or small for powers of e."""
        if self.parameters.size > _SMALL:
            return False
        hidden = self.layers[:-1]
        return self.output_rule.sees_range and all(one.activation.elementwise for one in hidden)

    def losses(self, y: FloatArray, z: FloatArray, weights: FloatArray | None = None) -> float:
        """Return the mean loss, each sample times its weight, without what regularizers add."""
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
