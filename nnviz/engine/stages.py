"""Layers as they are computed: what scales the data once, then one stage for each dense layer.

A stage is a dense layer with the activations of all layers that follow it up to the next one, so
that it is one product and one activation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.activations.affine import Masked
from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense, Dropout, Layer
from nnviz.engine.recording import Call


def prepared(layers: Sequence[Layer], x: FloatArray) -> FloatArray:
    """Return what the first dense layer sees of samples in rows, outside of training."""
    with np.errstate(all="ignore"):
        for layer in _before(layers):
            x = layer.apply(x)
    return x


def stages(layers: Sequence[Layer]) -> list[Dense]:
    """Return the dense layers, each with what follows it, outside of training."""
    return [_followed(dense, after) for dense, after in _groups(layers)]


class TrainingStages:
    """The stages as a minibatch of fixed size sees them, with the masks of dropout.

    Parameters
    ----------
    layers : sequence of Layer
    size : int
        The number of samples.
    dtype : dtype
        Of the masks.

    Attributes
    ----------
    layers : list of Dense
    draws : list of (function, arguments)
        To be called before each minibatch.
    """

    def __init__(self, layers: Sequence[Layer], size: int, dtype: DTypeLike = np.float64) -> None:
        self._layers = layers
        self._size = size
        self._dtype = dtype
        self.draws: list[Call] = []
        self.layers = [_followed(dense, after, self) for dense, after in _groups(layers)]

    def mask(self, dropout: Dropout, units: int) -> Masked:
        """Return a mask that is drawn anew for each minibatch."""
        mask = np.empty((units, self._size), self._dtype)
        self.draws.append((dropout.draw, (mask,)))
        return Masked(mask)

    def drop_inputs(self, rows: FloatArray) -> list[Call]:
        """Return the calls that drop inputs, which are `rows`, with one column per sample."""
        calls: list[Call] = []
        for layer in _before(self._layers):
            if isinstance(layer, Dropout):
                mask = np.empty(rows.shape, self._dtype)
                calls += [(layer.draw, (mask,)), (np.multiply, (rows, mask, rows))]
        return calls


def dropouts(layers: Sequence[Layer]) -> list[Dropout]:
    """Return the layers that draw random numbers while training."""
    return [layer for layer in layers if isinstance(layer, Dropout)]


def require_computable(layers: Sequence[Layer]) -> None:
    """Raise ValueError where the last layer stands after others in an order not computed."""
    before = _before(layers)
    dropped = [isinstance(layer, Dropout) for layer in before]
    if dropped != sorted(dropped):
        raise ValueError(
            "Expected Dropout of the inputs directly before the first Dense layer; "
            f"received {', '.join(type(layer).__name__ for layer in layers)}."
        )
    dense = next((one for one in reversed(layers) if isinstance(one, Dense)), None)
    if dense and dense.activity_regularizer and layers[-1].of_units(dense.units):
        raise ValueError(
            f"Layer {dense.name!r} has an activity_regularizer and is followed by a layer that "
            "changes its outputs: expected that activation in the Dense layer itself."
        )


def _followed(
    dense: Dense, after: Sequence[Layer], training: TrainingStages | None = None
) -> Dense:
    for layer in after:
        activation = layer.of_units(dense.units)
        if training is not None and isinstance(layer, Dropout):
            activation = training.mask(layer, dense.units)
        if activation is not None:
            dense = dense.followed_by(activation)
    return dense


def _before(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers before the first dense one."""
    first = next((k for k, one in enumerate(layers) if isinstance(one, Dense)), len(layers))
    return list(layers[:first])


def _groups(layers: Sequence[Layer]) -> list[tuple[Dense, list[Layer]]]:
    """Return each dense layer with those up to the next."""
    groups: list[tuple[Dense, list[Layer]]] = []
    for layer in layers:
        if isinstance(layer, Dense):
            groups.append((layer, []))
        elif groups:
            groups[-1][1].append(layer)
    return groups
