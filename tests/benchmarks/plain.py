"""What a careful programmer writes with NumPy alone, and the least that any engine has to do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.benchmarks.workloads import Workload


class Linear:
    """A layer object: kernel, bias, and what the backward pass needs."""

    def __init__(self, kernel: np.ndarray) -> None:
        self.kernel = kernel
        self.bias = np.zeros(kernel.shape[1])

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x
        return x @ self.kernel + self.bias

    def backward(self, delta: np.ndarray, to_inputs: bool) -> np.ndarray | None:
        self.gradients = self.x.T @ delta, delta.sum(axis=0)
        return delta @ self.kernel.T if to_inputs else None


class Tanh:
    """An activation object."""

    def forward(self, z: np.ndarray) -> np.ndarray:
        self.a = np.tanh(z)
        return self.a

    def backward(self, error: np.ndarray, _to_inputs: bool) -> np.ndarray:
        return error * (1 - self.a**2)


class ReLU:
    """An activation object."""

    def forward(self, z: np.ndarray) -> np.ndarray:
        self.mask = z > 0
        return np.maximum(z, 0)

    def backward(self, error: np.ndarray, _to_inputs: bool) -> np.ndarray:
        return error * self.mask


class SGD:
    """Gradient descent."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> None:
        for p, g in zip(parameters, gradients, strict=True):
            p -= self.rate * g


class Adam:
    """Adam as textbooks print it."""

    def __init__(self, rate: float) -> None:
        self.rate, self.t = rate, 0
        self.m: list[np.ndarray] = []
        self.v: list[np.ndarray] = []

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> None:
        if not self.t:
            self.m, self.v = ([np.zeros_like(p) for p in parameters] for _ in range(2))
        self.t += 1
        for i, (p, g) in enumerate(zip(parameters, gradients, strict=True)):
            self.m[i] = 0.9 * self.m[i] + 0.1 * g
            self.v[i] = 0.999 * self.v[i] + 0.001 * g**2
            m = self.m[i] / (1 - 0.9**self.t)
            v = self.v[i] / (1 - 0.999**self.t)
            p -= self.rate * m / (np.sqrt(v) + 1e-7)


def _softmax_error(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    shares = np.exp(z - z.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return float(-(y * np.log(shares + 1e-12)).sum()), (shares - y) / len(y)


def _squared_error(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    residual = z - y
    return float((residual**2).sum()), residual * (2 / len(y))


def layer_objects(workload: Workload) -> Callable[[int], None]:
    """Return how to train so many epochs with layer objects."""
    hidden = {"tanh": Tanh, "relu": ReLU}[workload.activation]
    layers = [part for kernel in workload.kernels() for part in (Linear(kernel), hidden())][:-1]
    linear = [layer for layer in layers if isinstance(layer, Linear)]
    optimizer = {"sgd": SGD, "adam": Adam}[workload.optimizer](workload.rate)
    error = _softmax_error if workload.classes else _squared_error
    x, y = workload.data()
    rng = np.random.default_rng(2)

    def step(inputs: np.ndarray, targets: np.ndarray) -> float:
        for layer in layers:
            inputs = layer.forward(inputs)
        loss, delta = error(inputs, targets)
        for layer in reversed(layers):
            delta = layer.backward(delta, layer is not layers[0])
        parameters = [p for layer in linear for p in (layer.kernel, layer.bias)]
        optimizer.step(parameters, [g for layer in linear for g in layer.gradients])
        return loss

    def run(epochs: int) -> None:
        for _ in range(epochs):
            order = rng.permutation(len(x))
            parts = (order[start : start + workload.batch] for start in workload.starts)
            _ = sum(step(x[part], y[part]) for part in parts) / len(x)

    return run


def matrix_products(workload: Workload) -> Callable[[int], None]:
    """Return how to do nothing but the matrix products of so many epochs, memory ready."""
    left = workload.samples % workload.batch
    full = _products(workload, workload.batch)
    last = _products(workload, left) if left else []
    steps = workload.samples // workload.batch

    def run(epochs: int) -> None:
        for _ in range(epochs):
            for _ in range(steps):
                for function, arguments in full:
                    function(*arguments)
            for function, arguments in last:
                function(*arguments)

    return run


def _products(workload: Workload, size: int) -> list[tuple[Callable[..., object], tuple]]:
    kernels = workload.kernels()
    rng = np.random.default_rng(3)
    a = [rng.normal(size=(units, size)) for units in workload.sizes]
    delta = [np.empty_like(values) for values in a]
    gradients = [np.empty_like(kernel) for kernel in kernels]
    products = [(k.T.dot, (a[i], delta[i + 1])) for i, k in enumerate(kernels)]
    for i in reversed(range(len(kernels))):
        products.append((a[i].dot, (delta[i + 1].T, gradients[i])))
        if i:
            products.append((kernels[i].dot, (delta[i + 1], delta[i])))
    return products
