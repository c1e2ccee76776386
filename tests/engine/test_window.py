"""Minibatches side by side in memory: the same numbers as one by one."""

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential
from nnviz.engine import windows
from nnviz.engine.optimizers import SGD


def trained(n: int, weighted: bool, seed: int = 3) -> tuple[bytes, dict[str, list[float]]]:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(n, 3)), rng.normal(size=(n, 2))
    model = Sequential([Input((3,)), Dense(4, "tanh", kernel_regularizer="l2"), Dense(2)])
    model.parameters[:] = np.random.default_rng(1).normal(size=model.count_params())
    model.compile("adam", "mse", metrics=["mae"])
    weights = np.linspace(0.5, 1.5, n) if weighted else None
    training = model.training(x, y, batch_size=5, epochs=3, seed=seed, sample_weight=weights)
    while not training.run_steps(3):
        pass
    return model.parameters.tobytes(), training.history


@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("n", [4, 5, 50, 53])
def test_however_many_are_in_memory(
    n: int, weighted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One minibatch, three, or all at once; with one of another size at the end or without."""
    results = []
    for most in (1, 3, 256):
        monkeypatch.setattr(windows, "_MOST", most)
        results.append(trained(n, weighted))
    assert results[0] == results[1] == results[2]


@pytest.mark.parametrize("most", [1, 4, 256])
def test_the_batch_that_diverged_is_found(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sample 13 is far too large: the step on it, and none before, ends in numbers not finite."""
    monkeypatch.setattr(windows, "_MOST", most)
    x = np.ones((30, 1))
    x[13] = 1e200
    model = Sequential([Input((1,)), Dense(1, use_bias=False)])
    model.set_weights([[[0.5]]])
    model.compile(SGD(0.01), "mse")
    training = model.training(x, np.zeros(30), batch_size=2, epochs=2, shuffle=False)
    training.run()
    again = Sequential([Input((1,)), Dense(1, use_bias=False)])
    again.set_weights([[[0.5]]])
    again.compile(SGD(0.01), "mse")
    again.fit(x[:12], np.zeros(12), batch_size=2, shuffle=False, verbose=0)
    assert training.diverged_at == (0, 6)
    assert training.step == 6
    assert model.parameters.tobytes() == again.parameters.tobytes()
