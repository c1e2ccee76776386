"""Building, weights, and the Keras manners of Sequential and Dense."""

import numpy as np
import pytest
from nnviz.callbacks import Callback, History, StopAtLoss
from nnviz.layers import Dense as KerasDense
from nnviz.utils import set_random_seed

from nnviz import Dense, Input, Sequential, losses, optimizers


def compiled(*layers: Dense, loss: object = "mse") -> Sequential:
    model = Sequential([Input((2,)), *layers])
    model.compile("adam", loss)
    return model


X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([0.0, 1.0, 1.0, 0.0])


def test_a_model_is_built_when_its_inputs_are_known() -> None:
    by_input = Sequential([Input(shape=(2,)), Dense(3)])
    by_shape = Sequential([Dense(3, input_shape=(2,))])
    by_dim = Sequential([Dense(3, input_dim=2)])
    by_hand = Sequential([Dense(3)])
    by_data = Sequential([Dense(3)])
    assert not by_hand.built
    by_hand.build((None, 2))
    assert by_data(X).shape == (4, 3)
    for model in (by_input, by_shape, by_dim, by_hand, by_data):
        assert model.built
        assert (model.input_shape, model.output_shape) == ((None, 2), (None, 3))
        assert model.count_params() == 9


def test_weights_live_in_one_flat_vector() -> None:
    model = Sequential([Input((2,)), Dense(3), Dense(1, use_bias=False)])
    model.parameters[:] = np.arange(12)
    first, second = model.layers
    assert first.kernel.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert first.bias.tolist() == [6, 7, 8]
    assert second.kernel.tolist() == [[9], [10], [11]]
    assert second.bias is None
    first.kernel[1, 2] = -5.0
    assert model.parameters[5] == -5.0
    second.set_weights([[[1.0], [2.0], [3.0]]])
    assert model.parameters[9:].tolist() == [1, 2, 3]


def test_get_weights_copies_and_set_weights_checks_first() -> None:
    model = Sequential([Input((2,)), Dense(3), Dense(1)])
    weights = model.get_weights()
    assert [w.shape for w in weights] == [(2, 3), (3,), (3, 1), (1,)]
    weights[0][:] = 7.0
    assert not (model.layers[0].kernel == 7.0).any()
    before = model.parameters.copy()
    with pytest.raises(ValueError, match=r"expected shape \(1,\), received shape \(2,\)"):
        model.set_weights([*weights[:3], [1.0, 2.0]])
    with pytest.raises(ValueError, match="length 3, but expected 4"):
        model.set_weights(weights[:3])
    np.testing.assert_array_equal(model.parameters, before)
    model.set_weights(weights)
    assert (model.layers[0].kernel == 7.0).all()


def test_adding_and_popping_keep_the_other_weights() -> None:
    model = Sequential([Input((2,)), Dense(3), Dense(4)])
    first, second = (layer.get_weights() for layer in model.layers)
    model.add(Dense(1))
    assert model.output_shape == (None, 1)
    model.pop()
    popped = model.pop()
    np.testing.assert_array_equal(model.layers[0].kernel, first[0])
    np.testing.assert_array_equal(popped.kernel, second[0])
    assert model.count_params() == 9
    popped.kernel[:] = 0.0
    other = Sequential([Input((3,)), popped])
    assert not other.parameters[:12].any()


def test_names_are_keras_names() -> None:
    import nnviz.utils

    nnviz.utils.clear_session()
    model = Sequential([Dense(1), Dense(1), Dense(1, name="mine")])
    assert [layer.name for layer in model.layers] == ["dense", "dense_1", "mine"]
    assert (model.name, Sequential().name) == ("sequential", "sequential_1")
    assert KerasDense is Dense


