"""One forward and backward pass with every number kept, as arrays nobody can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.arrays import FloatArray, frozen
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss, OutputRule, output_rule
from nnviz.engine.optimizers import Optimizer
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
        traces = tuple(_seen(layer, one) for layer, one in zip(layers, passes, strict=True))
    return Trace(frozen(x), None, None, None, traces, None, None)


def trace_both(
    layers: Sequence[Dense],
    parameters: FloatArray,
    x: FloatArray,
    y: FloatArray,
    loss: Loss,
    optimizer: Optimizer,
) -> Trace:
    """Return the forward and the backward pass, and what one step of `optimizer` would do."""
    with np.errstate(all="ignore"):
        passes = _forward(layers, x)
        rule = output_rule(loss, layers[-1].activation)
        activities = activity_penalty(layers, [one.a for one in passes])
        losses = (rule.per_sample(y.T, passes[-1].z) + activities)[0]
        errors = _backward(layers, passes, y.T, rule)
        gradients = [error.gradient / len(x) for error in errors]
        add_weight_gradients(layers, gradients, themselves)
        after = _new_blocks(layers, parameters, gradients, optimizer)
        traces = tuple(
            _learnt(_seen(layer, one), error, gradient, new)
            for layer, one, error, gradient, new in zip(
                layers, passes, errors, gradients, after, strict=True
            )
        )
        mean = float(np.mean(losses) + weight_penalty(layers, themselves).item())
    rate = optimizer.learning_rate
    return Trace(frozen(x), frozen(y), frozen(losses), mean, traces, rate, optimizer.name)


def _forward(layers: Sequence[Dense], x: FloatArray) -> list[LayerPass]:
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
    layers: Sequence[Dense],
    parameters: FloatArray,
    gradients: Sequence[FloatArray],
    optimizer: Optimizer,
) -> list[FloatArray]:
    flat = np.concatenate([gradient.ravel() for gradient in gradients])
    optimizer.clip(variables(layers, _blocks(layers, flat)))
    blocks = _blocks(layers, optimizer.preview(parameters, flat))
    constrain(layers, blocks)
    return blocks


def _blocks(layers: Sequence[Dense], flat: FloatArray) -> list[FloatArray]:
    """Return the views of a flat vector that belong to the layers."""
    ends = np.cumsum([layer.block.size for layer in layers])
    parts = np.split(flat, ends[:-1])
    return [part.reshape(layer.block.shape) for part, layer in zip(parts, layers, strict=True)]


def _seen(layer: Dense, one: LayerPass) -> LayerTrace:
    """Return what the forward pass shows of a layer."""
    return LayerTrace(
        activation=layer.activation.name,
        inputs=frozen(one.rows[: layer.n_inputs].T),
        z=frozen(one.z.T),
        a=frozen(one.a.T),
        da_dz=frozen(layer.activation.derivative(one.z.T)),
        kernel_old=frozen(layer.kernel),
        bias_old=None if layer.bias is None else frozen(layer.bias),
    )


def _learnt(
    seen: LayerTrace, error: LayerError, gradient: FloatArray, new: FloatArray
) -> LayerTrace:
    """Return `seen` with what the backward pass and the update add."""
    n, biased = len(seen.kernel_old), seen.bias_old is not None
    return replace(
        seen,
        dE_da=frozen(error.error.T),
        delta=frozen(error.delta.T),
        dE_dinputs=frozen(error.inputs.T),
        dE_dkernel=frozen(gradient[:n]),
        dE_dbias=frozen(gradient[-1]) if biased else None,
        kernel_new=frozen(new[:n]),
        bias_new=frozen(new[-1]) if biased else None,
    )
