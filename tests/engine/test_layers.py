"""The layers around Dense: what they do alone, in a model, in a trace and in training."""

import numpy as np
import pytest
from nnviz.layers import (
    Activation,
    Dense,
    Dropout,
    Flatten,
    Input,
    LeakyReLU,
    Normalization,
    ReLU,
    Rescaling,
    Softmax,
)
from nnviz.utils import set_random_seed

from nnviz import Sequential
from tests.engine.test_gradients import central_differences, flat_gradient, flat_new, samples

X = np.random.default_rng(0).uniform(-1, 1, (6, 3))


def compiled(*layers: object, loss: str = "mse") -> Sequential:
    model = Sequential([Input((3,)), *layers])
    model.parameters[:] = np.random.default_rng(1).uniform(-0.9, 0.9, model.parameters.size)
    model.compile("adam", loss)
    return model


def test_layers_alone() -> None:
    x = np.array([[-1.0, 2.0]])
    assert Activation("relu")(x).tolist() == [[0.0, 2.0]]
    assert LeakyReLU()(x).tolist() == [[-0.3, 2.0]]
    assert ReLU(1.0)(x).tolist() == [[0.0, 1.0]]
    assert Softmax()([[0.0, 0.0]]).tolist() == [[0.5, 0.5]]
    assert Rescaling(2.0, [1.0, 0.0])(x).tolist() == [[-1.0, 4.0]]
    assert Flatten()(np.zeros((2, 3, 4))).shape == (2, 12)
    assert Dropout(0.5)(x).tolist() == x.tolist()


def test_normalization_learns_from_data() -> None:
    layer = Normalization()
    layer.adapt([[1.0, 10.0], [3.0, 30.0]])
    assert layer([[1.0, 30.0]]).tolist() == [[-1.0, 1.0]]
    assert [w.tolist() for w in layer.get_weights()] == [[2.0, 20.0], [1.0, 100.0], 0.0]
    other = Normalization()
    other.build((None, 2))
    other.set_weights(layer.get_weights())
    assert other([[1.0, 30.0]]).tolist() == [[-1.0, 1.0]]
    back = Normalization(mean=[2.0, 20.0], variance=[1.0, 100.0], invert=True)
    assert back([[-1.0, 1.0]]).tolist() == [[1.0, 30.0]]


@pytest.mark.parametrize(
    "middle",
    [
        [Activation("sigmoid")],
        [Softmax(), Activation("tanh")],
        [Activation("tanh"), Softmax()],
        [Rescaling([0.5, 1.0, 2.0, 3.0], 0.1), ReLU(negative_slope=0.2)],
        [Normalization(mean=[0.1] * 4, variance=[0.5] * 4)],
        [Dropout(0.0), Flatten()],
    ],
    ids=lambda layers: " ".join(type(one).__name__ for one in layers),
)
def test_followers_are_part_of_the_trace(middle: list) -> None:
    copies = [type(one).from_config({**one.get_config(), "name": None}) for one in middle]
    model = compiled(Dense(4, "tanh"), *copies, Dense(3, "softmax"))
    x, y = samples(2, 3, 3, n=7)
    trace = model.trace(x, y)
    assert len(trace.layers) == 2
    expected = central_differences(model, x, y)
    np.testing.assert_allclose(flat_gradient(trace), expected, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(trace.output, model(x), rtol=1e-13)
    first = trace.layers[0]
    slope = first.da_dz if first.da_dz.ndim == 3 else first.da_dz[..., None] * np.eye(4)
    product = np.einsum("nij,ni->nj", slope, first.dE_da)
    np.testing.assert_allclose(product, first.delta, rtol=1e-9, atol=1e-14)
    model.fit(x, y, batch_size=7, verbose=0)
    np.testing.assert_allclose(model.parameters, flat_new(trace), rtol=1e-9, atol=1e-12)


def test_images_are_laid_out() -> None:
    model = Sequential([Input((2, 2)), Rescaling(1 / 255), Flatten(), Dense(1)])
    model.compile("sgd", "mse")
    images = np.arange(12.0).reshape(3, 2, 2)
    assert (model.input_shape, model.output_shape) == ((None, 2, 2), (None, 1))
    expected = images.reshape(3, 4) / 255 @ model.layers[2].kernel
    np.testing.assert_allclose(model.predict(images, verbose=0), expected, rtol=1e-12, atol=1e-14)
    model.fit(images, [0.0, 1.0, 2.0], verbose=0)
    assert model.trace(images[0], [0.0]).x.shape == (1, 4)
    with pytest.raises(ValueError, match=r"received shape \(3, 4\)"):
        model.predict(images.reshape(3, 4))
    with pytest.raises(ValueError, match="Put a Flatten before"):
        Sequential([Input((2, 2)), Dense(1)])


def test_a_model_without_dense_layers_predicts_but_does_not_learn() -> None:
    model = Sequential([Input((2,)), Rescaling(2.0)])
    assert model([[1.0, 2.0]]).tolist() == [[2.0, 4.0]]
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="Dense layer that can learn"):
        model.fit([[1.0, 2.0]], [[1.0, 2.0]])


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 1.0])
def test_masks_of_dropout(rate: float) -> None:
    """Kept values are 1 / (1 − rate), their share is 1 − rate, within five deviations."""
    mask = np.empty((200, 300))
    Dropout(rate, seed=4).draw(mask)
    kept = mask > 0
    assert set(np.unique(mask)) <= {0.0, 1.0 / (1.0 - rate) if rate < 1 else 0.0}
    deviation = np.sqrt(rate * (1 - rate) / mask.size)
    assert abs(kept.mean() - (1 - rate)) <= 5 * deviation
    columns = kept.mean(axis=0)
    assert (np.abs(columns - (1 - rate)) <= 6 * np.sqrt(rate * (1 - rate) / 200)).all()


