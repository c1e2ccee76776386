"""One minibatch at a time: the step of `fit`, and scores of this minibatch alone."""

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential, utils

X = np.random.default_rng(0).normal(size=(6, 3))
Y = X.sum(axis=1)


def compiled(**options: object) -> Sequential:
    model = Sequential([Input((3,)), Dense(4, "tanh", kernel_regularizer="l2"), Dense(1)])
    model.parameters[:] = np.random.default_rng(1).normal(size=model.count_params())
    model.compile("adam", "mse", **options)
    return model


def test_a_batch_is_a_step_of_fit() -> None:
    one, other = compiled(), compiled()
    history = one.fit(X, Y, batch_size=6, epochs=2, shuffle=False, verbose=0).history
    first = other.train_on_batch(X, Y)
    second = other.train_on_batch(X, Y)
    np.testing.assert_array_equal(one.parameters, other.parameters)
    assert first == pytest.approx(history["loss"][0], rel=1e-13)
    assert second == pytest.approx(history["loss"][1], rel=1e-13)


def test_scores_are_those_of_the_minibatch_alone() -> None:
    """As Keras resets its metrics before each."""
    model = compiled(metrics=["mae", "root_mean_squared_error"])
    model.train_on_batch(X, Y)
    model.reset_metrics()
    part = model.evaluate(X[:2], Y[:2], verbose=0)
    np.testing.assert_allclose(model.test_on_batch(X[:2], Y[:2]), part, rtol=1e-12)
    named = model.test_on_batch(X[:2], Y[:2], return_dict=True)
    assert list(named) == ["loss", "mae", "root_mean_squared_error"]


def test_weights_of_a_batch() -> None:
    one, other = compiled(), compiled()
    weights = np.linspace(0.1, 2.0, 6)
    one.fit(X, Y, batch_size=6, sample_weight=weights, shuffle=False, verbose=0)
    other.train_on_batch(X, Y, weights)
    np.testing.assert_array_equal(one.parameters, other.parameters)
    np.testing.assert_array_equal(other.predict_on_batch(X), other(X))


def test_divergence_is_told_and_undone() -> None:
    model = compiled()
    model.parameters[:] = 1e200
    before = model.parameters.copy()
    with pytest.warns(RuntimeWarning, match="diverged in epoch 1, batch 1") as caught:
        loss = model.train_on_batch(X, Y)
    assert caught[0].filename == __file__
    assert np.isnan(loss)
    np.testing.assert_array_equal(model.parameters, before)


def test_classes_keep_the_shape_of_the_labels() -> None:
    assert utils.to_categorical([[0], [2]]).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert utils.to_categorical([[0, 1], [1, 0]]).shape == (2, 2, 2)
    assert utils.to_categorical(1, 3).tolist() == [0, 1, 0]
