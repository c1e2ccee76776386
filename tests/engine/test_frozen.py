"""Weights that do not learn: they keep every bit, and all the rest goes on."""

import numpy as np
import pytest
from nnviz.optimizers import SGD, Adam, get

from nnviz import Dense, Input, Sequential
from nnviz.engine.optimizers import names

X = np.random.default_rng(0).normal(size=(11, 3))
Y = X.sum(axis=1)
# every third of 21 weights: in both kernels and in both biases
SOME = np.arange(21) % 3 == 0


def network(optimizer: object = "sgd", **hidden: object) -> Sequential:
    rng = np.random.default_rng(1)
    model = Sequential([Input((3,)), Dense(4, "tanh", **hidden), Dense(1)])
    model.parameters[...] = rng.normal(size=21)
    model.compile(optimizer, "mse")
    return model


def made(name: str) -> object:
    """The optimizer with all that moves weights beside their gradients."""
    momentum = {"momentum": 0.9} if name in ("sgd", "rmsprop") else {}
    return type(get(name))(0.01, weight_decay=0.1, **momentum)


@pytest.mark.parametrize("name", names())
def test_frozen_weights_keep_every_bit(name: str) -> None:
    model = network(made(name), kernel_constraint="max_norm", kernel_regularizer="l2")
    model.fit(X, Y, epochs=2, batch_size=4, verbose=0)  # so that there is momentum
    model.frozen = SOME
    before, slots = model.parameters.copy(), model.optimizer.state()
    trace = model.trace(X, Y)
    model.fit(X, Y, epochs=3, batch_size=4, verbose=0)
    assert model.parameters[SOME].tobytes() == before[SOME].tobytes()
    assert (model.parameters[~SOME] != before[~SOME]).all()
    for slot, values in slots.items():
        if slot != "iterations":
            assert model.optimizer.slots[slot][SOME].tobytes() == values[SOME].tobytes()
    new = np.concatenate([[*one.kernel_new.ravel(), *one.bias_new] for one in trace.layers])
    assert new[SOME].tobytes() == before[SOME].tobytes()
    assert (new[~SOME] != before[~SOME]).all()


def test_their_gradients_are_shown_all_the_same() -> None:
    free, held = network(SGD(0.1, clipnorm=0.2)), network(SGD(0.1, clipnorm=0.2))
    held.frozen = SOME
    for one, other in zip(free.trace(X, Y).layers, held.trace(X, Y).layers, strict=True):
        np.testing.assert_array_equal(one.dE_dkernel, other.dE_dkernel)
        np.testing.assert_array_equal(one.dE_dbias, other.dE_dbias)
        assert np.abs(one.dE_dkernel).min() > 0.0


def test_a_step_is_the_one_that_is_traced() -> None:
    model = network(SGD(0.1, global_clipnorm=0.1))
    model.frozen = SOME
    trace = model.trace(X, Y)
    model.train_on_batch(X, Y)
    new = np.concatenate([[*one.kernel_new.ravel(), *one.bias_new] for one in trace.layers])
    np.testing.assert_allclose(model.parameters, new, rtol=1e-13)


def test_one_weight_by_hand() -> None:
    """E = (w x + b − y)², x = 2, y = 1, w = 3, b = 1: ∂E/∂w = 24, ∂E/∂b = 12, cut to length 1."""
    for frozen, w, b in (([True, False], 3.0, 0.9), ([False, True], 2.9, 1.0)):
        model = Sequential([Input((1,)), Dense(1)])
        model.set_weights([[[3.0]], [1.0]])
        model.compile(SGD(0.1, global_clipnorm=1.0), "mse")
        model.frozen = np.array(frozen)
        assert model.trace([2.0], [1.0]).layers[0].dE_dkernel.item() == 24.0
        model.fit([[2.0]], [1.0], verbose=0)
        np.testing.assert_allclose(model.parameters, [w, b], rtol=1e-15)


def test_what_was_frozen_learns_on_where_it_was() -> None:
    """As in Keras, the optimizer's slots wait too: the numbers were computed there."""
    model = network(Adam(0.1))
    model.parameters[...] = np.linspace(-1.0, 1.0, 21)
    for trainable in (True, False, True):
        model.layers[0].trainable = trainable
        model.fit(X, Y, epochs=2, batch_size=4, shuffle=False, verbose=0)
    np.testing.assert_allclose(model.parameters[[0, 7, 13, 20]], KERAS, rtol=1e-9)


KERAS = [-0.5354904242241683, 0.5703648976920446, -0.33642683730955136, -0.45458400257896986]


def test_layers_and_weights_that_learn() -> None:
    model = network()
    first, last = model.layers
    assert not model.frozen.any()
    assert [w.shape for w in model.trainable_weights] == [(3, 4), (4,), (4, 1), (1,)]
    first.trainable = False
    assert model.frozen.tolist() == [True] * 16 + [False] * 5
    assert [w.shape for w in model.trainable_variables] == [(4, 1), (1,)]
    assert [w.shape for w in model.non_trainable_weights] == [(3, 4), (4,)]
    assert first.get_config()["trainable"] is False
    model.frozen = np.arange(21) >= 16
    assert (first.trainable, last.trainable) == (True, False)
    model.trainable = False
    assert model.frozen.all()
    with pytest.warns(UserWarning, match="does not have any trainable weights"):
        model.fit(X, Y, verbose=0)
    model.trainable = True
    model.frozen = SOME
    model.add(Dense(2, trainable=False))
    assert model.frozen.tolist() == [*SOME.tolist(), *[True] * 4]
    again = Sequential.from_config(model.get_config())
    assert [layer.trainable for layer in again.layers] == [True, True, False]


def test_a_mask_of_another_kind_changes_nothing() -> None:
    model = network()
    model.frozen = SOME
    for mask in (SOME[:-1], SOME.astype(int), True):
        with pytest.raises(ValueError, match="Expected frozen as 21 booleans"):
            model.frozen = mask
    with pytest.raises(ValueError, match="read-only"):
        model.frozen[0] = False
    assert model.frozen.tolist() == SOME.tolist()


def test_the_summary_counts_what_learns(capsys: pytest.CaptureFixture[str]) -> None:
    model = network("adam")
    model.layers[0].trainable = False
    model.fit(X, Y, verbose=0)
    model.summary()
    assert capsys.readouterr().out.splitlines()[-4:] == [
        " Total params: 33 (260.00 B)",
        " Trainable params: 5 (40.00 B)",
        " Non-trainable params: 16 (128.00 B)",
        " Optimizer params: 12 (92.00 B)",
    ]
