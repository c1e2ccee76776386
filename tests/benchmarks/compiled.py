"""A whole epoch compiled by JAX: the minibatches are a scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.benchmarks.workloads import Workload

jax.config.update("jax_enable_x64", True)


def compiled_epoch(workload: Workload) -> Callable[[int], None]:
    """Return how to train so many epochs."""
    x, y = (jnp.asarray(values) for values in workload.data())
    state = _first_state(workload)
    step = _step(workload)
    full = workload.samples - workload.samples % workload.batch

    @jax.jit
    def epoch(state: Any, order: Any) -> Any:
        parts = order[:full].reshape(-1, workload.batch)
        state, losses = jax.lax.scan(lambda s, part: step(s, x[part], y[part]), state, parts)
        total = losses.sum() * workload.batch
        if full < len(x):
            rest = order[full:]
            state, loss = step(state, x[rest], y[rest])
            total += loss * len(rest)
        return state, total / len(x)

    rng = np.random.default_rng(2)

    def run(epochs: int) -> None:
        nonlocal state
        for _ in range(epochs):
            state, loss = epoch(state, rng.permutation(len(x)))
            float(loss)

    return run


def _first_state(workload: Workload) -> Any:
    parameters = [(jnp.asarray(k), jnp.zeros(k.shape[1])) for k in workload.kernels()]
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    return parameters, zeros, zeros, 0


def _step(workload: Workload) -> Callable[..., Any]:
    hidden = {"tanh": jnp.tanh, "relu": jax.nn.relu}[workload.activation]

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        for kernel, bias in parameters[:-1]:
            x = hidden(x @ kernel + bias)
        kernel, bias = parameters[-1]
        z = x @ kernel + bias
        if workload.classes:
            return -(y * jax.nn.log_softmax(z)).sum(axis=1).mean()
        return jnp.square(z - y).mean()

    update = {"sgd": _sgd, "adam": _adam}[workload.optimizer]

    def step(state: Any, x: Any, y: Any) -> Any:
        value, gradients = jax.value_and_grad(loss)(state[0], x, y)
        return update(state, gradients, workload.rate), value

    return step


def _sgd(state: Any, gradients: Any, rate: float) -> Any:
    parameters, m, v, t = state
    return jax.tree.map(lambda p, g: p - rate * g, parameters, gradients), m, v, t


def _adam(state: Any, gradients: Any, rate: float) -> Any:
    parameters, m, v, t = state
    t = t + 1
    m = jax.tree.map(lambda m, g: m + 0.1 * (g - m), m, gradients)
    v = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), v, gradients)
    now = rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    parameters = jax.tree.map(lambda p, m, v: p - now * m / (jnp.sqrt(v) + 1e-7), parameters, m, v)
    return parameters, m, v, t
