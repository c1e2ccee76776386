"""One forward and backward pass with every number kept, as arrays nobody can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.arrays import FloatArray, frozen
from nnviz.engine.freezing import frozen_of
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.output_rules import OutputRule, output_rule
from nnviz.engine.passes import (
    LayerError,
    LayerPass,
    backward,
    forward,
    output_delta,
    output_error,
    with_ones,
)
from nnviz.engine.penalties import (
    activity_penalty,
    add_weight_gradients,
    constrain,
    themselves,
    variables,
    weight_penalty,
)


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """One layer's part of a pass over n samples.

    Derivatives per sample are of that sample's own loss Eᵢ; `dE_dkernel` and `dE_dbias` are of the
    mean over the samples, as training uses it. Everything after `a` but `da_dz` is None when no
    target was given; `bias_old` and its like are None without bias.

    Attributes
    ----------
    activation : str
        Its name.
    inputs : ndarray, shape (n, n_in)
    z, a : ndarray, shape (n, units)
        Logits and activations.
    da_dz : ndarray, shape (n, units)
        For softmax the Jacobian ∂aᵢ/∂zⱼ, shape (n, units, units).
    dE_da, delta : ndarray, shape (n, units)
        ∂Eᵢ/∂a and δ = ∂Eᵢ/∂z.
    dE_dinputs : ndarray, shape (n, n_in)
        The error passed on to the layer before.
    dE_dkernel, kernel_old, kernel_new : ndarray, shape (n_in, units)
    dE_dbias, bias_old, bias_new : ndarray, shape (units,)
    """

    activation: str
    inputs: FloatArray
    z: FloatArray
    a: FloatArray
    da_dz: FloatArray
    kernel_old: FloatArray
    bias_old: FloatArray | None
    dE_da: FloatArray | None = None
    delta: FloatArray | None = None
    dE_dinputs: FloatArray | None = None
    dE_dkernel: FloatArray | None = None
    dE_dbias: FloatArray | None = None
    kernel_new: FloatArray | None = None
    bias_new: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Trace:
    """A pass over n samples.

    Attributes
    ----------
    x : ndarray, shape (n, inputs)
    target : ndarray, shape (n, outputs), or None
    losses : ndarray, shape (n,), or None
        E of each sample, with what its activities add by their regularizers.
    loss : float or None
        Their mean, and what the weights add by their regularizers.
    layers : tuple of LayerTrace
    learning_rate : float or None
    optimizer : str or None
        The name of the optimizer behind the new parameters.
    """

    x: FloatArray
    target: FloatArray | None
    losses: FloatArray | None
    loss: float | None
    layers: tuple[LayerTrace, ...]
    learning_rate: float | None
    optimizer: str | None

    @property
    def output(self) -> FloatArray:
        """The activations of the last layer, shape (n, outputs)."""
        return self.layers[-1].a


def trace_forward(layers: Sequence[Dense], x: FloatArray) -> Trace:
    """Return the forward pass alone."""
    with np.errstate(all="ignore"):
        passes = _forward(layers, x)
        old = [layer.block.copy() for layer in layers]
        traces = tuple(map(_seen, layers, passes, old))
    return Trace(traces[0].inputs, None, None, None, traces, None, None)


def trace_both(
    layers: Sequence[Dense],
    parameters: FloatArray,
    x: FloatArray,
    y: FloatArray,
    loss: Loss,
    optimizer: Optimizer,
) -> Trace:
    """Return the forward and the backward pass, and what one step of `optimizer` would do."""
    y = y.astype(parameters.dtype, copy=False)
    with np.errstate(all="ignore"):
        passes = _forward(layers, x)
        rule = output_rule(loss, layers[-1].activation)
        activities = activity_penalty(layers, [one.a for one in passes])
        losses = (rule.per_sample(y.T, passes[-1].z) * loss.counts(len(x)) + activities)[0]
        errors = _backward(layers, passes, y.T, rule)
        before, gradient = parameters.copy(), np.empty_like(parameters)
        gradients = _blocks(layers, gradient)
        for own, error in zip(gradients, errors, strict=True):
            np.divide(error.gradient, len(x), out=own)
        add_weight_gradients(layers, gradients, themselves)
        after = _new_blocks(layers, before, gradient, optimizer)
        seen = map(_seen, layers, passes, _blocks(layers, before))
        traces = tuple(map(_learnt, seen, errors, gradients, after))
        mean = float(np.mean(losses) + weight_penalty(layers, themselves).item())
    rate = optimizer.learning_rate
    target = frozen(y)
    return Trace(traces[0].inputs, target, _shown(losses), mean, traces, rate, optimizer.name)


def _forward(layers: Sequence[Dense], x: FloatArray) -> list[LayerPass]:
    x = x.astype(layers[0].block.dtype, copy=False)
    return forward(layers, [layer.block for layer in layers], x.T, with_ones(layers))


def _backward(
    layers: Sequence[Dense], passes: list[LayerPass], y: FloatArray, rule: OutputRule
) -> list[LayerError]:
    last = passes[-1]
    error = output_error(layers[-1], rule, y, last)
    delta = output_delta(layers[-1], rule, y, last)
    kernels = [layer.kernel for layer in layers]
    return backward(layers, kernels, passes, error, delta, to_inputs=True)


def _new_blocks(
    layers: Sequence[Dense], parameters: FloatArray, gradient: FloatArray, optimizer: Optimizer
) -> list[FloatArray]:
    """Return the blocks after a step from these parameters; neither they nor `gradient` change."""
    held = frozen_of(layers)
    if held is not None:
        gradient = np.where(held, 0.0, gradient)
    if optimizer.clips:
        gradient = gradient.copy()
        optimizer.clip(variables(layers, _blocks(layers, gradient)))
    after = optimizer.preview(parameters, gradient)
    constrain(layers, _blocks(layers, after))
    if held is not None:
        after[held] = parameters[held]
    return _blocks(layers, after)


def _blocks(layers: Sequence[Dense], flat: FloatArray) -> list[FloatArray]:
    """Return the views of a flat vector that belong to the layers."""
    ends = np.cumsum([layer.block.size for layer in layers])
    parts = np.split(flat, ends[:-1])
    return [part.reshape(layer.block.shape) for part, layer in zip(parts, layers, strict=True)]


def _seen(layer: Dense, one: LayerPass, old: FloatArray) -> LayerTrace:
    """Return what the forward pass shows of a layer, whose parameters `old` are a copy."""
    n = layer.n_inputs
    return LayerTrace(
        activation=layer.activation.name,
        inputs=_shown(one.rows[:n].T),
        z=_shown(one.z.T),
        a=_shown(one.a.T),
        da_dz=_shown(layer.activation.derivative(one.z.T)),
        kernel_old=_shown(old[:n]),
        bias_old=_shown(old[-1]) if layer.use_bias else None,
    )


def _learnt(
    seen: LayerTrace, error: LayerError, gradient: FloatArray, new: FloatArray
) -> LayerTrace:
    """Return `seen` with what the backward pass and the update add."""
    n, biased = len(seen.kernel_old), seen.bias_old is not None
    return replace(
        seen,
        dE_da=_shown(error.error.T),
        delta=_shown(error.delta.T),
        dE_dinputs=_shown(error.inputs.T),
        dE_dkernel=_shown(gradient[:n]),
        dE_dbias=_shown(gradient[-1]) if biased else None,
        kernel_new=_shown(new[:n]),
        bias_new=_shown(new[-1]) if biased else None,
    )


def _shown(own: FloatArray) -> FloatArray:
    """Return an array that nothing else holds, as a view that nobody can write to.

    Not copied: of a large network, copies would take longer than what they show.
    """
    view: FloatArray = own.view()
    view.setflags(write=False)
    return view
