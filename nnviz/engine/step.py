"""One training step on a minibatch of fixed size, as a list of bound calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss, output_rule
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import LayerPass, backward, forward
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

    Attributes
    ----------
    batch : ndarray, shape (outputs + inputs, size)
        To be filled before the calls: targets, then inputs, one column per sample.
    logits : ndarray, shape (outputs, size)
        z of the last layer after the calls, from the parameters before the update.
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
    ) -> None:
        self._layers = layers
        self._recorder = Recorder()
        outputs, inputs = layers[-1].units, layers[0].n_inputs
        stage = np.ones((outputs + inputs + 1, size))  # the last row stays: the bias's ones
        self.batch = stage[:-1]
        self.logits = np.empty((outputs, size))
        passes = self._forward(stage[outputs:])
        self._backward(passes, self._recorder.fixed(stage[:outputs]), loss, gradient)
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
        delta = rule.delta(y, last.z, last.a) * (1.0 / self.logits.shape[1])
        kernels = [self._recorder.fixed(layer.kernel) for layer in self._layers]
        errors = backward(self._layers, kernels, passes, None, delta, to_inputs=False)
        start = 0
        for layer, error in zip(self._layers, errors, strict=True):
            block = layer.block
            own = gradient[start : start + block.size].reshape(block.shape)
            self._recorder.store(error.gradient, own)
            start += block.size

    def _update(self, optimizer: Optimizer, parameters: FloatArray, gradient: FloatArray) -> None:
        fixed = self._recorder.fixed
        self._recorder.call(optimizer.begin_step)
        slots = {name: fixed(slot) for name, slot in optimizer.slots.items()}
        optimizer.update(fixed(parameters), fixed(gradient), slots, fixed(optimizer.rate))
