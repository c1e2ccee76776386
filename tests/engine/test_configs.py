"""Configs: what they hold is Keras's, and what is made from them is the same."""

import json

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

from nnviz import Sequential, activations, initializers, losses, models
from tests.engine.reference import configs
from tests.engine.reference.record import RESULTS

RECORDED = json.loads(RESULTS.read_text(encoding="utf-8"))["configs"]


def without_dtype(config: object) -> object:
    """What only Keras writes, left out: precision and what it registers names for."""
    if isinstance(config, dict):
        left_out = ("dtype", "module", "quantization_config", "name", "input_axes", "output_axes")
        return {key: without_dtype(one) for key, one in config.items() if key not in left_out}
    return [without_dtype(one) for one in config] if isinstance(config, (list, tuple)) else config


@pytest.mark.parametrize("name", configs.MADE)
def test_against_keras(name: str) -> None:
    import nnviz

    found = without_dtype(configs.config_of(nnviz, name))
    expected = without_dtype(RECORDED[name])
    assert {key: found[key] for key in expected if key in found} == {
        key: expected[key] for key in expected if key in found
    }
    assert not set(expected) - set(found) - set(configs.KERAS_ONLY)


def test_a_model_goes_round() -> None:
    model = Sequential(
        [
            Input((2, 2)),
            Rescaling([1.0, 2.0], 0.5),
            Flatten(),
            Normalization(),
            Dropout(0.1, seed=3),
            Dense(4, activation=LeakyReLU(0.1), kernel_regularizer="l2", bias_constraint="non_neg"),
            Activation("elu"),
            ReLU(1.0),
            Dense(3, kernel_initializer=initializers.Constant(0.5)),
            Softmax(),
        ],
        name="all",
    )
    config = json.loads(json.dumps(model.get_config()))
    again = Sequential.from_config(config)
    assert again.get_config() == model.get_config()
    again.set_weights(model.get_weights())
    x = np.random.default_rng(0).normal(size=(5, 2, 2))
    np.testing.assert_array_equal(again(x), model(x))
    model.layers[2].adapt(x.reshape(5, 4))
    again.set_weights(model.get_weights())
    np.testing.assert_array_equal(again(x), model(x))


def test_a_model_goes_through_json() -> None:
    model = Sequential([Input((2,)), Dense(3, "relu", trainable=False)], name="m")
    for again in (models.model_from_json(model.to_json(indent=1)), models.clone_model(model)):
        assert again.get_config() == model.get_config()
        assert again.get_weights()[0].tolist() != model.get_weights()[0].tolist()
    for text in ("{", "[1]", "{}"):
        with pytest.raises(ValueError, match="Expected the JSON of a Sequential model; received"):
            models.model_from_json(text)


@pytest.mark.parametrize("name", activations.names())
def test_activations_go_round(name: str) -> None:
    one = activations.get(name)
    assert one.serialized() == name
    full = {"class_name": type(one).__name__, "config": one.get_config()}
    assert activations.get(full).serialized() == name


def test_configured_activations_go_round() -> None:
    for one in (activations.LeakyReLU(0.05), activations.ReLU(0.1, 2.0, 0.3), activations.ELU(0.5)):
        again = activations.get(json.loads(json.dumps(one.serialized())))
        assert vars(again) == vars(one)
    assert activations.relu([-1.0, 9.0], negative_slope=0.1, max_value=5.0).tolist() == [-0.1, 5.0]
    assert activations.get(Dense(1, "tanh")).name == "tanh"


@pytest.mark.parametrize("name", losses.names())
def test_losses_go_round(name: str) -> None:
    one = losses.get(name)
    again = losses.get(one.serialized())
    assert type(again) is type(one)
    assert again.get_config() == one.get_config()
    assert losses.get(getattr(losses, name)).name == name


@pytest.mark.parametrize("name", initializers.names())
def test_initializers_go_round(name: str) -> None:
    one = initializers.get(name)
    assert initializers.get(one.serialized()).get_config() == one.get_config()


def test_unknown_layers_are_told() -> None:
    with pytest.raises(ValueError, match=r"Unknown layer: 'Conv2D'. Expected one of InputLayer"):
        Sequential.from_config({"layers": [{"class_name": "Conv2D", "config": {}}]})
