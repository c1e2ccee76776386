"""One forward and backward pass with every number kept, as arrays nobody can change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.engine.arrays import FloatArray, frozen, unchanging
from nnviz.engine.layers import Dense
from nnviz.engine.losses import Loss
from nnviz.engine.one_step import OneStep, blocks
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
from nnviz.engine.penalties import activity_penalty, themselves, weight_penalty

# A matrix shaped like a layer's block, worked out when it is first looked at.
Later = Callable[[], FloatArray]


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """One layer's part of a pass over n samples.

    Derivatives per sample are of that sample's own loss Eᵢ; `dE_dkernel` and `dE_dbias` are of the
    mean over the samples, as training uses it. Everything after `a` but `da_dz` is None when no
    target was given; `bias_old` and its like are None without bias. What is as large as the
    parameters is worked out when it is first looked at.

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
    gradient, new : callable or None
        Make the slopes by the block's parameters and the new ones; None where there are none.
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
    gradient: Later | None = None
    new: Later | None = None

    @property
    def dE_dkernel(self) -> FloatArray | None:
        """∂E/∂w of the mean loss."""
        return self._kernel_of(self.gradient)

    @property
    def dE_dbias(self) -> FloatArray | None:
        """∂E/∂b of the mean loss."""
        return self._bias_of(self.gradient)

    @property
    def kernel_new(self) -> FloatArray | None:
        """The weights after one step."""
        return self._kernel_of(self.new)

    @property
    def bias_new(self) -> FloatArray | None:
        """The biases after one step."""
        return self._bias_of(self.new)

    def _kernel_of(self, block: Later | None) -> FloatArray | None:
        return None if block is None else block()[: len(self.kernel_old)]

    def _bias_of(self, block: Later | None) -> FloatArray | None:
        return None if block is None or self.bias_old is None else block()[-1]


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

    def completed(self) -> Trace:
        """Return the trace itself once all that could wait is worked out."""
        for layer in self.layers:
            if layer.new is not None:
                layer.new()
        return self


def trace_forward(layers: Sequence[Dense], x: FloatArray) -> Trace:
    """Return the forward pass alone."""
    with np.errstate(all="ignore"):
        passes = _forward(layers, x)
        old = [unchanging(layer.block) for layer in layers]
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
        old = unchanging(parameters)
        seen = [*map(_seen, layers, passes, blocks(layers, old))]
        step = _step(layers, old, passes, errors, optimizer)
        traces = tuple(_learnt(one, errors[k], step, k) for k, one in enumerate(seen))
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
    return backward(layers, kernels, passes, error, delta, to_inputs=True, by_weights=False)


def _step(
    layers: Sequence[Dense],
    old: FloatArray,
    passes: list[LayerPass],
    errors: list[LayerError],
    optimizer: Optimizer,
) -> OneStep:
    """Return the step from these parameters, which knows nothing that changes with the model."""
    own = map(Dense.with_block, layers, blocks(layers, old))
    return OneStep([*own], old, passes, errors, optimizer.unchanging())


def _seen(layer: Dense, one: LayerPass, old: FloatArray) -> LayerTrace:
    """Return what the forward pass shows of a layer, whose parameters are `old` for good."""
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


def _learnt(seen: LayerTrace, error: LayerError, step: OneStep, k: int) -> LayerTrace:
    """Return `seen` with what the backward pass and the update add."""
    return replace(
        seen,
        dE_da=_shown(error.error.T),
        delta=_shown(error.delta.T),
        dE_dinputs=_shown(error.inputs.T),
        gradient=lambda: step.gradients[k],
        new=lambda: step.after[k],
    )


def _shown(own: FloatArray) -> FloatArray:
    """Return an array that nothing else holds, as a view that nobody can write to.

    Not copied: of a large network, copies would take longer than what they show.
    """
    view: FloatArray = own.view()
    view.setflags(write=False)
    return view
