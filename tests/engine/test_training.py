"""Training: epochs, resuming, stopping, divergence; updates against plain Python arithmetic."""

import itertools
import math

import numpy as np
import pytest
from nnviz.optimizers import SGD, Adam, Optimizer, RMSprop

from nnviz import Dense, Input, Sequential
from nnviz.engine.training import Training

OPTIMIZERS = [
    SGD(0.05),
    SGD(0.05, momentum=0.9),
    SGD(0.05, momentum=0.9, nesterov=True),
    RMSprop(0.01),
    RMSprop(0.01, momentum=0.5),
    Adam(0.01),
]


def regression(n: int = 23, inputs: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(n, inputs))
    return x, np.tanh(x.sum(axis=1))


def network(optimizer: str | Optimizer = "adam", seed: int = 1, inputs: int = 3) -> Sequential:
    model = Sequential([Input((inputs,)), Dense(4, "tanh"), Dense(1)])
    model.parameters[:] = np.random.default_rng(seed).normal(size=model.count_params())
    model.compile(optimizer, "mean_squared_error")
    return model


def plain_update(optimizer: Optimizer, p: float, gradients: list[float]) -> float:
    """One parameter through several steps, written from Keras's documentation of each rule."""
    m = v = 0.0
    rate = optimizer.learning_rate
    for t, g in enumerate(gradients, start=1):
        if isinstance(optimizer, SGD):
            m = optimizer.momentum * m - rate * g
            p += optimizer.momentum * m - rate * g if optimizer.nesterov else m
        elif isinstance(optimizer, RMSprop):
            v = optimizer.rho * v + (1 - optimizer.rho) * g * g
            m = optimizer.momentum * m + rate * g / math.sqrt(v + optimizer.epsilon)
            p -= m
        else:
            assert isinstance(optimizer, Adam)
            m = optimizer.beta_1 * m + (1 - optimizer.beta_1) * g
            v = optimizer.beta_2 * v + (1 - optimizer.beta_2) * g * g
            corrected = rate * math.sqrt(1 - optimizer.beta_2**t) / (1 - optimizer.beta_1**t)
            p -= corrected * m / (math.sqrt(v) + optimizer.epsilon)
    return p


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_updates_by_plain_arithmetic(optimizer: Optimizer) -> None:
    """Training y = w x on one sample x = 1, T = 0 with E = ½ w²: the gradient is w itself."""
    fresh = type(optimizer)(**_arguments(optimizer))
    model = Sequential([Input((1,)), Dense(1, use_bias=False)])
    model.set_weights([[[0.8]]])
    model.compile(fresh, "half_squared_error")
    gradients: list[float] = []
    for _ in range(6):
        w = model.parameters.item()
        gradients.append(w)
        model.fit([[1.0]], [0.0], verbose=0)
        expected = plain_update(optimizer, 0.8, gradients)
        assert model.parameters.item() == pytest.approx(expected, rel=1e-12)


def _arguments(optimizer: Optimizer) -> dict[str, float]:
    keys = ("learning_rate", "momentum", "nesterov", "rho", "beta_1", "beta_2", "epsilon")
    return {key: getattr(optimizer, key) for key in keys if hasattr(optimizer, key)}


def test_epoch_by_plain_arithmetic() -> None:
    """Two batches, the last partial: y = w x + b, mean squared error, no shuffling."""
    x, y = [1.0, 2.0, 3.0], [2.0, 3.0, 5.0]
    w, b, rate = 0.5, 0.1, 0.02
    losses = []
    for batch in ([0, 1], [2]):
        residuals = [w * x[i] + b - y[i] for i in batch]
        losses += [r * r for r in residuals]
        n = len(batch)
        gradient = sum(2 * r * x[i] for r, i in zip(residuals, batch, strict=True)) / n
        w, b = w - rate * gradient, b - rate * sum(2 * r for r in residuals) / n
    model = Sequential([Input((1,)), Dense(1)])
    model.set_weights([[[0.5]], [0.1]])
    model.compile(SGD(rate), "mse")
    history = model.fit(x, y, batch_size=2, shuffle=False, verbose=0)
    np.testing.assert_allclose(model.parameters, [w, b], rtol=1e-14)
    assert history.history["loss"] == [pytest.approx(sum(losses) / 3, rel=1e-14)]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_slices_make_one_run(optimizer: Optimizer) -> None:
    """However a training is sliced, the result is the same to the last bit."""
    x, y = regression()
    results = []
    for how in ("run", "steps", "time"):
        model = network(type(optimizer)(**_arguments(optimizer)))
        training = model.training(x, y, batch_size=5, epochs=4, seed=7)
        _finish(training, how)
        results.append((model.parameters.tobytes(), training.history, training.step))
    assert results[0] == results[1] == results[2]


def _finish(training: Training, how: str) -> None:
    if how == "run":
        training.run()
    while not training.finished:
        if how == "steps":
            training.run_steps(3)
        else:
            training.run_for(0.0)


def test_resuming_at_an_epoch_repeats_exactly() -> None:
    """The optimizer's state and the epoch's number are all that a document needs to keep."""
    x, y = regression()
    whole = network()
    whole_run = whole.training(x, y, batch_size=5, epochs=6, seed=3)
    whole_run.run()
    half = network()
    first = half.training(x, y, batch_size=5, epochs=2, seed=3)
    first.run()
    again = network()
    again.parameters[:] = half.parameters
    again.optimizer.set_state(half.optimizer.state())
    second = again.training(x, y, batch_size=5, epochs=6, initial_epoch=2, seed=3)
    second.run()
    assert again.parameters.tobytes() == whole.parameters.tobytes()
    assert first.history["loss"] + second.history["loss"] == whole_run.history["loss"]
    assert (second.epoch, second.step) == (6, 20)


