"""One training step on a minibatch of fixed size, as a list of bound calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss, output_rule
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import LayerPass, backward, forward, output_delta
from nnviz.engine.penalties import (
    activity_penalty,
    add_weight_gradients,
    any_constraint,
    any_penalty,
    constrain,
    weight_penalty,
)
from nnviz.engine.recording import Call, Recorded, Recorder


class MinibatchStep:
    """Forward pass, backward pass and update for `size` samples, recorded once.

    Parameters
    ----------
    layers : sequence of Dense
        Built; their blocks are consecutive views into `parameters`.
    loss : Loss
    optimizer : Optimizer
        Built; its slots and rate are bound.
    parameters, gradient : ndarray, shape (n_parameters,)
    size : int
        The number of samples.
    weighted : bool
        Whether each sample's loss has a weight.

    Attributes
    ----------
    batch : ndarray, shape (outputs + inputs, size), or one row more
        To be filled before the calls: weights if there are any, targets, then inputs, one column
        per sample.
    logits : ndarray, shape (outputs, size)
        z of the last layer after the calls, from the parameters before the update.
    penalties : ndarray, shape (1, size), or None
        What regularizers add to the loss of each sample, if there are any.
    calls : list of (function, arguments)
    """

    def __init__(
        self,
        layers: Sequence[Dense],
        loss: Loss,
        optimizer: Optimizer,
        parameters: FloatArray,
        gradient: FloatArray,
        size: int,
        weighted: bool = False,
    ) -> None:
        self._layers = layers
        self._recorder = Recorder()
        outputs, inputs = layers[-1].units, layers[0].n_inputs
        first = int(weighted)
        stage = np.ones((first + outputs + inputs + 1, size))  # the last row stays: a bias's ones
        self.batch = stage[:-1]
        self._weights = self._recorder.fixed(stage[:1]) if weighted else None
        self.logits = np.empty((outputs, size))
        passes = self._forward(stage[first + outputs :])
        self.penalties = self._penalties(passes) if any_penalty(layers) else None
        self._backward(passes, self._recorder.fixed(stage[first : first + outputs]), loss, gradient)
        self._update(optimizer, parameters, gradient)
        self.calls: list[Call] = self._recorder.calls()

    def _forward(self, inputs: FloatArray) -> list[LayerPass]:
        sizes = [layer.n_inputs for layer in self._layers]
        width = inputs.shape[1]
        arenas = [inputs, *(np.ones((n + 1, width)) for n in sizes[1:])]

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
        errors = backward(self._layers, kernels, passes, None, delta, False, share)
        parts = self._parts(gradient)
        for own, error in zip(parts, errors, strict=True):
            self._recorder.store(error.gradient, own)
        add_weight_gradients(self._layers, parts, self._recorder.fixed)

    def _update(self, optimizer: Optimizer, parameters: FloatArray, gradient: FloatArray) -> None:
        fixed = self._recorder.fixed
        self._recorder.call(optimizer.begin_step)
        slots = {name: fixed(slot) for name, slot in optimizer.slots.items()}
        optimizer.update(fixed(parameters), fixed(gradient), slots, fixed(optimizer.rate))
        if any_constraint(self._layers):
            self._recorder.call(constrain, self._layers, [layer.block for layer in self._layers])

    def _penalties(self, passes: list[LayerPass]) -> FloatArray:
        row = np.zeros((1, self.logits.shape[1]))
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
