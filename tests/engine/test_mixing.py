"""Steps on short vectors with all sums made by one product: the numbers of the rules as written."""

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential, layers
from nnviz.engine import windows
from nnviz.engine.mixing import Mixing
from nnviz.engine.optimizers import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    Nadam,
    Optimizer,
    RMSprop,
)
from nnviz.engine.optimizers.schedules import ExponentialDecay
from nnviz.engine.sums import NotASum

# what each makes its step of: as many calls as are left
CALLS = {
    SGD(0.1): 1,
    SGD(0.1, momentum=0.9, weight_decay=0.01): 1,
    SGD(ExponentialDecay(0.1, 3, 0.5), momentum=0.9, nesterov=True): 1,
    RMSprop(): 6,
    RMSprop(momentum=0.5, centered=True): 9,
    Adagrad(): 6,
    Adam(): 6,
    Adam(amsgrad=True): 7,
    AdamW(): 6,
    Adamax(): 6,
    Nadam(): 6,
}


@pytest.mark.parametrize(("optimizer", "count"), CALLS.items(), ids=str)
def test_a_step_is_that_of_the_rule(optimizer: Optimizer, count: int) -> None:
    rng = np.random.default_rng(0)
    parameters = rng.normal(size=17)
    optimizer.build(17)
    mixing, factor = Mixing(optimizer, 17, float), 0.3
    memory = np.empty((1, *mixing.shape))
    matrix = mixing.matrix(factor, memory)
    numbers = {name: np.empty(()) for name in optimizer.numbers(1)}
    calls = mixing.calls(memory[0], numbers)
    expected, vectors = parameters.copy(), [parameters, *optimizer.slots.values()]
    slots = {name: slot.copy() for name, slot in optimizer.slots.items()}
    for _ in range(5):
        gradient, given = rng.normal(size=17), optimizer.numbers(1)
        single = {name: values[0] for name, values in given.items()}
        optimizer.step(expected, factor * gradient, {**slots, **single}, single["rate"])
        for name, value in single.items():
            numbers[name][...] = value
        matrix.fill(0, 1, given)
        mixing.bring(0, vectors)
        mixing.places[0, mixing.gradient] = gradient
        for function, arguments in calls:
            function(*arguments)
        mixing.take(1, vectors)
        optimizer.iterations += 1
        for found, wanted in zip(vectors, [expected, *slots.values()], strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-15)
    assert len(calls) == count


def test_a_rule_that_is_more_than_that_is_left_as_it_is() -> None:
    optimizer = Adadelta()
    optimizer.build(3)
    with pytest.raises(NotASum):
        Mixing(optimizer, 3, float)


def network(dropping: bool = False) -> Sequential:
    model = Sequential([Input((3,)), Dense(4, "relu"), Dense(2)])
    if dropping:
        model = Sequential([Input((3,)), Dense(4, "relu"), layers.Dropout(0.5), Dense(2)])
    model.parameters[:] = np.random.default_rng(1).normal(size=model.count_params())
    model.compile(Adam(0.01), "mse")
    return model


def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    return rng.normal(size=(53, 3)), rng.normal(size=(53, 2))


def test_training_ends_where_single_calls_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of odd length, a change of parameters between them, and a last minibatch of three."""
    found = []
    for made_together in (True, False):
        if not made_together:
            monkeypatch.setattr(windows, "_mixing", lambda _setting: None)
        model = network()
        training = model.training(*data(), batch_size=5, epochs=3, seed=4)
        while not training.run_steps(7):
            model.parameters[3] += 0.25
        found.append((model.parameters.copy(), *model.optimizer.slots.values()))
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-11, atol=1e-14)


def test_who_is_interrupted_has_the_steps_that_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers.Dropout, "draw", lambda _self, mask: mask.fill(1.0))
    whole = network(dropping=True)
    whole.training(*data(), batch_size=5, epochs=1, seed=4).run_steps(6)
    left = [6]

    def draw(_self: layers.Dropout, mask: np.ndarray) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        mask.fill(1.0)

    monkeypatch.setattr(layers.Dropout, "draw", draw)
    model = network(dropping=True)
    training = model.training(*data(), batch_size=5, epochs=1, seed=4)
    with pytest.raises(KeyboardInterrupt):
        training.run()
    assert training.step == model.optimizer.iterations == 6
    assert model.parameters.tobytes() == whole.parameters.tobytes()
