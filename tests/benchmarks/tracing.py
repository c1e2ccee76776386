"""What a trace is measured by: a batch of the largest network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.benchmarks.workloads import WORKLOADS

_WORKLOAD = WORKLOADS[-1]


def _model():
    from nnviz import Dense, Input, Sequential

    *hidden, last = _WORKLOAD.sizes[1:]
    layers = [Dense(units, _WORKLOAD.activation) for units in hidden]
    model = Sequential([Input((_WORKLOAD.sizes[0],)), *layers, Dense(last, "softmax")])
    model.compile("sgd", "categorical_crossentropy")
    return model


def _batch() -> tuple[np.ndarray, np.ndarray]:
    x, y = _WORKLOAD.data()
    return x[: _WORKLOAD.batch].copy(), y[: _WORKLOAD.batch].copy()


def _often(function: Callable[[], object]) -> Callable[[int], None]:
    def run(repeats: int) -> None:
        for _ in range(repeats):
            function()

    return run


def forward() -> Callable[[int], None]:
    """Return how to trace the forward pass, z and a kept."""
    model, (x, _) = _model(), _batch()
    return _often(lambda: model.trace(x))


def whole() -> Callable[[int], None]:
    """Return how to trace everything: both passes, gradients, parameters old and new."""
    model, (x, y) = _model(), _batch()
    return _often(lambda: model.trace(x, y).completed())


def forward_products() -> Callable[[int], None]:
    """Return how to do the matrix products of the forward pass alone, memory ready."""
    kernels = _WORKLOAD.kernels()
    a = [np.ones((units, _WORKLOAD.batch)) for units in _WORKLOAD.sizes]
    products = [(k.T.dot, (a[i], a[i + 1])) for i, k in enumerate(kernels)]

    def run(repeats: int) -> None:
        for _ in range(repeats):
            for function, arguments in products:
                function(*arguments)

    return run
