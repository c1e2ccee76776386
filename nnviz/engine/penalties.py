"""What regularizers add to the loss and its derivatives, and what constraints do after a step.

`see` turns the memory of weights into what is computed with: itself in a trace, a recorded
stand-in in the training step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers.dense import Dense
from nnviz.engine.regularizers import Regularizer

See = Callable[[FloatArray], Any]


def themselves(array: FloatArray) -> Any:
    """Return the array: the `see` of a trace."""
    return array


def any_penalty(layers: Sequence[Dense]) -> bool:
    """Whether a layer has a regularizer."""
    return any(
        layer.activity_regularizer or any(_regularized(layer, layer.block)) for layer in layers
    )


def weight_penalty(layers: Sequence[Dense], see: See) -> Any:
    """Return what the weights add to the loss, shape (1, 1)."""
    total: Any = np.zeros((1, 1))
    for layer in layers:
        for regularizer, part in _regularized(layer, layer.block):
            terms = regularizer.terms(see(part))
            total = total + _over_rows(_over_rows(terms).T)
    return total


def activity_penalty(layers: Sequence[Dense], activities: Sequence[Any]) -> Any:
    """Return what the activities add to the loss of each sample, shape (1, samples)."""
    total: Any = np.zeros((1, 1))
    for layer, a in zip(layers, activities, strict=True):
        if layer.activity_regularizer is not None:
            total = total + _over_rows(layer.activity_regularizer.terms(a))
    return total


def add_weight_gradients(
    layers: Sequence[Dense], gradients: Sequence[FloatArray], see: See
) -> None:
    """Add the regularizers' derivatives to the gradients, which have the shapes of the blocks."""
    for layer, gradient in zip(layers, gradients, strict=True):
        weights = _regularized(layer, layer.block)
        for (regularizer, part), (_, own) in zip(
            weights, _regularized(layer, gradient), strict=True
        ):
            slope = see(own)
            slope += regularizer.gradient(see(part))


def constrain(layers: Sequence[Dense], blocks: Sequence[FloatArray]) -> None:
    """Bring blocks back to what the layers' constraints allow."""
    for layer, block in zip(layers, blocks, strict=True):
        if layer.kernel_constraint is not None:
            kernel = block[: layer.n_inputs]
            kernel[...] = layer.kernel_constraint(kernel)
        if layer.bias_constraint is not None and layer.use_bias:
            block[-1] = layer.bias_constraint(block[-1])


def variables(layers: Sequence[Dense], blocks: Sequence[FloatArray]) -> list[FloatArray]:
    """Return the kernels and biases in blocks, as views."""
    views = []
    for layer, block in zip(layers, blocks, strict=True):
        views.append(block[: layer.n_inputs])
        if layer.use_bias:
            views.append(block[-1])
    return views


def any_constraint(layers: Sequence[Dense]) -> bool:
    """Whether a layer has a constraint."""
    return any(layer.kernel_constraint or layer.bias_constraint for layer in layers)


def _regularized(layer: Dense, block: FloatArray) -> Iterator[tuple[Regularizer, FloatArray]]:
    """Yield each regularizer of weights with its part of a matrix shaped like the block.

    As in Keras, that of a kernel or bias that does not learn is left out.
    """
    if layer.kernel_regularizer is not None and layer.kernel_learns:
        yield layer.kernel_regularizer, block[: layer.n_inputs]
    if layer.bias_regularizer is not None and layer.bias_learns:
        yield layer.bias_regularizer, block[-1:]


def _over_rows(values: Any) -> Any:
    return np.add.reduce(values, axis=0, keepdims=True)
