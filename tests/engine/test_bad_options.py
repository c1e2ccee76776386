"""What is wrong with options of `fit`, labels, and arguments of parts is said; nothing changes."""

import numpy as np
import pytest
from nnviz.utils import set_random_seed, to_categorical

from nnviz import Dense, Input, Sequential, initializers, layers, losses

X = np.zeros((4, 2))
Y = np.zeros((4, 1))
Z = np.zeros


@pytest.fixture
def model() -> Sequential:
    model = Sequential([Input((2,)), Dense(3, "relu"), Dense(1)])
    model.compile("adam", "mse")
    return model


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sample_weight": [1.0, 2.0]}, r"each of 4 samples; received shape \(2,\)"),
        ({"sample_weight": ["a"] * 4}, "sample_weight to be an array of numbers"),
        ({"sample_weight": [1.0, np.nan, 1.0, 1.0]}, "received nan at row 1"),
        ({"class_weight": {"a": 1.0}}, "integer keys; received key 'a'"),
        ({"class_weight": {0: "x"}}, r"class_weight\[0\] to be a finite number"),
        ({"class_weight": [1.0, 2.0]}, "to be a dict"),
        ({"class_weight": {0: 1.0}, "sample_weight": Z(4)}, "one of them, received both"),
        ({"validation_data": (X,)}, "received tuple of 1"),
        ({"validation_data": X}, "received ndarray of 4"),
        ({"validation_data": 3}, "sample_weight.; received int"),
        ({"validation_data": ()}, "received tuple of 0"),
        ({"validation_data": (X, Y[:2])}, "cardinality is ambiguous"),
        ({"validation_freq": 0}, "validation_freq=0"),
        ({"validation_freq": "often"}, "validation_freq='often'"),
        ({"steps_per_epoch": 3}, "steps_per_epoch=None.*received 3"),
    ],
)
def test_more_options_of_fit(model: Sequential, options: dict, message: str) -> None:
    before = model.parameters.copy()
    with pytest.raises(ValueError, match=message):
        model.fit(X, Y, verbose=0, **options)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.optimizer.iterations == 0


def test_callbacks_are_callbacks(model: Sequential) -> None:
    for callbacks in (["x"], 3):
        with pytest.raises(TypeError, match="Expected callbacks of type Callback"):
            model.fit(X, Y, callbacks=callbacks)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 1, 2, 3], "from 0 to 2, one for each output; received 3 at row 3"),
        ([0, 1, -1, 2], "received -1 at row 2"),
        ([0, 0.5, 1, 2], "received 0.5 at row 1"),
        (Z((4, 3)), "one class number per sample; received shape"),
    ],
)
def test_range_of_labels(y: object, message: str) -> None:
    model = Sequential([Input((2,)), Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    for method in (model.fit, model.evaluate, model.trace, model.train_on_batch):
        with pytest.raises(ValueError, match=message):
            method(X, y)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dense(1, speed=3), "Unrecognized keyword arguments passed to Dense"),
        (lambda: layers.Rescaling("a"), "scale to be an array of numbers"),
        (lambda: Sequential([Input((3,)), layers.Rescaling([1, 2])]), "have value 2"),
        (lambda: layers.Normalization(mean=0.0, variance=-1.0), "no negative variance"),
        (lambda: initializers.RandomNormal(stddev=-1), "stddev"),
        (lambda: initializers.RandomUniform(1, 0), "maxval"),
        (lambda: initializers.Constant("a"), "value"),
        (lambda: initializers.HeNormal(seed="a"), "seed"),
        (lambda: losses.MeanSquaredError("max"), "Received: reduction=max"),
        (lambda: losses.Huber(-1.0), "delta"),
        (lambda: losses.BinaryCrossentropy(label_smoothing=2.0), "label_smoothing"),
        (lambda: losses.CategoricalCrossentropy(axis=0), "axis"),
        (lambda: losses.SparseCategoricalCrossentropy(ignore_class=1), "ignore_class"),
        (lambda: Sequential([Dense(1)]).compile("sgd", "mse", [1, 2]), "loss_weights"),
        (lambda: to_categorical(["a"]), "array of numbers"),
        (lambda: to_categorical([1], 0), "num_classes=0"),
        (lambda: set_random_seed(-1), "from 0 to"),
    ],
)
def test_more_arguments(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_complex_numbers_are_refused(model: Sequential) -> None:
    with pytest.raises(ValueError, match="complex"):
        model.fit(X + 1j, Y)


def test_a_layer_alone_makes_a_model() -> None:
    assert Sequential(Dense(2, input_dim=3)).output_shape == (None, 2)
