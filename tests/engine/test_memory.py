"""What training keeps in memory beyond the caller's arrays: a few times what it works on."""

import tracemalloc

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential
from nnviz.engine.optimizers import Adam, Optimizer, RMSprop, get

PLAIN = 300_000  # bytes for Python's own objects: recorded calls, views, a generator
NUMBER = 8


def peak(model: Sequential, x: np.ndarray, y: np.ndarray, batch_size: int, epochs: int) -> int:
    """The most bytes that fit holds at once, the caller's arrays and the parameters not counted."""
    tracemalloc.start()
    try:
        model.fit(x, y, batch_size, epochs, verbose=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def network(*sizes: int, optimizer: str | Optimizer = "adam") -> Sequential:
    first, *others = sizes
    model = Sequential([Input((first,)), *(Dense(n, "relu") for n in others[:-1])])
    model.add(Dense(others[-1]))
    model.compile(get(optimizer), "mse")
    return model


@pytest.mark.parametrize("inputs", [1, 2, 30])
def test_data_are_held_at_most_twice(inputs: int) -> None:
    x = np.random.default_rng(0).normal(size=(400_000 // inputs, inputs))
    y = x.sum(axis=1, keepdims=True)
    data = x.nbytes + y.nbytes
    minibatch = 2**20 + 4096 * 20 * NUMBER
    assert peak(network(inputs, 3, 1), x, y, 4096, 2) < 2 * data + minibatch + PLAIN


@pytest.mark.parametrize("inputs", [2, 30])
def test_metrics_need_no_more(inputs: int) -> None:
    x = np.random.default_rng(0).normal(size=(400_000 // inputs, inputs))
    y = x.sum(axis=1, keepdims=True)
    model = network(inputs, 3, 1)
    model.compile("adam", "mse", metrics=["mae", "r2_score"])
    minibatch = 2**20 + 4096 * 20 * NUMBER
    assert peak(model, x, y, 4096, 2) < 2 * (x.nbytes + y.nbytes) + minibatch + PLAIN


@pytest.mark.parametrize("batch_size", [100, 4096])
def test_a_single_input_is_held_with_the_minibatches_too(batch_size: int) -> None:
    """Not even with a metric: it has twice the data for the order and the logits alone."""
    x = np.random.default_rng(0).normal(size=(400_000, 1))
    model = network(1, 3, 1)
    model.compile("sgd", "mse", metrics=["mae"])
    assert peak(model, x, x**2, batch_size, 2) < 2 * (x.nbytes + x.nbytes)


@pytest.mark.parametrize(
    ("optimizer", "slots"),
    [
        ("sgd", 0),
        ("rmsprop", 1),
        ("adam", 2),
        (Adam(amsgrad=True), 3),
        (RMSprop(momentum=0.5, centered=True), 3),
    ],
    ids=str,
)
def test_parameters_are_held_at_most_eight_times(optimizer: str | Optimizer, slots: int) -> None:
    """A million of them: slots, the last finite copy of all, and a gradient that comes in parts."""
    model = network(1000, 1000, 1, optimizer=optimizer)
    x, y = np.ones((8, 1000)) / 1000, np.ones((8, 1))
    before = model.parameters.copy()
    assert peak(model, x, y, 8, 2) < (2 * slots + 2) * before.nbytes
    assert np.isfinite(model.parameters).all()
    assert (model.parameters != before).mean() > 0.1


def test_frozen_parameters_are_not_held_once_more() -> None:
    model = network(1000, 1000, 1, optimizer=Adam(amsgrad=True))
    model.layers[0].trainable = False
    x, y = np.ones((8, 1000)) / 1000, np.ones((8, 1))
    before = model.parameters.copy()
    assert peak(model, x, y, 8, 2) < 8 * before.nbytes
    assert model.parameters[:1_001_000].tobytes() == before[:1_001_000].tobytes()
    assert (model.parameters != before).any()
