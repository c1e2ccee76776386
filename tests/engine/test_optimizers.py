"""Optimizers: the trace shows what training does, state and configs go round, mistakes are told."""

import numpy as np
import pytest
from nnviz.optimizers import SGD, Adam, Optimizer
from nnviz.optimizers.schedules import CosineDecay, ExponentialDecay, PiecewiseConstantDecay

from nnviz import Dense, Input, Sequential, optimizers, schedules
from tests.engine.test_gradients import flat_new, samples

MADE = {
    **{name: (lambda name=name: optimizers.get(name, 0.02)) for name in optimizers.names()},
    "momentum": lambda: SGD(0.05, 0.9, True, weight_decay=0.1),
    "amsgrad": lambda: Adam(0.01, amsgrad=True, clipnorm=0.1),
    "centered": lambda: optimizers.RMSprop(0.01, 0.9, 0.5, centered=True, clipvalue=0.01),
    "scheduled": lambda: Adam(ExponentialDecay(0.1, 2, 0.5), global_clipnorm=0.05),
    "scheduled decay": lambda: SGD(CosineDecay(0.1, 6), weight_decay=0.2),
    "pieces": lambda: optimizers.Nadam(PiecewiseConstantDecay([1, 2], [0.1, 0.05, 0.01])),
}


def model_with(optimizer: Optimizer) -> Sequential:
    model = Sequential([Input((3,)), Dense(4, "tanh"), Dense(2)])
    model.parameters[:] = np.random.default_rng(1).uniform(-0.9, 0.9, model.count_params())
    model.compile(optimizer, "mse")
    return model


