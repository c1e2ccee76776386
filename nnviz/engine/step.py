"""One training step on a minibatch of fixed size, as a list of bound calls."""

from __future__ import annotations

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.feed import Feed
from nnviz.engine.losses import Loss, output_rule
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import LayerPass, backward, forward, output_delta
from nnviz.engine.penalties import (
    activity_penalty,
    add_weight_gradients,
    any_constraint,
    any_penalty,
    constrain,
    variables,
    weight_penalty,
)
from nnviz.engine.recording import Call, Recorded, Recorder
from nnviz.engine.setting import Setting
from nnviz.engine.stages import TrainingStages


class MinibatchStep:
    """Forward pass, backward pass and update for `size` samples, recorded once.

    Parameters
    ----------
    setting : Setting
        Its optimizer is built; slots and rate are bound.
    feed : Feed
        Where the samples will come from.
    gradient : ndarray, shape (n_parameters,)
    size : int
        The number of samples.

    Attributes
    ----------
    loads : list of (function, ndarray)
        Before the calls, ``function(indices, 0, array, "clip")`` brings the samples picked.
    logits : ndarray, shape (outputs, size)
        z of the last layer after the calls, from the parameters before the update.
    penalties : ndarray, shape (1, size), or None
        What regularizers add to the loss of each sample, if there are any.
    calls : list of (function, arguments)
    """

    def __init__(self, setting: Setting, feed: Feed, gradient: FloatArray, size: int) -> None:
        stages = TrainingStages(setting.all_layers, size)
        self._layers = stages.layers
        self._recorder = Recorder(gradient.dtype)
        outputs = self._layers[-1].units
        inputs, targets = (
            np.empty((size, source.shape[1]), gradient.dtype)
            for source in (feed.inputs, feed.targets)
        )
        self.loads = [(feed.inputs.take, inputs), (feed.targets.take, targets)]
        self._weights = self._recorder.fixed(targets[:, outputs:].T) if feed.weighted else None
        self.logits = np.empty((outputs, size), gradient.dtype)
        for function, arguments in self._drops(stages, inputs.T):
            self._recorder.call(function, *arguments)
        passes = self._forward(inputs.T)
        self.penalties = self._penalties(passes) if any_penalty(self._layers) else None
        y = self._recorder.fixed(targets[:, :outputs].T, feed.total)
        self._backward(passes, y, setting.loss, gradient)
        self._update(setting.optimizer, setting.parameters, gradient)
        self.calls: list[Call] = self._recorder.calls()

    def _drops(self, stages: TrainingStages, inputs: FloatArray) -> list[Call]:
        return [*stages.draws, *stages.drop_inputs(inputs[: self._layers[0].n_inputs])]

    def _forward(self, inputs: FloatArray) -> list[LayerPass]:
        sizes = [layer.n_inputs for layer in self._layers]
        width = inputs.shape[1]
        arenas = [inputs, *(np.ones((n + 1, width), inputs.dtype) for n in sizes[1:])]

        def extend(k: int, values: Recorded | None) -> Recorded:
            n = sizes[k]
            if values is not None:
                self._recorder.store(values, arenas[k][:n])
            return self._recorder.fixed(arenas[k][: n + self._layers[k].use_bias])

        blocks = [self._recorder.fixed(layer.block) for layer in self._layers]
        passes = forward(self._layers, blocks, None, extend)
        last = passes[-1]
        z = self._recorder.store(last.z, self.logits)
        return [*passes[:-1], LayerPass(last.rows, z, last.a)]

    def _backward(
        self, passes: list[LayerPass], y: Recorded, loss: Loss, gradient: FloatArray
    ) -> None:
        last = passes[-1]
        rule = output_rule(loss, self._layers[-1].activation)
        share = 1.0 / self.logits.shape[1]
        delta = output_delta(self._layers[-1], rule, y, last, self._weights) * share
        kernels = [self._recorder.fixed(layer.kernel) for layer in self._layers]
        # nowhere is its factor cheaper to multiply than here, before it goes through the products
        errors = backward(self._layers, kernels, passes, None, delta.settled(), False, share)
        parts = self._parts(gradient)
        for own, error in zip(parts, errors, strict=True):
            self._recorder.store(error.gradient, own)
        add_weight_gradients(self._layers, parts, self._recorder.fixed)

    def _update(self, optimizer: Optimizer, parameters: FloatArray, gradient: FloatArray) -> None:
        fixed = self._recorder.fixed
        self._recorder.call(optimizer.begin_step)
        if optimizer.clips:
            self._recorder.call(optimizer.clip, variables(self._layers, self._parts(gradient)))
        kept = {**optimizer.slots, **optimizer.scalars}
        slots = {name: fixed(value) for name, value in kept.items()}
        optimizer.step(fixed(parameters), fixed(gradient), slots, fixed(optimizer.rate))
        if any_constraint(self._layers):
            self._recorder.call(constrain, self._layers, [layer.block for layer in self._layers])

    def _penalties(self, passes: list[LayerPass]) -> FloatArray:
        row = np.zeros((1, self.logits.shape[1]), self.logits.dtype)
        kept = np.empty_like(row)
        weights = weight_penalty(self._layers, self._recorder.fixed)
        activities = activity_penalty(self._layers, [one.a for one in passes])
        self._recorder.store(row + (weights + activities), kept)
        return kept

    def _parts(self, flat: FloatArray) -> list[FloatArray]:
        """Return the views of a flat vector that belong to the layers."""
        shapes = [layer.block.shape for layer in self._layers]
        ends = np.cumsum([rows * columns for rows, columns in shapes])
        parts = np.split(flat, ends[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
