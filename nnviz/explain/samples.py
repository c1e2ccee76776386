"""One sample out of a batch, as if it had gone through alone; or all of them in the mean."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, frozen
from nnviz.engine.trace import Later, LayerTrace, Trace


def sample_trace(trace: Trace, sample: int) -> Trace:
    """Return what a batch's trace says of one of its samples, counted from 0.

    The slopes by weights and biases are the sample's own, not the mean. There is no update: the
    optimizer makes one step for the whole batch.

    Raises
    ------
    IndexError
        If there is no such sample.
    """
    k = range(len(trace.x))[sample]
    losses = _one(trace.losses, k)
    return replace(
        trace,
        x=trace.x[k : k + 1],
        target=_one(trace.target, k),
        losses=losses,
        loss=None if losses is None else float(losses[0]),
        layers=tuple(_layer(layer, k) for layer in trace.layers),
    )


def mean_trace(trace: Trace) -> Trace:
    """Return the means of a batch as the trace of one sample, for a picture of the batch.

    Slopes by weights and biases, and what the update makes of them, are the batch's own.
    """
    if len(trace.x) == 1:
        return trace
    losses = None if trace.losses is None else frozen(np.mean(trace.losses, keepdims=True))
    return replace(
        trace,
        x=_mean(trace.x),
        target=None if trace.target is None else _mean(trace.target),
        losses=losses,
        layers=tuple(_mean_layer(layer) for layer in trace.layers),
    )


def _mean_layer(layer: LayerTrace) -> LayerTrace:
    per_sample = ("inputs", "z", "a", "da_dz", "dE_da", "delta", "dE_dinputs")
    values = {name: getattr(layer, name) for name in per_sample}
    known: dict[str, Any] = {
        name: _mean(value) for name, value in values.items() if value is not None
    }
    return replace(layer, **known)


def _mean(array: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        return frozen(array.mean(axis=0, keepdims=True))


def _layer(layer: LayerTrace, k: int) -> LayerTrace:
    inputs, delta = layer.inputs[k : k + 1], _one(layer.delta, k)
    return replace(
        layer,
        inputs=inputs,
        z=layer.z[k : k + 1],
        a=layer.a[k : k + 1],
        da_dz=layer.da_dz[k : k + 1],
        dE_da=_one(layer.dE_da, k),
        delta=delta,
        dE_dinputs=_one(layer.dE_dinputs, k),
        gradient=None if delta is None else _own_slopes(layer, inputs[0], delta[0]),
        new=None,
    )


def _one(array: FloatArray | None, k: int) -> FloatArray | None:
    return None if array is None else array[k : k + 1]


def _own_slopes(layer: LayerTrace, inputs: FloatArray, delta: FloatArray) -> Later:
    """Return what makes the slopes of one sample by a layer's weights and, below them, biases."""
    seen = inputs if layer.bias_old is None else np.append(inputs, 1.0)
    return cache(partial(_outer, seen, delta))


def _outer(inputs: FloatArray, delta: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        return frozen(np.outer(inputs, delta))