@pytest.mark.parametrize("name", MADE)
def test_trace_shows_the_next_step_and_changes_nothing(name: str) -> None:
    model = model_with(MADE[name]())
    x, y = samples(3, 3, 2, n=7)
    for _ in range(4):
        before = model.optimizer.state()
        trace = model.trace(x, y)
        np.testing.assert_array_equal(flat_new(model.trace(x, y)), flat_new(trace))
        after = model.optimizer.state()
        assert before.keys() == after.keys()
        for key, value in before.items():
            np.testing.assert_array_equal(value, after[key])
        assert trace.learning_rate == model.optimizer.learning_rate
        model.fit(x, y, batch_size=7, verbose=0)
        np.testing.assert_allclose(model.parameters, flat_new(trace), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("name", MADE)
def test_state_and_config_make_the_same_optimizer(name: str) -> None:
    x, y = samples(3, 3, 2, n=7)
    one = model_with(MADE[name]())
    one.fit(x, y, batch_size=3, epochs=2, shuffle=False, verbose=0)
    again = optimizers.get(one.optimizer.serialized())
    assert again.get_config() == one.optimizer.get_config()
    again.set_state(one.optimizer.state())
    other = model_with(again)
    other.parameters[:] = one.parameters
    for model in (one, other):
        model.fit(x, y, batch_size=3, shuffle=False, verbose=0)
    np.testing.assert_array_equal(one.parameters, other.parameters)


@pytest.mark.parametrize("name", MADE)
def test_many_steps_are_the_same_a_few_at_a_time(name: str) -> None:
    x, y = samples(3, 3, 2, n=7)
    found = []
    for slices in (400, 3):
        model = model_with(MADE[name]())
        training = model.training(x, y, batch_size=1, epochs=40, seed=1)
        while not training.run_steps(slices):
            pass
        found.append((model.parameters.tobytes(), training.step))
    assert found[0] == found[1]
    assert found[0][1] == 280


@pytest.mark.parametrize("name", ["sgd", "adam", "nadam"])
def test_a_rate_set_between_minibatches_is_that_of_the_next(name: str) -> None:
    x, y = samples(3, 3, 2, n=7)
    model = model_with(MADE[name]())
    training = model.training(x, y, batch_size=2, epochs=1)
    training.run_steps(2)
    model.optimizer.learning_rate = 0.0
    before = model.parameters.copy()
    training.run_steps(1)
    np.testing.assert_array_equal(model.parameters, before)
    model.optimizer.learning_rate = 0.1
    training.run_steps(1)
    assert (model.parameters != before).all()


def test_a_schedule_is_asked_for_no_step_that_is_not_made() -> None:
    class Falling(schedules.LearningRateSchedule):
        def __call__(self, step: int) -> float:
            return 0.1 - 0.02 * step

    x, y = samples(3, 3, 2, n=5)
    model = model_with(SGD(Falling()))
    model.fit(x, y, batch_size=1, verbose=0)
    assert model.optimizer.iterations == 5
    with pytest.raises(ValueError, match="learning_rate to be a number at least 0"):
        model.fit(x, y, batch_size=1, epochs=2, verbose=0)


def test_schedules_by_hand() -> None:
    stairs = ExponentialDecay(1.0, 10, 0.5, staircase=True)
    assert [stairs(step) for step in (0, 9, 10, 25)] == [1.0, 1.0, 0.5, 0.25]
    assert ExponentialDecay(1.0, 10, 0.25)(5) == 0.5
    wave = CosineDecay(1.0, 10, alpha=0.2)
    assert [wave(step) for step in (0, 5, 10, 99)] == pytest.approx([1.0, 0.6, 0.2, 0.2])
    up = CosineDecay(0.0, 10, warmup_target=1.0, warmup_steps=4)
    assert [up(step) for step in (0, 2, 4, 14)] == pytest.approx([0.0, 0.5, 1.0, 0.0])
    pieces = PiecewiseConstantDecay([2, 5], [0.3, 0.2, 0.1])
    assert [pieces(step) for step in (0, 2, 3, 5, 6)] == [0.3, 0.3, 0.2, 0.2, 0.1]


def test_a_schedule_sets_the_rate_and_nobody_else() -> None:
    optimizer = SGD(ExponentialDecay(0.1, 1, 0.5))
    x, y = samples(3, 3, 2)
    model = model_with(optimizer)
    model.fit(x, y, batch_size=5, epochs=2, verbose=0)
    assert optimizer.learning_rate == pytest.approx(0.025)
    with pytest.raises(TypeError, match="not settable"):
        optimizer.learning_rate = 0.1


def test_a_schedule_may_take_over() -> None:
    """After 2 steps of 0.1: 0.1 · 0.5^(2/4), then 0.1 · 0.5^(3/4), as in Keras."""
    model = Sequential([Input((1,)), Dense(1)])
    model.compile(SGD(0.1), "mse")
    for _ in range(2):
        model.train_on_batch([[1.0]], [1.0])
    model.optimizer.learning_rate = ExponentialDecay(0.1, 4, 0.5)
    assert model.optimizer.learning_rate == pytest.approx(0.1 * 0.5**0.5)
    before, error = model.parameters.copy(), model.predict([[1.0]], verbose=0).item() - 1.0
    model.train_on_batch([[1.0]], [1.0])
    rate = 0.1 * 0.5**0.5
    np.testing.assert_allclose(model.parameters, before - rate * 2.0 * error, rtol=1e-13)
    assert model.optimizer.learning_rate == pytest.approx(0.1 * 0.5**0.75)


def test_clipping_by_hand() -> None:
    gradients = [np.array([[3.0, 4.0]]), np.array([0.0, 0.3])]
    SGD(clipnorm=1.0).clip(gradients)
    np.testing.assert_allclose(gradients[0], [[0.6, 0.8]])
    np.testing.assert_allclose(gradients[1], [0.0, 0.3])
    SGD(global_clipnorm=0.1).clip(gradients)
    assert np.sqrt(sum(np.square(g).sum() for g in gradients)) == pytest.approx(0.1)
    SGD(clipvalue=0.01).clip(gradients)
    assert max(np.abs(g).max() for g in gradients) == 0.01


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(clipnorm=1.0, clipvalue=1.0), "At most one of"),
        (lambda: SGD(weight_decay=-0.1), "weight_decay"),
        (lambda: SGD(use_ema=True), "have none of them"),
        (lambda: optimizers.AdamW(weight_decay=None), "must be a float"),
        (lambda: optimizers.Adagrad(initial_accumulator_value=-1.0), "initial_accumulator_value"),
        (lambda: optimizers.get("nadam", momentum=0.5), "Nadam takes no momentum"),
        (lambda: ExponentialDecay(0.1, 0, 0.5), "must be > 0"),
        (lambda: ExponentialDecay(-0.1, 1, 0.5), "initial_learning_rate"),
        (lambda: PiecewiseConstantDecay([1], [0.1]), "1 less than"),
        (lambda: schedules.get("nothing"), "Could not interpret schedule"),
        (lambda: SGD.from_config({"speed": 1}), "received also speed"),
    ],
)
def test_arguments(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_what_has_faded_is_set_to_zero_and_what_counts_is_kept() -> None:
    """After an epoch; a unit that is never active again leaves such means."""
    optimizer = optimizers.Adam()
    optimizer.build(3)
    optimizer.slots["momentum"][...] = [1e-310, -1e-305, 1e-290]
    optimizer.slots["velocity"][...] = [0.5, 1e-20, 0.0]
    optimizer.clear_traces()
    assert optimizer.slots["momentum"].tolist() == [0.0, 0.0, 1e-290]
    assert optimizer.slots["velocity"].tolist() == [0.5, 1e-20, 0.0]