@pytest.mark.parametrize(("epoch", "batch"), [(0, 3), (1, 1), (2, 0)])
def test_resuming_within_an_epoch_repeats_exactly(epoch: int, batch: int) -> None:
    x, y = regression(18)  # a last batch of 3
    whole, half, again = network("adam"), network("adam"), network("adam")
    whole.training(x, y, batch_size=5, epochs=4, seed=3).run()
    half.training(x, y, batch_size=5, epochs=4, seed=3).run_steps(4 * epoch + batch)
    again.parameters[:] = half.parameters
    training = again.training(x, y, batch_size=5, epochs=4, seed=3)
    training.run_steps(7)  # of something else
    again.parameters[:] = half.parameters
    again.optimizer.set_state(half.optimizer.state())
    training.resume(epoch, batch)
    assert (training.epoch, training.batch) == (epoch, batch)
    training.run()
    assert again.parameters.tobytes() == whole.parameters.tobytes()


def test_scores_after_resuming_are_of_what_is_trained_from_there() -> None:
    x, y = regression(18)
    model = network()
    training = model.training(x, y, batch_size=5, epochs=9, seed=3)
    training.resume(2, 2)
    assert math.isnan(training.running_loss)
    order, losses = np.random.default_rng([3, 2]).permutation(18), []
    for rows in (order[10:15], order[15:]):
        losses += [model.trace(x[rows], y[rows]).loss] * len(rows)
        training.run_steps(1)
    assert training.history["loss"] == [pytest.approx(np.mean(losses), rel=1e-12)]
    training.run_steps(4)
    assert len(training.history["loss"]) == 2


def test_order_of_an_epoch_is_the_documented_one() -> None:
    x, y = regression()
    shuffled, ordered = network(), network()
    shuffled.training(x, y, batch_size=5, epochs=3, initial_epoch=2, seed=11).run()
    order = np.random.default_rng([11, 2]).permutation(len(x))
    ordered.training(x[order], y[order], batch_size=5, epochs=1, shuffle=False).run()
    assert shuffled.parameters.tobytes() == ordered.parameters.tobytes()


def test_run_for_keeps_to_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a clock that moves on by a thousandth each time it is looked at."""
    ticks = itertools.count()
    monkeypatch.setattr("nnviz.engine.training.perf_counter", lambda: next(ticks) / 1000)
    x, y = regression()
    training = network().training(x, y, batch_size=5, epochs=10**9)
    assert not training.run_for(0.02)
    assert 20 <= next(ticks) <= 22
    assert training.step >= 10
    assert not training.run_for(-1.0)
    assert training.step >= 11


def test_running_loss_is_of_the_epoch_under_way() -> None:
    x, y = regression(20)
    model = network()
    training = model.training(x, y, batch_size=5, epochs=2, shuffle=False)
    assert math.isnan(training.running_loss)
    first = model.trace(x[:5], y[:5]).loss
    training.run_steps(1)
    assert training.running_loss == pytest.approx(first, rel=1e-12)
    training.run_steps(3)
    assert math.isnan(training.running_loss)
    assert training.epoch == 1


def test_threshold_ends_after_the_epoch_below_it() -> None:
    x, y = regression()
    training = network("adam").training(x, y, epochs=5000, seed=1, threshold=0.1)
    training.run()
    assert training.stopped_by == "threshold"
    assert training.history["loss"][-1] < 0.1 <= training.history["loss"][-2]


def test_reasons_to_end() -> None:
    x, y = regression()
    training = network().training(x, y, epochs=2)
    training.run_steps(1)
    assert training.stopped_by is None
    assert training.run_steps(10)
    assert training.stopped_by == "epochs"
    stopped = network().training(x, y, epochs=2)
    stopped.stop()
    assert stopped.finished
    assert stopped.run_for(1.0)
    assert (stopped.stopped_by, stopped.step) == ("stopped", 0)
    assert network().training(x, y, epochs=2, initial_epoch=2).finished


@pytest.mark.parametrize("how", ["run", "steps", "time"])
def test_divergence_goes_back_to_the_last_finite_parameters(how: str) -> None:
    """y = w x with a rate that squares the weight's size at every step, until it overflows."""
    model = Sequential([Input((1,)), Dense(1, use_bias=False)])
    model.set_weights([[[1.0]]])
    model.compile(SGD(1e100, momentum=0.5), "half_squared_error")
    training = model.training([[1.0]] * 3, [0.0] * 3, batch_size=1, epochs=9, shuffle=False)
    _finish(training, how)
    # by hand: E = ½ w² overflows once |w| > 1.9e154: before batch 2 w is 1, −1e100, then 1e200
    assert training.stopped_by == "divergence"
    assert training.diverged_at == (0, 2)
    assert training.step == 2
    assert model.parameters.item() == pytest.approx(1e200)
    assert model.optimizer.iterations == 2


def test_divergence_in_fit_warns_and_returns() -> None:
    x, y = regression()
    model = network(SGD(1e6))
    with pytest.warns(RuntimeWarning, match=r"diverged in epoch \d+, batch \d+") as caught:
        history = model.fit(x, y, batch_size=5, epochs=50, verbose=0)
    assert caught[0].filename == __file__
    assert len(history.history.get("loss", [])) < 50
    assert np.isfinite(model.parameters).all()


def test_relu_does_not_hide_not_a_number() -> None:
    """The fast maximum turns NaN into 0: divergence must be seen all the same."""
    x, y = regression()
    model = Sequential([Input((3,)), Dense(8, "relu"), Dense(8, "relu"), Dense(1)])
    model.compile(SGD(1e200), "mse")
    training = model.training(x, y, batch_size=4, epochs=3)
    training.run()
    assert training.stopped_by == "divergence"
    assert np.isfinite(model.parameters).all()