def test_before_weights_and_inputs_are_known() -> None:
    """As in Keras 3.15, but for the Input that comes late: Keras takes it, and then cannot run."""
    model = Sequential([Dense(2, name="first")], name="early")
    assert repr(model) == "<Sequential name=early, built=False>"
    assert model.weights == model.get_weights() == model.layers[0].get_weights() == []
    with pytest.raises(ValueError, match=r"before all layers of model 'early'.*layer 'first'"):
        model.add(Input((2,)))
    model.build((None, 2))
    assert repr(model) == "<Sequential name=early, built=True>"
    assert [weight.shape for weight in model.get_weights()] == [(2, 2), (2,)]


def test_predict_and_call() -> None:
    model = compiled(Dense(2, "softmax"))
    model.set_weights([[[1.0, 0.0], [0.0, 2.0]], [0.5, -0.5]])
    z = np.array([[1.5, -0.5], [0.5, 1.5]])
    expected = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict([[1, 0], [0, 1]], verbose=0), expected, rtol=1e-14)
    np.testing.assert_allclose(model([[1, 0], [0, 1]]), expected, rtol=1e-14)


def test_many_samples_are_predicted_in_parts() -> None:
    model = compiled(Dense(1))
    x = np.random.default_rng(0).normal(size=(20_000, 2))
    expected = x @ model.layers[0].kernel + model.layers[0].bias
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("target", [Y, Y[:, None], Y.tolist(), Y.astype(bool), tuple(Y)])
def test_targets_may_have_one_dimension_or_be_anything_like_an_array(target: object) -> None:
    model = compiled(Dense(1))
    expected = np.mean((model(X)[:, 0] - Y) ** 2)
    assert model.evaluate(X.tolist(), target, verbose=0) == pytest.approx(expected)
    model.fit(X, target, verbose=0)


def test_one_input_may_have_one_dimension() -> None:
    model = Sequential([Dense(1)])
    model.compile("sgd", "mse")
    model.fit([1, 2, 3], [1, 2, 3], verbose=0)
    assert model.predict([1, 2], verbose=0).shape == (2, 1)


