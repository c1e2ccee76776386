"""What is wrong is said in Keras's type of error, with expected and received; nothing changes."""

import numpy as np
import pytest
from nnviz.utils import set_random_seed, to_categorical

from nnviz import (
    Dense,
    Input,
    Sequential,
    activations,
    initializers,
    losses,
    metrics,
    optimizers,
)

X = np.zeros((4, 2))
Y = np.zeros((4, 1))


@pytest.fixture
def model() -> Sequential:
    model = Sequential([Input((2,)), Dense(3, "relu"), Dense(1)])
    model.compile("adam", "mse")
    return model


def with_value(array: np.ndarray, value: float) -> np.ndarray:
    changed = array.copy()
    changed[2, 0] = value
    return changed


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (np.zeros((4, 3)), Y, r"axis -1 of input shape to have value 2.*shape \(None, 3\)"),
        (np.zeros((4, 2, 2)), Y, r"received shape \(4, 2, 2\)"),
        (np.zeros((0, 2)), np.zeros((0, 1)), r"at least one value; received shape \(0, 2\)"),
        (X, np.zeros((3, 1)), "cardinality is ambiguous.*'x' sizes: 4, 'y' sizes: 3"),
        (X, np.zeros((4, 2)), r"y with 1 columns.*received shape \(4, 2\)"),
        (with_value(X, np.nan), Y, "finite numbers in x; received nan at row 2, column 0"),
        (X, with_value(Y, np.inf), "finite numbers in y; received inf at row 2, column 0"),
        ([["a", "b"]], [0.0], "x to be an array of numbers"),
        ([[1.0, 2.0], [1.0]], [0.0, 0.0], "x to be an array of numbers"),
        (X, None, "y to be an array of numbers; received None"),
    ],
)
def test_data_that_do_not_fit(model: Sequential, x: object, y: object, message: str) -> None:
    before, slots = model.parameters.copy(), model.optimizer.state()
    for method in (model.fit, model.evaluate, model.training):
        with pytest.raises(ValueError, match=message):
            method(x, y)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.optimizer.state() == slots == {"iterations": 0}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 2.5}, "batch_size=2.5"),
        ({"epochs": -1}, "epochs=-1"),
        ({"validation_split": 1.0}, "not sufficient to split"),
        ({"validation_split": 0.9}, "validation_split=0.9"),
        ({"verbose": 7}, "'auto', 0, 1 or 2"),
    ],
)
def test_options_of_fit(model: Sequential, options: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        model.fit(X, Y, **{"verbose": 0, **options})


def test_seed_of_a_training(model: Sequential) -> None:
    with pytest.raises(ValueError, match="seed=-1"):
        model.training(X, Y, seed=-1)


def test_before_compile() -> None:
    model = Sequential([Input((2,)), Dense(1)])
    for method in ("fit", "evaluate", "trace"):
        with pytest.raises(ValueError, match=rf"compile\(\).*{method}\(\)"):
            getattr(model, method)(X, Y)
    assert model.trace(X).loss is None
    model.compile("adam")
    with pytest.raises(ValueError, match="with a loss"):
        model.fit(X, Y)


def test_before_build() -> None:
    model = Sequential([Dense(1)])
    for attribute in ("parameters", "input_shape", "output_shape"):
        with pytest.raises(ValueError, match="expected it to be built"):
            getattr(model, attribute)
    with pytest.raises(ValueError, match="expected it to be built"):
        _ = model.layers[0].kernel
    for call in (model.count_params, model.layers[0].count_params, lambda: model.set_weights([])):
        with pytest.raises(ValueError, match="expected it to be built"):
            call()
    with pytest.raises(ValueError, match="without an input shape"):
        model.build()
    with pytest.raises(ValueError, match="at least one layer"):
        Sequential([Input((2,))]).build()
    with pytest.raises(ValueError, match="it has none"):
        Sequential().pop()


@pytest.mark.parametrize(
    "get", [activations.get, losses.get, optimizers.get, initializers.get, metrics.check]
)
@pytest.mark.parametrize("name", ["nothing", 3, ["relu"]])
def test_unknown_names(get, name: object) -> None:
    with pytest.raises(ValueError, match=r"Could not interpret .*Expected one of"):
        get(name)


def test_compile_with_an_unknown_name_changes_nothing(model: Sequential) -> None:
    before = model.optimizer, model.loss
    for arguments in (("nothing", "mse"), ("sgd", "nothing")):
        with pytest.raises(ValueError, match="nothing"):
            model.compile(*arguments)
    with pytest.raises(ValueError, match="nothing"):
        model.compile("sgd", "mse", metrics=["nothing"])
    with pytest.raises(ValueError, match="list or tuple"):
        model.compile("sgd", "mse", metrics="accuracy")
    assert (model.optimizer, model.loss) == before


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dense(0), "units=0"),
        (lambda: Dense(-3), "units=-3"),
        (lambda: Dense(2.5), "units=2.5"),
        (lambda: Dense(True), "units=True"),
        (lambda: Dense("three"), "units='three'"),
        (lambda: Dense(1, input_shape=(2, 2)), "shape of one sample"),
        (lambda: Dense(1, input_dim=0), "input_dim=0"),
        (lambda: Input((None,)), "None"),
        (lambda: Input(2), "received 2"),
        (lambda: optimizers.SGD(-0.1), "learning_rate .* at least 0; received -0.1"),
        (lambda: optimizers.SGD(float("nan")), "received nan"),
        (lambda: optimizers.SGD("fast"), "received 'fast'"),
        (lambda: optimizers.SGD(0.1, momentum=1.5), "between 0 and 1; received 1.5"),
        (lambda: optimizers.Adam(beta_1=1.0), "beta_1 to be below 1"),
        (lambda: optimizers.get("adam", momentum=0.9), "takes no momentum"),
        (lambda: initializers.VarianceScaling(-1.0), "positive scale"),
        (lambda: initializers.VarianceScaling(mode="fan"), "fan_in"),
        (lambda: set_random_seed("one"), "integer"),
        (lambda: to_categorical([0, 5], 3), "whole labels from 0 to 2"),
        (lambda: to_categorical([0.5]), "whole labels"),
    ],
)
def test_arguments(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_layers_that_cannot_be_added() -> None:
    model = Sequential([Input((2,)), Dense(3, name="a")])
    built = Dense(1)
    built.build((None, 5))
    for layer, message in (
        ("relu", "Only instances of"),
        (Dense, "Only instances of"),
        (Dense(1, name="a"), "unique names"),
        (Input((2,)), "already been configured"),
        (model.layers[0], "already belongs to a model"),
        (built, "to have value 5, but received .*3"),
    ):
        with pytest.raises(ValueError, match=message):
            model.add(layer)
    assert [layer.name for layer in model.layers] == ["a"]
    assert model.output_shape == (None, 3)


def test_an_optimizer_serves_one_size_of_model(model: Sequential) -> None:
    model.fit(X, Y, verbose=0)
    other = Sequential([Input((2,)), Dense(1)])
    other.compile(model.optimizer, "mse")
    with pytest.raises(ValueError, match=r"keeps a momentum for 13 parameters.*with 3"):
        other.fit(X, Y, verbose=0)


def test_state_of_another_optimizer(model: Sequential) -> None:
    with pytest.raises(ValueError, match=r"slots \['momentum', 'velocity'\].*\['square'\]"):
        model.optimizer.set_state({"iterations": 1, "square": np.zeros(13)})