def test_noise_shape_shares_fate() -> None:
    mask = np.empty((4, 50))
    Dropout(0.5, noise_shape=(1, None), seed=1).draw(mask)
    assert (mask == mask[:, :1]).all()
    Dropout(0.5, noise_shape=(None, 1), seed=1).draw(mask)
    assert (mask == mask[:1]).all()


@pytest.mark.parametrize("place", ["inputs", "hidden"])
def test_training_with_a_given_mask(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One step by plain arithmetic: what is dropped gives nothing and gets nothing."""
    given = np.array([[2.0, 0.0], [0.0, 2.0], [2.0, 2.0]])  # 3 features, 2 samples
    monkeypatch.setattr(Dropout, "draw", lambda self, mask: np.copyto(mask, given))
    middle = (
        [Dropout(0.5), Dense(3, "tanh")] if place == "inputs" else [Dense(3, "tanh"), Dropout(0.5)]
    )
    model = compiled(*middle, Dense(1))
    model.compile("sgd", "mse")
    x, y = X[:2], np.array([[0.3], [-0.4]])
    k1, b1, k2, b2 = model.get_weights()
    seen = x * given.T if place == "inputs" else x
    a = np.tanh(seen @ k1 + b1)
    h = a if place == "inputs" else a * given.T
    delta2 = 2 * (h @ k2 + b2 - y) / 2
    back = delta2 @ k2.T * (1.0 if place == "inputs" else given.T)
    delta1 = back * (1 - a**2)
    expected = [k1 - 0.01 * seen.T @ delta1, b1 - 0.01 * delta1.sum(axis=0)]
    expected += [k2 - 0.01 * h.T @ delta2, b2 - 0.01 * delta2.sum(axis=0)]
    history = model.fit(x, y, shuffle=False, verbose=0).history
    assert history["loss"] == [pytest.approx(np.mean((h @ k2 + b2 - y) ** 2), rel=1e-12)]
    for found, wanted in zip(model.get_weights(), expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-15)


def test_dropout_repeats_with_a_seed_and_leaves_prediction_alone() -> None:
    results = []
    for _ in range(2):
        set_random_seed(3)
        model = compiled(Dropout(0.2), Dense(8, "relu"), Dropout(0.5), Dense(1))
        before = model(X)
        np.testing.assert_array_equal(before, model(X))
        model.fit(X, X[:, 0], batch_size=4, epochs=3, verbose=0)
        results.append(model.parameters.tobytes())
    assert results[0] == results[1]


def test_divergence_with_dropout_repeats_the_slice_as_it_was() -> None:
    model = compiled(Dense(8, "relu"), Dropout(0.5), Dense(1))
    model.compile("sgd", "mse")
    model.optimizer.learning_rate = 1e200
    training = model.training(X, X[:, 0], batch_size=2, epochs=9)
    training.run()
    assert training.stopped_by == "divergence"
    assert np.isfinite(model.parameters).all()


def test_layers_are_added_or_nothing_changes() -> None:
    model = Sequential([Input((3,)), Dense(2)])
    with pytest.raises(ValueError, match="incompatible"):
        model.add(Normalization(mean=[0.0] * 5, variance=[1.0] * 5))
    assert len(model.layers) == 1
    assert model.built
    with pytest.raises(ValueError, match="directly before the first Dense"):
        Sequential([Dropout(0.5), Rescaling(2.0), Dense(1)])
    with pytest.raises(ValueError, match="activity_regularizer"):
        Sequential([Dense(1, activity_regularizer="l2"), ReLU()])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dropout(1.5), "rate"),
        (lambda: Dropout(0.5, noise_shape=(1,)), "noise_shape"),
        (lambda: Normalization(axis=0), "axis"),
        (lambda: Normalization(mean=[1.0]), "both"),
        (lambda: Normalization().adapt([]), "finite data"),
        (lambda: Normalization().adapt([[np.nan]]), "finite data"),
        (lambda: Normalization(mean=0.0, variance=1.0).adapt([[1.0]]), "Cannot `adapt`"),
        (lambda: Softmax(axis=0), "axis"),
        (lambda: ReLU(negative_slope=-1.0), "negative_slope"),
        (lambda: Activation("none such"), "none such"),
    ],
)
def test_arguments(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("axis", "mean", "variance", "first"),
    [
        (-1, [4.5, 6.5], [10.25, 22.25], (0.0 - 4.5) / 10.25**0.5),
        (1, [2.5, 8.5], [4.25, 12.25], (0.0 - 2.5) / 4.25**0.5),
        ((1, 2), [[2.0, 3.0], [7.0, 10.0]], [[4.0, 4.0], [4.0, 16.0]], -1.0),
        (None, 5.5, 17.25, (0.0 - 5.5) / 17.25**0.5),
    ],
)
def test_normalization_over_any_axis(
    axis: object, mean: list, variance: list, first: float
) -> None:
    """Two samples of two rows, by hand and as Keras has it."""
    x = np.array([[[0.0, 1.0], [5.0, 6.0]], [[4.0, 5.0], [9.0, 14.0]]])
    layer = Normalization(axis=axis)
    layer.adapt(x)
    np.testing.assert_allclose(layer.mean, mean)
    np.testing.assert_allclose(layer.variance, variance)
    assert layer(x)[0, 0, 0] == pytest.approx(first)
    model = Sequential([Input((2, 2)), layer, Flatten(), Dense(1)])
    again = Sequential.from_config(model.get_config())
    again.set_weights(model.get_weights())
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))


def test_normalization_of_plain_numbers() -> None:
    """A column that is given as a list, as its one feature: mean 2, variance 1."""
    for axis in (-1, None):
        layer = Normalization(axis=axis)
        layer.adapt([1.0, 3.0])
        assert layer([1.0, 2.0, 3.0]).tolist() == [-1.0, 0.0, 1.0]


def test_normalization_of_axes_that_are_not_there() -> None:
    with pytest.raises(ValueError, match="may not be 0"):
        Normalization(axis=0)
    with pytest.raises(ValueError, match="range"):
        Normalization(axis=3).adapt(np.ones((4, 2)))


def test_a_layer_by_name_and_place() -> None:
    model = Sequential([Dense(1, name="a"), Dense(1, name="b")])
    assert model.get_layer("b") is model.get_layer(index=1) is model.layers[1]
    for wrong in ({"name": "c"}, {"index": 2}):
        with pytest.raises(ValueError, match=r"No such layer: [c2]. Existing layers are: \['a'"):
            model.get_layer(**wrong)
    with pytest.raises(ValueError, match="either the name of a layer or its index"):
        model.get_layer()
