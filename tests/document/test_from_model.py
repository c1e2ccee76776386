"""A model from a script as a document."""

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.document.files import save_model
from nnviz.document.from_model import document_from_model
from nnviz.engine import layers
from nnviz.engine.initializers import Constant, GlorotUniform
from nnviz.engine.layers import Dense
from nnviz.engine.losses import MeanSquaredError
from nnviz.engine.metrics import AUC
from nnviz.engine.models import Sequential
from nnviz.engine.optimizers import SGD

X = np.random.default_rng(3).normal(size=(12, 3))


def network(*layers, **compiled):
    model = Sequential(layers or [Dense(4, "relu", input_shape=(3,)), Dense(1, name="price")])
    if compiled:
        model.compile(**compiled)
    return model


def test_the_document_shows_the_models_layers_and_weights():
    model = network(optimizer="adam", loss="mean_squared_error")
    document = document_from_model(model)
    assert document.sizes == (3, 4, 1)
    assert [layer.activation for layer in document.layers] == ["relu", "linear"]
    assert [layer.name for layer in document.layers] == ["", "price"]
    assert document.title == "Model"
    assert np.array_equal(document.parameters, model.parameters)
    assert document.data is None


def test_the_document_is_a_copy():
    model = network()
    document = document_from_model(model)
    model.parameters[:] = 0.0
    assert document.parameters.any()


def test_training_settings_are_those_compiled():
    optimizer = SGD(learning_rate=0.25, momentum=0.5)
    settings = document_from_model(network(optimizer=optimizer, loss="mse")).training
    assert (settings.optimizer, settings.loss) == ("sgd", "mean_squared_error")
    assert (settings.learning_rate, settings.momentum) == (0.25, 0.5)


def test_a_loss_is_known_whatever_it_is_called():
    model = network(optimizer="adam", loss=MeanSquaredError(name="mine"))
    assert document_from_model(model).training.loss == "mean_squared_error"


def test_a_model_not_compiled_gets_the_loss_that_fits_its_output():
    model = network(Dense(3, "softmax", input_shape=(3,)))
    assert document_from_model(model).training.loss == "categorical_crossentropy"


def test_the_data_are_shown_from_their_first_sample():
    document = document_from_model(network(), X, X[:, 0])
    assert np.array_equal(document.data.inputs, X)
    assert document.data.targets.shape == (12, 1)
    assert document.sample == 0
    assert np.array_equal(document.input, X[0])


def test_a_table_names_its_columns():
    class Table(list):
        columns = ("width", "height", 3)

    document = document_from_model(network(), Table(X.tolist()), X[:, 0])
    assert document.input_names == ("width", "height", "3")


def test_inputs_alone_can_be_looked_at():
    document = document_from_model(network(), X)
    assert np.array_equal(document.input, X[0])
    assert document.target is None
    assert document.data is None


def test_a_model_without_weights_is_built_for_the_data():
    document = document_from_model(Sequential([Dense(2)]), X)
    assert document.sizes == (3, 2)


def test_what_the_optimizer_remembers_goes_along():
    model = network(optimizer="adam", loss="mse")
    model.fit(X, X[:, 0], epochs=2, verbose=0)
    document = document_from_model(model, X, X[:, 0])
    assert document.optimizer_state["iterations"] == 2
    again = document.model().optimizer.state()
    assert np.array_equal(again["velocity"], model.optimizer.state()["velocity"])


def test_a_document_of_a_documents_model_is_the_same_network():
    document = Document.new((3, 2, 2), "tanh", "sigmoid", seed=8, title="Mine")
    again = document_from_model(document.model())
    assert again.title == "Mine"
    assert again.layers == document.layers
    assert again.training == document.training


