"""A stack that knows how it learns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from nnviz.engine import losses, metrics, optimizers
from nnviz.engine.arrays import (
    FloatArray,
    as_matrix,
    as_samples,
    numbers_of,
    require_finite,
    require_same_length,
)
from nnviz.engine.layers import InputLayer, Layer
from nnviz.engine.layers.base import incompatible
from nnviz.engine.learner import Learner
from nnviz.engine.losses import Loss, LossFunction
from nnviz.engine.metrics import AnyMetric, Metric, check_all
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import logits_and_outputs
from nnviz.engine.samples import Samples, require_rows, weights_of
from nnviz.engine.setting import Setting


class Compiled(Learner):
    """A stack with an optimizer, a loss and metrics.

    Parameters
    ----------
    layers : iterable of Layer, optional
        May begin with an `Input`.
    trainable : bool
    name : str, optional
    dtype : {'float64', 'float32'}

    Attributes
    ----------
    optimizer : Optimizer or None
    loss : Loss or None
        Both None before `compile`.
    """

    def __init__(
        self,
        layers: Iterable[Layer | InputLayer] | Layer | None = None,
        trainable: bool = True,
        name: str | None = None,
        *,
        dtype: str = "float64",
    ) -> None:
        super().__init__(layers, trainable, name, dtype=dtype)
        self.optimizer: Optimizer | None = None
        self.loss: Loss | None = None
        self._metrics: list[AnyMetric] = []
        self._weighted_metrics: list[AnyMetric] = []
        self._loss_weight: float | None = None

    def compile(
        self,
        optimizer: str | Optimizer = "rmsprop",
        loss: str | Loss | LossFunction | type[Loss] | None = None,
        loss_weights: float | Sequence[float] | None = None,
        metrics: Sequence[AnyMetric] | None = None,
        weighted_metrics: Sequence[AnyMetric] | None = None,
        run_eagerly: bool = False,  # noqa: ARG002
        steps_per_execution: int = 1,  # noqa: ARG002
        jit_compile: str | bool = "auto",  # noqa: ARG002
        auto_scale_loss: bool = True,  # noqa: ARG002
    ) -> None:
        """Say how the model learns and what is reported.

        Parameters
        ----------
        optimizer : str or Optimizer
        loss : str, Loss, its class or its function, optional
        loss_weights : float or sequence of one float, optional
            The loss is multiplied with it.
        metrics : sequence of str, Metric or callable, optional
            Reported beside the loss; a function is that of a `MeanMetricWrapper`.
        weighted_metrics : sequence of str or Metric, optional
            The same, with what each sample's loss counts.
        run_eagerly, steps_per_execution, jit_compile, auto_scale_loss : optional
            Stand here for Keras's order of arguments; they say how Keras runs, and change nothing.

        Raises
        ------
        ValueError
            If a name is unknown; the model stays as it was.
        """
        chosen = optimizers.get(optimizer), None if loss is None else losses.get(loss)
        if chosen[1] is not None:
            chosen[1].require_trainable()
        weight = None if loss_weights is None else _one_number("loss_weights", loss_weights)
        reported = check_all(metrics), check_all(weighted_metrics)
        self.optimizer, self.loss = chosen
        self._metrics, self._weighted_metrics = reported
        self._loss_weight = weight

    def reset_metrics(self) -> None:
        """Stand here for Keras's scripts: no loss or metric runs on from one call to the next."""

    @property
    def metrics(self) -> list[Metric]:
        """The metrics it was compiled with; those of weighted samples last."""
        outputs = self._outputs_count()
        return [metrics.get(one, outputs) for one in (*self._metrics, *self._weighted_metrics)]

    def _compiled(self, method: str) -> tuple[Optimizer, Loss]:
        if self.optimizer is None or self.loss is None:
            raise ValueError(
                f"You must call `compile()` with a loss before using the model in `{method}()`."
            )
        return self.optimizer, self.loss

    def _setting(self, method: str, y: FloatArray) -> Setting:
        """Return what a training or evaluation with targets like `y` works on."""
        optimizer, loss = self._compiled(method)
        outputs = self._outputs_count()
        chosen, weighted = (
            [metrics.get(metric, outputs) for metric in group]
            for group in (self._metrics, self._weighted_metrics)
        )
        read = loss.reading(y)
        return Setting(self.stages, self.parameters, read, optimizer, chosen, weighted, self.layers)

    def _inputs(self, x: Any) -> FloatArray:
        """Return what the first dense layer sees of `x`; the model is built if need be."""
        array = self._given(x)
        if not self.built:
            self.build((None, *array.shape[1:]))
        if array.shape[1:] != self.input_shape[1:]:
            first = self._layers[0]
            raise incompatible(first.name, array.shape[-1], self.input_shape[-1] or 0)
        return self._prepared(array)

    def _given(self, x: Any) -> FloatArray:
        """Return `x` with samples along the first axis; a list of numbers is one of each sample."""
        values, shape = numbers_of(x, "x"), self._known_inputs()
        if shape is None:
            return as_samples(values, "x", None)
        require_rows(values, shape)
        return as_samples(values, "x", len(shape))

    def _samples(
        self,
        x: Any,
        y: Any,
        method: str,
        sample_weight: Any = None,
    ) -> Samples:
        """Return `x` and `y` as matrices that fit the model, and what each sample counts."""
        _, loss = self._compiled(method)
        given = self._given(x)
        targets = as_matrix(y, "y")
        require_same_length(given, targets)
        require_finite(given.reshape(len(given), -1), "x")
        require_finite(targets, "y")
        inputs = self._inputs(given)
        weights = weights_of(len(targets), sample_weight)
        if self._loss_weight is not None:
            weights = self._loss_weight * (np.ones(len(targets)) if weights is None else weights)
        return Samples(inputs, loss.as_targets(targets, self._outputs_count()), weights)

    def _outputs_count(self) -> int:
        """Return how many outputs there are."""
        if not self.stages:
            raise ValueError(f"Expected model {self.name!r} to have a Dense layer that can learn.")
        return self.stages[-1].units

    def outputs_of(self, x: FloatArray) -> FloatArray:
        """Return the outputs for rows as the first dense layer sees them, shape (n, outputs)."""
        layers = self.stages
        return np.ascontiguousarray(logits_and_outputs(layers, x)[1].T if layers else x)


def _one_number(name: str, value: float | Sequence[float]) -> float:
    """Return the number that `value` is or holds alone."""
    array = numbers_of(value, name)
    if array.size != 1 or not np.isfinite(array).all():
        raise ValueError(f"Expected {name} to be one number; received {value!r}.")
    return float(array.reshape(-1)[0])
