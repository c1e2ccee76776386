"""The four networks that training is timed on, each with data of the right shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Workload:
    """A network, its optimizer and so many samples; all contenders train the same.

    Attributes
    ----------
    sizes : tuple of int
        Inputs, then the units of each layer.
    activation : str
        Of the hidden layers.
    classes : bool
        Softmax with cross-entropy, or else a linear output with the mean squared error.
    goals : dict of str to float
        How many times as long a peer's epoch has to take.
    """

    sizes: tuple[int, ...]
    activation: str
    classes: bool
    optimizer: str
    samples: int
    batch: int
    rate: float
    goals: dict[str, float]

    @property
    def name(self) -> str:
        """The sizes, as they are usually written."""
        return "-".join(map(str, self.sizes))

    @property
    def starts(self) -> range:
        """Where each minibatch begins."""
        return range(0, self.samples, self.batch)

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """Return inputs and targets, one row per sample."""
        rng = np.random.default_rng(0)
        x = rng.normal(size=(self.samples, self.sizes[0]))
        if self.classes:
            return x, np.eye(self.sizes[-1])[rng.integers(self.sizes[-1], size=self.samples)]
        return x, np.tanh(x.sum(axis=1, keepdims=True))

    def kernels(self) -> list[np.ndarray]:
        """Return first weights, shape (n_in, units) each."""
        rng = np.random.default_rng(1)
        pairs = zip(self.sizes, self.sizes[1:], strict=False)
        return [rng.normal(size=pair) / np.sqrt(pair[0]) for pair in pairs]


WORKLOADS = (
    Workload(
        *((2, 4, 2, 1), "tanh", False, "sgd", 250, 10, 0.03),
        {"torch": 32, "sklearn": 10, "plain": 4.5, "jax": 1},
    ),
    Workload(
        *((8, 5, 5, 1), "relu", False, "adam", 1030, 32, 0.001),
        {"torch": 26, "sklearn": 13, "plain": 6, "jax": 1},
    ),
    Workload(
        *((64, 32, 16, 10), "relu", True, "adam", 1797, 32, 0.001),
        {"torch": 9, "sklearn": 6, "plain": 3.5, "jax": 1},
    ),
    Workload(
        *((784, 128, 64, 10), "relu", True, "adam", 10_000, 128, 0.001),
        {"torch": 1.5, "sklearn": 1.3, "plain": 1.4, "products": 1 / 1.5, "jax": 1},
    ),
)
