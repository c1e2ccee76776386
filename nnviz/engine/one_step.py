"""What one step of the optimizer makes of the parameters, worked out once somebody looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from nnviz.engine.arrays import FloatArray, cut
from nnviz.engine.freezing import frozen_of
from nnviz.engine.layers import Dense
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.passes import LayerError, LayerPass
from nnviz.engine.penalties import add_weight_gradients, constrain, themselves, variables


class OneStep:
    """The slopes by the parameters and the step that follows them: long vectors, both.

    Parameters
    ----------
    layers : sequence of Dense
    parameters : ndarray, shape (n_parameters,)
        Those of the layers. Like them and the optimizer, nobody changes them.
    passes, errors
        What went forward and came back.
    optimizer : Optimizer
    """

    def __init__(
        self,
        layers: Sequence[Dense],
        parameters: FloatArray,
        passes: Sequence[LayerPass],
        errors: Sequence[LayerError],
        optimizer: Optimizer,
    ) -> None:
        self._layers, self._parameters, self._optimizer = layers, parameters, optimizer
        self._passes, self._errors = passes, errors

    @cached_property
    def gradients(self) -> list[FloatArray]:
        """The slopes of the mean loss, in the shape of each layer's block."""
        return blocks(self._layers, self._gradient)

    @cached_property
    def after(self) -> list[FloatArray]:
        """The blocks after the step."""
        layers, gradient = self._layers, self._gradient
        held = frozen_of(layers)
        with np.errstate(all="ignore"):
            if held is not None:
                gradient = np.where(held, 0.0, gradient)
            if self._optimizer.clips:
                gradient = gradient.copy()
                self._optimizer.clip(variables(layers, blocks(layers, gradient)))
            after = self._optimizer.preview(self._parameters, gradient)
            constrain(layers, blocks(layers, after))
        if held is not None:
            after[held] = self._parameters[held]
        after.setflags(write=False)
        return blocks(layers, after)

    @cached_property
    def _gradient(self) -> FloatArray:
        flat = np.empty_like(self._parameters)
        own = blocks(self._layers, flat)
        with np.errstate(all="ignore"):
            for part, one, error in zip(own, self._passes, self._errors, strict=True):
                np.divide(one.rows @ error.delta.T, one.rows.shape[1], out=part)
            add_weight_gradients(self._layers, own, themselves)
        flat.setflags(write=False)
        return flat


def blocks(layers: Sequence[Dense], flat: FloatArray) -> list[FloatArray]:
    """Return the views of a flat vector that belong to the layers."""
    return cut(flat, [layer.block.shape for layer in layers])
