"""Softmax of logits beyond what e can be raised to: exact, wherever slices of training end."""

import math

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential, utils
from nnviz.engine.layers import Dropout
from nnviz.engine.optimizers import SGD
from nnviz.engine.training import Training

_RATE = 1e-7
_SIZE = 4


def inputs(scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Return samples of which every fifth is as much larger."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(22, 3))
    x[::5] *= scale
    return x, np.eye(3)[rng.integers(3, size=22)]


def network(dtype: str = "float64", bias: float = 0.0, rate: float = _RATE) -> Sequential:
    model = Sequential([Input((3,)), Dense(3, "softmax")], dtype=dtype)
    kernel = np.random.default_rng(7).normal(size=(3, 3))
    model.set_weights([kernel, np.full(3, bias)])
    model.compile(SGD(rate), "categorical_crossentropy")
    return model


def by_hand(
    x: np.ndarray, y: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return weights and loss after an epoch, sample by sample in plain Python arithmetic."""
    kernel, bias, total = kernel.copy(), bias.copy(), 0.0
    for start in range(0, len(x), _SIZE):
        deltas = []
        for one, target in zip(x[start : start + _SIZE], y[start : start + _SIZE], strict=True):
            z = [float(one @ kernel[:, k] + bias[k]) for k in range(3)]
            powers = [math.exp(each - max(z)) for each in z]
            deltas.append([p / sum(powers) - t for p, t in zip(powers, target, strict=True)])
            total += math.log(sum(powers)) + max(z) - z[int(np.argmax(target))]
        delta = np.array(deltas)
        kernel -= _RATE * x[start : start + _SIZE].T @ delta / len(delta)
        bias -= _RATE * delta.mean(axis=0)
    return kernel, bias, total / len(x)


def run(training: Training, steps: int) -> Training:
    while not training.run_steps(steps):
        pass
    return training


@pytest.mark.parametrize(
    ("scale", "bias"), [(1.0, 0.0), (1e4, 0.0), (1e100, 0.0), (1.0, 800.0), (1.0, -800.0)]
)
def test_an_epoch_is_that_by_hand(scale: float, bias: float) -> None:
    x, y = inputs(scale)
    model = network(bias=bias)
    kernel, biases, loss = by_hand(x, y, *model.get_weights())
    history = model.fit(x, y, batch_size=_SIZE, shuffle=False, verbose=0).history
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-12)
    np.testing.assert_allclose(model.get_weights()[1], biases, rtol=1e-12)
    assert history["loss"][0] == pytest.approx(loss, rel=1e-12)


def test_powers_of_which_digits_are_lost_are_seen() -> None:
    """Numbers below 1e-308 have fewer digits, and only a part of these sums is above."""
    x, y = inputs(1.0)
    model = network(bias=-738.0)
    kernel, _, loss = by_hand(x, y, *model.get_weights())
    history = model.fit(x, y, batch_size=_SIZE, shuffle=False, verbose=0).history
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-12)
    assert history["loss"][0] == pytest.approx(loss, rel=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_it_makes_no_difference_where_slices_end(steps: int) -> None:
    x, y = inputs(1e4)
    whole, parts = network(rate=0.01), network(rate=0.01)
    settings = {"batch_size": _SIZE, "epochs": 3, "seed": 1}
    one = run(whole.training(x, y, **settings), 1000)
    other = run(parts.training(x, y, **settings), steps)
    assert whole.parameters.tobytes() == parts.parameters.tobytes()
    assert one.history == other.history
    assert (one.step, one.epoch, one.stopped_by) == (18, 3, "epochs")
    assert (other.step, other.epoch, other.stopped_by) == (18, 3, "epochs")
    assert parts.optimizer.iterations == 18


def test_single_precision_has_narrower_limits() -> None:
    x, y = inputs(100.0)
    models = [network(dtype, bias=-60.0) for dtype in ("float32", "float64")]
    losses = [
        model.fit(x, y, batch_size=_SIZE, shuffle=False, verbose=0).history["loss"][0]
        for model in models
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    np.testing.assert_allclose(models[0].parameters, models[1].parameters, rtol=1e-6)


def test_large_logits_are_no_divergence_and_what_is_not_finite_is() -> None:
    x, y = inputs(1e4)
    model = network(rate=1e300)
    training = model.training(x, y, batch_size=_SIZE, epochs=5, shuffle=False)
    training.run()
    assert training.stopped_by == "divergence"
    assert np.isfinite(model.parameters).all()
    assert np.abs(model.parameters).max() > 1e299


@pytest.mark.parametrize("bias", [0.0, 30.0, 300.0, -300.0])
def test_a_small_loss_keeps_its_digits_whatever_the_size_of_logits(bias: float) -> None:
    """By hand: ln(1 + Σ e^(zₖ − z)) over the other classes, which loses none of them."""
    gap = 18.0
    model = Sequential([Input((3,)), Dense(3, "softmax")])
    model.set_weights([np.eye(3) * gap, np.full(3, bias)])
    model.compile(SGD(0.0), "categorical_crossentropy")
    history = model.fit(np.eye(3), np.eye(3), verbose=0).history
    loss = math.log1p(2 * math.exp(-gap))
    # 1 + 3e-8 has been rounded, in Keras too: what is left of it is exact to 1e-16
    assert history["loss"][0] == pytest.approx(loss, abs=4e-16)


def test_masks_of_dropout_are_the_same_when_a_step_is_made_again() -> None:
    x, y = inputs(1e4)
    results = []
    for steps in (1, 1000):
        utils.set_random_seed(3)
        model = Sequential([Input((3,)), Dropout(0.3), Dense(3, "softmax")])
        model.set_weights(network().get_weights())
        model.compile(SGD(0.01), "categorical_crossentropy")
        run(model.training(x, y, batch_size=_SIZE, epochs=2, seed=1), steps)
        results.append(model.parameters.tobytes())
    assert results[0] == results[1]


def test_what_is_given_no_time_makes_one_step_all_the_same() -> None:
    """Also after a slice that had to be made with care."""
    x, y = inputs(1e4)
    training = network(rate=0.01).training(x, y, batch_size=_SIZE, epochs=2, seed=1)
    steps = []
    while not training.run_for(0.0):
        steps.append(training.step)
    assert steps == list(range(1, 12))
    whole = run(network(rate=0.01).training(x, y, batch_size=_SIZE, epochs=2, seed=1), 1000)
    assert training.history == whole.history


def test_many_parameters_are_no_hindrance() -> None:
    """They are learnt in another way; the loss of one hot pixel is its difference of logits."""
    model = Sequential([Input((3000,)), Dense(3, "softmax")])
    kernel = np.zeros((3000, 3))
    kernel[7] = [900.0, 0.0, -900.0]
    model.set_weights([kernel, np.zeros(3)])
    model.compile(SGD(0.0), "categorical_crossentropy")
    x = np.eye(3000)[[7, 7]]
    loss = model.fit(x, np.eye(3)[[1, 2]], verbose=0).history["loss"][0]
    assert loss == pytest.approx((900 + 1800) / 2, rel=1e-12)
