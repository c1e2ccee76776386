"""A stack that knows which of its parameters learn."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.engine.arrays import BoolArray, FloatArray
from nnviz.engine.stack import Stack


class Learner(Stack):
    """A stack whose layers, or single weights, may be kept from learning.

    The parameters are those of `Stack`.
    """

    @property
    def trainable_weights(self) -> list[FloatArray]:
        """The weights that training changes, as views."""
        return [weight for layer in self._layers for weight in layer.trainable_weights]

    @property
    def non_trainable_weights(self) -> list[FloatArray]:
        """The other weights, as views."""
        return [weight for layer in self._layers for weight in layer.non_trainable_weights]

    # Keras's other names of them
    trainable_variables = trainable_weights
    non_trainable_variables = non_trainable_weights

    @property
    def trainable(self) -> bool:
        """Whether layers may learn; set, it holds for all of them, as in Keras."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for layer in self._layers:
            layer.trainable = self._trainable

    @property
    def frozen(self) -> BoolArray:
        """Which of the `parameters` do not learn, shape (n_parameters,).

        It is set as a whole: ``model.frozen = mask``. Training keeps every bit of these weights,
        whatever the optimizer; their derivatives are computed and shown all the same. A layer's
        ``trainable = False`` stands in it too. What is trained already keeps its own mask: the
        next `fit`, `training` or `trace` reads it anew.

        Raises
        ------
        ValueError
            If it is set to something else than so many booleans.
        """
        masks = [layer.frozen.ravel() for layer in self._dense_layers()]
        whole: BoolArray = np.concatenate(masks) if masks else np.zeros(0, bool)
        whole.setflags(write=False)
        return whole

    @frozen.setter
    def frozen(self, mask: Any) -> None:
        flags, size = np.asarray(mask), self.parameters.size
        if flags.dtype != bool or flags.shape != (size,):
            raise ValueError(
                f"Expected frozen as {size} booleans, one for each parameter; received "
                f"{flags.dtype} of shape {flags.shape}."
            )
        start = 0
        for layer in self._dense_layers():
            part = flags[start : start + layer.block.size]
            layer.frozen = part.reshape(layer.block.shape)
            start += part.size
