"""The forward and the backward pass of dense layers, written once.

Matrices here have one row per feature and one column per sample. Given arrays the passes compute;
given recorded stand-ins they are written down. `rows` is what a layer sees: its inputs, and below
them a row of ones if it has a bias, so that one product serves kernel and bias together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.layers import Dense
from nnviz.engine.output_rules import OutputRule

_CHUNK = 8192  # samples in one pass where nothing is learnt


@dataclass(frozen=True)
class LayerPass:
    """What the forward pass leaves of one layer."""

    rows: Any
    z: Any
    a: Any


@dataclass(frozen=True)
class LayerError:
    """What the backward pass adds for one layer.

    `gradient` has the shape of the layer's block, or of its kernel if the bias had no ones, and
    sums over the samples; `inputs` is the error passed on to the layer before.
    """

    error: Any
    delta: Any
    gradient: Any
    inputs: Any


def forward(
    layers: Sequence[Dense],
    blocks: Sequence[Any],
    inputs: Any,
    extend: Callable[[int, Any], Any],
) -> list[LayerPass]:
    """Return the passes of all layers; ``extend(k, inputs)`` makes the rows that layer k sees."""
    passes = []
    for k, (layer, block) in enumerate(zip(layers, blocks, strict=True)):
        rows = extend(k, inputs)
        z = _logits(block, rows)
        a = layer.activation.rule(z)
        passes.append(LayerPass(rows, z, a))
        inputs = a
    return passes


def _logits(block: Any, rows: Any) -> Any:
    """Return z = kernelᵀ · inputs + bias, in one product if the rows have ones for the bias."""
    n = rows.shape[0]
    if n == block.shape[0]:
        return block.T @ rows
    return block[:n].T @ rows + block[n:].T


def backward(
    layers: Sequence[Dense],
    kernels: Sequence[Any],
    passes: Sequence[LayerPass],
    error: Any,
    delta: Any,
    to_inputs: bool,
    share: float = 1.0,
    slopes: Sequence[Any] | None = None,
    by_weights: bool = True,
) -> list[LayerError]:
    """Return the errors of all layers, given ∂E/∂a and δ of the last one.

    The error is passed on to the inputs of the network only with `to_inputs`. `share` is what one
    sample counts for in the loss that is derived. `slopes` are ∂a/∂z of the layers before the last,
    if they are known already. The slopes by weights are left out unless `by_weights`.
    """
    errors = []
    for k in reversed(range(len(layers))):
        gradient = passes[k].rows @ delta.T if by_weights else None
        passed_on = kernels[k] @ delta if k or to_inputs else None
        errors.append(LayerError(error, delta, gradient, passed_on))
        if k:
            layer, before = layers[k - 1], passes[k - 1]
            error = passed_on
            if layer.activity_regularizer is not None:
                error = error + layer.activity_regularizer.gradient(before.a) * share
            if slopes is None:
                delta = layer.activation.backward(error, before.z, before.a)
            else:
                delta = error * slopes[k - 1]
    return errors[::-1]


def output_error(layer: Dense, rule: OutputRule, y: Any, last: LayerPass) -> Any:
    """Return ∂E/∂a of the output layer."""
    error = rule.gradient(y, last.z, last.a) * rule.loss.counts(y.shape[1])
    if layer.activity_regularizer is not None:
        error = error + layer.activity_regularizer.gradient(last.a)
    return error


def output_delta(
    layer: Dense, rule: OutputRule, y: Any, last: LayerPass, weights: Any = None
) -> Any:
    """Return δ = ∂E/∂z of the output layer; `weights` are what the loss of each sample counts."""
    delta = rule.delta(y, last.z, last.a) * rule.loss.counts(y.shape[1])
    if weights is not None:
        delta = delta * weights
    if layer.activity_regularizer is not None:
        slope = layer.activity_regularizer.gradient(last.a)
        delta = delta + layer.activation.backward(slope, last.z, last.a)
    return delta


def with_ones(layers: Sequence[Dense]) -> Callable[[int, Any], Any]:
    """Return the `extend` for arrays: a row of ones below, where the layer has a bias."""

    def extend(k: int, inputs: FloatArray) -> FloatArray:
        bias = int(layers[k].use_bias)
        # laid out in memory like the inputs, which makes a large copy several times as fast
        order: Literal["F", "C"] = "F" if inputs.flags.f_contiguous else "C"
        rows: FloatArray = np.empty((len(inputs) + bias, inputs.shape[1]), inputs.dtype, order)
        rows[: len(inputs)] = inputs
        rows[len(inputs) :] = 1.0
        return rows

    return extend


def logits_and_outputs(layers: Sequence[Dense], x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return z and a of the last layer for samples in rows; both with one row per unit."""
    parts = [_ends(layers, x[start : start + _CHUNK]) for start in range(0, len(x), _CHUNK)]
    logits, outputs = zip(*parts, strict=True)
    return np.hstack(logits), np.hstack(outputs)


def _ends(layers: Sequence[Dense], x: FloatArray) -> tuple[FloatArray, FloatArray]:
    x = x.astype(layers[0].block.dtype, copy=False)
    with np.errstate(all="ignore"):
        passes = forward(layers, [layer.block for layer in layers], x.T, with_ones(layers))
    return passes[-1].z, passes[-1].a