def test_fit_reports_loss_accuracy_and_validation() -> None:
    model = compiled(Dense(4, "tanh"), Dense(1, "sigmoid"), loss="binary_crossentropy")
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    history = model.fit(X, Y, epochs=3, validation_data=(X, Y), verbose=0)
    assert isinstance(history, History)
    assert list(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert history.epoch == [0, 1, 2]
    loss, accuracy = model.evaluate(X, Y, verbose=0)
    assert history.history["val_loss"][-1] == pytest.approx(loss, rel=1e-12)
    assert history.history["val_accuracy"][-1] == accuracy
    assert model.evaluate(X, Y, verbose=0, return_dict=True) == {"accuracy": accuracy, "loss": loss}


def test_validation_split_takes_the_last_samples() -> None:
    split, given = (Sequential([Input((2,)), Dense(1)]) for _ in range(2))
    given.set_weights(split.get_weights())
    histories = []
    for model, x, options in (
        (split, X, {"validation_split": 0.25}),
        (given, X[:3], {"validation_data": (X[3:], Y[3:])}),
    ):
        model.compile("sgd", "mse")
        fitted = model.fit(x, Y[: len(x)], epochs=2, shuffle=False, verbose=0, **options)
        histories.append(fitted.history)
    assert histories[0] == histories[1]


def test_metrics_by_hand() -> None:
    model = Sequential([Input((2,)), Dense(2)])
    model.set_weights([np.eye(2), [0.0, 0.0]])
    model.compile("sgd", "mse", metrics=["acc", "mae", "categorical_accuracy", "binary_accuracy"])
    x = [[0.9, 0.1], [0.4, 0.6], [0.3, 0.2]]
    y = [[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]]
    scores = model.evaluate(x, y, verbose=0, return_dict=True)
    assert scores["acc"] == scores["categorical_accuracy"] == pytest.approx(2 / 3)
    assert scores["binary_accuracy"] == pytest.approx((1 + 0 + 0.5) / 3)
    assert scores["mae"] == pytest.approx((0.1 + 0.1 + 0.6 + 0.6 + 0.7 + 0.2) / 6)
    assert list(scores) == ["acc", "binary_accuracy", "categorical_accuracy", "loss", "mae"]


def test_accuracy_of_one_output_is_yes_or_no() -> None:
    model = Sequential([Input((1,)), Dense(1)])
    model.set_weights([[[1.0]], [0.0]])
    model.compile("sgd", "mse", metrics=["accuracy"])
    scores = model.evaluate([0.4, 0.6, 0.5], [0.0, 1.0, 1.0], verbose=0)
    assert scores[1] == pytest.approx(2 / 3)


def test_callbacks_are_told_and_may_stop() -> None:
    told: list[tuple[str, int]] = []

    class Teller(Callback):
        def on_train_begin(self, logs=None) -> None:
            told.append(("begin", self.params["epochs"]))

        def on_epoch_end(self, epoch, logs=None) -> None:
            told.append(("epoch", epoch))
            self.model.stop_training = epoch == 1

        def on_train_end(self, logs=None) -> None:
            told.append(("end", len(logs)))

    model = compiled(Dense(1))
    history = model.fit(X, Y, epochs=9, callbacks=[Teller()], verbose=0)
    assert told == [("begin", 9), ("epoch", 0), ("epoch", 1), ("end", 1)]
    assert history.epoch == [0, 1]


def test_stop_at_loss() -> None:
    model = compiled(Dense(1))
    model.compile(optimizers.SGD(0.1), "mse")
    history = model.fit(X, X.sum(axis=1), epochs=1000, callbacks=[StopAtLoss(0.01)], verbose=0)
    assert history.history["loss"][-1] < 0.01 <= history.history["loss"][-2]


def test_a_seed_makes_everything_repeat() -> None:
    results = []
    for _ in range(2):
        set_random_seed(42)
        model = Sequential([Dense(4, "relu"), Dense(1)])
        model.compile("adam", "mse")
        model.fit(X, Y, batch_size=2, epochs=3, verbose=0)
        results.append(model.parameters.tobytes())
    assert results[0] == results[1]


def test_training_resumes_where_the_optimizer_stands() -> None:
    """Two fits of one epoch are one fit of two, without shuffling."""
    once, twice = compiled(Dense(1)), compiled(Dense(1))
    twice.set_weights(once.get_weights())
    once.fit(X, Y, epochs=2, shuffle=False, verbose=0)
    twice.fit(X, Y, epochs=1, shuffle=False, verbose=0)
    twice.fit(X, Y, epochs=2, initial_epoch=1, shuffle=False, verbose=0)
    assert once.parameters.tobytes() == twice.parameters.tobytes()


def test_a_million_parameters_train() -> None:
    model = Sequential([Input((1000,)), Dense(1000, "relu"), Dense(1)])
    model.compile(optimizers.Adam(1e-5), "mse")
    x = np.random.default_rng(0).normal(size=(8, 1000))
    losses = model.fit(x, x[:, 0], epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_a_loss_may_be_given_as_its_function_or_class() -> None:
    weights = compiled(Dense(1)).get_weights()
    results = set()
    for loss in ("mse", losses.mean_squared_error, losses.MeanSquaredError):
        model = compiled(Dense(1), loss=loss)
        model.set_weights(weights)
        model.fit(X, Y, shuffle=False, verbose=0)
        assert model.loss.name == "mean_squared_error"
        results.add(model.parameters.tobytes())
    assert len(results) == 1


def test_one_sample_without_a_row_is_told_how_it_is_given() -> None:
    model = compiled(Dense(1))
    expected = (
        r"shape \(None, 2\); received shape \(2,\)\. One sample is given as \[\[0.5, -0.35\]\]"
    )
    for call in (model.predict, model.evaluate, model.fit):
        with pytest.raises(ValueError, match=expected):
            call([0.5, -0.35])
    with pytest.raises(ValueError, match=r"received shape \(3,\)\.$"):
        model.predict([1.0, 2.0, 3.0])
    wide = Sequential([Input((5,)), Dense(1)])
    with pytest.raises(ValueError, match=r"received shape \(5,\)\. One sample is given as \[x\]\."):
        wide.predict(np.zeros(5))
