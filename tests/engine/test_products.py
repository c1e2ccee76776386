"""Large products: the same numbers in any order of memory, and networks wide enough for them."""

from collections.abc import Callable

import numpy as np
import pytest
from nnviz.layers import Dropout

from nnviz import Dense, Input, Sequential, optimizers, regularizers
from nnviz.engine import products
from nnviz.engine.arrays import aligned
from nnviz.engine.products import product_calls, rows_at_once
from nnviz.engine.recording import Recorder


@pytest.fixture(params=[True, False], ids=["in parts", "whole"])
def in_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether products are made in parts, whatever processor this is."""
    monkeypatch.setattr(products, "_WITHOUT_COPIES", request.param)
    return bool(request.param)


@pytest.mark.parametrize("flipped", [False, True])
def test_parts_of_a_product_are_its_rows(in_parts: bool, flipped: bool) -> None:
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(203, 97)), rng.normal(size=(97, 110))
    out = np.empty((203, 110))
    if flipped:
        first = np.asfortranarray(first)
    calls = product_calls(first, second, out)
    for function, arguments in calls:
        function(*arguments)
    np.testing.assert_allclose(out, first @ second, rtol=1e-12, atol=1e-12)
    assert (len(calls) > 1) == in_parts


def test_a_part_is_never_more_than_a_million_multiplications(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(products, "_WITHOUT_COPIES", True)
    assert rows_at_once((128, 784), 128, np.float64) == 8
    assert rows_at_once((784, 128), 128, np.float64, flipped=True) == 56
    assert rows_at_once((100, 100), 100, np.float64) is None, "small enough"
    assert rows_at_once((128, 2000), 128, np.float64) is None, "fewer than eight rows"
    assert rows_at_once((128, 784), 128, np.float32) is None, "quicker at once"
    assert rows_at_once((784, 784), 128, np.float64, flipped=True) is None, (
        "few rows against their order"
    )


def test_memory_starts_at_a_cache_line() -> None:
    for shape, dtype in (((2000,), np.float64), ((51, 77), np.float32), ((4000, 1), np.float64)):
        array = aligned(shape, dtype)
        assert (array.shape, array.dtype) == (shape, dtype)
        assert array.ctypes.data % 64 == 0
        assert array.flags.c_contiguous


def test_results_lie_as_what_they_are_made_of() -> None:
    rng = np.random.default_rng(1)
    k, x, b, out = (rng.normal(size=shape) for shape in ((3, 4), (5, 3), (1, 4), (4, 5)))
    recorder = Recorder(samples_first=True)
    z = recorder.fixed(k).T @ recorder.fixed(x.T) + recorder.fixed(b).T
    assert z.slot.shape == (5, 4), "one sample after another"
    recorder.store(np.exp(z * 0.5), out)
    for function, arguments in recorder.calls():
        function(*arguments)
    np.testing.assert_allclose(out, np.exp((k.T @ x.T + b.T) / 2), rtol=1e-14)


def gradients(weights: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """The gradients of softmax cross-entropy behind tanh, by the chain rule."""
    kernels, biases = weights[::2], weights[1::2]
    a = [x]
    for kernel, bias in zip(kernels[:-1], biases[:-1], strict=True):
        a.append(np.tanh(a[-1] @ kernel + bias))
    shares = np.exp(a[-1] @ kernels[-1] + biases[-1])
    delta = (shares / shares.sum(axis=1, keepdims=True) - y) / len(x)
    found = []
    for k in reversed(range(len(kernels))):
        found += [delta.sum(axis=0), a[k].T @ delta]
        delta = delta @ kernels[k].T * (1.0 - a[k] ** 2)
    return found[::-1]


def descend(weights: list[np.ndarray], batches: list[tuple[np.ndarray, np.ndarray]]) -> None:
    for x, y in batches:
        for w, g in zip(weights, gradients(weights, x, y), strict=True):
            w -= 0.1 * g


def adapt(weights: list[np.ndarray], batches: list[tuple[np.ndarray, np.ndarray]]) -> None:
    m, v = ([np.zeros_like(w) for w in weights] for _ in range(2))
    for t, (x, y) in enumerate(batches, 1):
        rate = 0.1 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        for k, g in enumerate(gradients(weights, x, y)):
            m[k] = 0.9 * m[k] + 0.1 * g
            v[k] = 0.999 * v[k] + 0.001 * g**2
            weights[k] -= rate * m[k] / (np.sqrt(v[k]) + 1e-7)


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("inputs", [200, 300])
@pytest.mark.parametrize(("optimizer", "train"), [("sgd", descend), ("adam", adapt)])
def test_a_wide_network_learns_as_by_hand(
    inputs: int, optimizer: str, train: Callable[..., None]
) -> None:
    """More than 256 inputs also mean that the bias is added apart."""
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(150, inputs)), np.eye(7)[rng.integers(7, size=150)]
    layers = [Dense(90, "tanh"), Dense(100, "tanh"), Dense(7, "softmax")]
    model = Sequential([Input((inputs,)), *layers])
    weights = [rng.normal(size=w.shape) / 10 for w in model.get_weights()]
    model.set_weights(weights)
    model.compile(optimizers.get(optimizer, 0.1), "categorical_crossentropy")
    model.fit(x, y, 128, 2, shuffle=False, verbose=0)
    train(weights, 2 * [(x[:128], y[:128]), (x[128:], y[128:])])
    for mine, theirs in zip(model.get_weights(), weights, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-8, atol=1e-10)


def trained(layers: list[Dense | Dropout], inputs: int, weighted: bool) -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    model = Sequential([Input((inputs,)), *layers])
    model.set_weights([rng.normal(size=w.shape) / 10 for w in model.get_weights()])
    model.compile("adam", "mean_squared_error")
    x, y = rng.normal(size=(300, inputs)), rng.normal(size=(300, layers[-1].units))
    weights = rng.uniform(size=300) if weighted else None
    history = model.fit(x, y, 128, 2, shuffle=False, verbose=0, sample_weight=weights)
    return [*model.get_weights(), np.array(history.history["loss"])]


def networks() -> dict[str, list[Dense | Dropout]]:
    return {
        "one layer": [Dense(90)],
        "no bias": [Dense(90, "relu", use_bias=False), Dense(3, use_bias=False)],
        "slopes of z": [Dense(90, "elu"), Dense(80, "gelu"), Dense(3)],
        "linear": [Dense(90), Dense(3)],
        "large outputs": [Dense(90, "relu"), Dense(120, "sigmoid")],
        "softmax within": [Dense(90, "softmax"), Dense(3)],
        "penalties": [
            Dense(90, "tanh", kernel_regularizer="l2", activity_regularizer=regularizers.L2(0.1)),
            Dense(3, bias_regularizer="l1", activity_regularizer="l1"),
        ],
        "dropout": [Dropout(0.2, seed=1), Dense(90, "relu"), Dropout(0.5, seed=2), Dense(3)],
    }


@pytest.mark.parametrize("name", networks())
@pytest.mark.parametrize("inputs", [200, 300])
@pytest.mark.parametrize("weighted", [False, True])
def test_any_wide_network_learns_the_same_in_parts(
    monkeypatch: pytest.MonkeyPatch, name: str, inputs: int, weighted: bool
) -> None:
    monkeypatch.setattr(products, "_WITHOUT_COPIES", False)
    whole = trained(networks()[name], inputs, weighted)
    monkeypatch.setattr(products, "_WITHOUT_COPIES", True)
    parts = trained(networks()[name], inputs, weighted)
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