@pytest.mark.parametrize(
    ("model", "data", "words"),
    [
        (Sequential([Dense(2)]), (), "Expected a built model"),
        (network(optimizer=SGD(0.0), loss="mse"), (), "learning rate: 0.0"),
        (network(), (X[:, :2],), r"x of shape \(12, 3\); received \(12, 2\)"),
        (network(), (X, X), r"y of shape \(12, 1\); received \(12, 3\)"),
        (network(), (X, X[:5, 0]), r"y of shape \(12, 1\); received \(5, 1\)"),
        (
            network(),
            (np.full((2, 3), np.nan), X[:2, 0]),
            "numbers in x; received nan at row 0, column 0",
        ),
        (network(), (["a", "b"],), "x to be an array of numbers"),
        (network(), ([[1, 2, 3], [4]],), "x to be an array of numbers"),
        (network(), (X, ["a"] * 12), "y to be an array of numbers"),
        (network(), (None, X), "y was given without x"),
        (network(), (np.zeros((0, 3)),), "x with at least one value"),
    ],
)
def test_what_a_document_cannot_hold_is_refused(model, data, words):
    with pytest.raises(ValueError, match=words):
        document_from_model(model, *data)


def test_weights_that_are_not_finite_are_refused():
    model = network()
    model.parameters[0] = np.inf
    with pytest.raises(ValueError, match="the model's parameters: the value must be a finite"):
        document_from_model(model)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (
            network(Dense(1, input_shape=(3,), bias_initializer="ones")),
            "bias_initializer: .*'ones'",
        ),
        (
            network(Dense(1, input_shape=(3,), kernel_initializer=Constant(3.0), name="flat")),
            r"'constant' .* in layer 'flat'; received \{'value': 3.0\}",
        ),
        (
            network(optimizer="adam", loss="mse", metrics=["accuracy", AUC(num_thresholds=9)]),
            "keeps metrics by name, .* received auc",
        ),
        (
            network(optimizer="adam", loss=MeanSquaredError("sum")),
            "a mean over the samples; received one with reduction='sum'",
        ),
        (
            network(Dense(1, input_shape=(3,), kernel_initializer=lambda s, dtype: np.ones(s))),
            "keeps the name of a kernel_initializer: expected one of zeros, ",
        ),
    ],
)
def test_a_model_that_would_lose_something_is_not_saved(model, words, tmp_path):
    document_from_model(model)  # what is only looked at need not be kept
    with pytest.raises(ValueError, match=words):
        save_model(model, tmp_path / "a.nnviz")
    assert not list(tmp_path.iterdir())


def test_what_a_file_keeps_anyway_is_no_loss(tmp_path):
    layer = Dense(
        1, "sigmoid", input_shape=(3,), kernel_initializer=GlorotUniform(seed=3), use_bias=False
    )
    compiled = {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]}
    save_model(network(layer, **compiled), tmp_path / "a.nnviz")
    assert (tmp_path / "a.nnviz").exists()


@pytest.mark.parametrize("model", ["model.nnviz", None, Sequential])
def test_what_is_no_model_is_refused(model, tmp_path):
    with pytest.raises(TypeError, match="Expected a Sequential model; received "):
        document_from_model(model)
    with pytest.raises(TypeError, match="Expected a Sequential model; received "):
        save_model(model, tmp_path / "a.nnviz")


def test_an_activation_layer_joins_the_dense_layer_before_it():
    model = Sequential([Dense(2, input_shape=(3,)), layers.ReLU(), Dense(1)])
    document = document_from_model(model)
    assert [spec.activation for spec in document.layers] == ["relu", "linear"]
    np.testing.assert_array_equal(document.parameters, model.parameters)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([Dense(2, input_shape=(3,)), layers.Dropout(0.5), Dense(1)], "received a Dropout"),
        ([Dense(2, input_shape=(3,)), layers.Dropout(0.5)], "received a Dropout"),
        ([Dense(2, "gelu", input_shape=(3,)), layers.ReLU()], "the activation 'gelu, relu'"),
        ([Dense(2, input_shape=(3,), kernel_regularizer="l2")], "the kernel_regularizer of"),
    ],
)
def test_what_a_document_cannot_hold_is_named(parts, sentence):
    with pytest.raises(ValueError, match=sentence):
        document_from_model(Sequential(parts))
