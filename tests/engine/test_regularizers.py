"""Regularizers and constraints: in the loss, the gradient, the trace and the training alike."""

import numpy as np
import pytest
from nnviz.constraints import MaxNorm, NonNeg
from nnviz.optimizers import SGD
from nnviz.regularizers import L1, L1L2, L2

from nnviz import Dense, Input, Sequential, constraints, regularizers
from tests.engine.test_gradients import central_differences, flat_gradient, flat_new, samples


def build(**options: object) -> Sequential:
    last = Dense(3, "softmax", activity_regularizer=L2(0.3))
    model = Sequential([Input((3,)), Dense(4, "tanh", **options), last])
    model.parameters[:] = np.random.default_rng(1).uniform(-0.9, 0.9, model.count_params())
    model.compile(SGD(0.1), "categorical_crossentropy")
    return model


ALL = {
    "kernel_regularizer": L1L2(0.02, 0.03),
    "bias_regularizer": L2(0.05),
    "activity_regularizer": L1(0.04),
}


def test_penalties_by_hand() -> None:
    assert L1(0.5)([[1.0, -2.0]]) == 1.5
    assert L2(0.5)([[1.0, -2.0]]) == 2.5
    assert L1L2(0.5, 0.1)([[1.0, -2.0]]) == 2.0


def test_loss_is_data_weights_and_mean_activity() -> None:
    model = build(**ALL)
    x, y = samples(2, 3, 3)
    plain = Sequential([Input((3,)), Dense(4, "tanh"), Dense(3, "softmax")])
    plain.set_weights(model.get_weights())
    plain.compile("sgd", "categorical_crossentropy")
    first, second = plain.trace(x).layers
    kernel, bias = model.layers[0].get_weights()
    expected = plain.evaluate(x, y, verbose=0)
    expected += 0.02 * np.abs(kernel).sum() + 0.03 * np.square(kernel).sum()
    expected += 0.05 * np.square(bias).sum()
    expected += 0.04 * np.abs(first.a).sum() / len(x) + 0.3 * np.square(second.a).sum() / len(x)
    assert model.evaluate(x, y, verbose=0) == pytest.approx(expected, rel=1e-13)
    assert model.trace(x, y).loss == pytest.approx(expected, rel=1e-13)
    history = model.fit(x, y, validation_data=(x, y), verbose=0).history
    assert history["loss"] == [pytest.approx(expected, rel=1e-13)]
    assert history["val_loss"] == [pytest.approx(model.evaluate(x, y, verbose=0), rel=1e-13)]


@pytest.mark.parametrize("use_bias", [True, False])
def test_gradients(use_bias: bool) -> None:
    model = build(use_bias=use_bias, **ALL)
    x, y = samples(2, 3, 3)
    expected = central_differences(model, x, y)
    np.testing.assert_allclose(flat_gradient(model.trace(x, y)), expected, rtol=1e-5, atol=1e-8)


def test_trace_and_training_agree() -> None:
    model = build(**ALL, kernel_constraint=MaxNorm(1.0), bias_constraint="non_neg")
    x, y = samples(6, 3, 3, n=7)
    for _ in range(3):
        trace = model.trace(x, y)
        history = model.fit(x, y, batch_size=7, verbose=0)
        assert history.history["loss"][0] == pytest.approx(trace.loss, rel=1e-12)
        np.testing.assert_allclose(model.parameters, flat_new(trace), rtol=1e-9, atol=1e-12)
    kernel, bias = model.layers[0].weights
    assert (np.linalg.norm(kernel, axis=0) <= 1.0).all()
    assert (bias >= 0).all()


def test_delta_holds_the_chain_rule() -> None:
    """What an activity adds to ∂E/∂a goes through the activation like everything else."""
    first, last = build(**ALL).trace(*samples(2, 3, 3)).layers
    np.testing.assert_allclose(first.delta, first.dE_da * first.da_dz, rtol=1e-12)
    product = np.einsum("nij,ni->nj", last.da_dz, last.dE_da)
    np.testing.assert_allclose(product, last.delta, rtol=1e-9, atol=1e-13)


def test_constraints_by_hand() -> None:
    assert NonNeg()([[1.0, -2.0]]).tolist() == [[1.0, 0.0]]
    found = MaxNorm(1.0)([[3.0, 0.3], [4.0, 0.4]])
    np.testing.assert_allclose(found, [[0.6, 0.3], [0.8, 0.4]], rtol=1e-6)


def test_names_and_configs() -> None:
    assert isinstance(regularizers.get("l2"), L2)
    assert isinstance(regularizers.get("L1L2"), L1L2)
    assert regularizers.get(None) is None
    config = regularizers.l2(0.3).serialized()
    assert config["config"] == {"l2": 0.3}
    assert regularizers.get(config).get_config() == {"l2": 0.3}
    assert constraints.get(constraints.max_norm(3).serialized()).max_value == 3
    assert constraints.get("NonNeg").get_config() == {}


@pytest.mark.parametrize("value", [-0.1, float("nan"), "much"])
def test_strengths(value: object) -> None:
    with pytest.raises(ValueError, match="non-negative float"):
        L2(value)
    with pytest.raises(ValueError, match="at least 0"):
        MaxNorm(-1)


@pytest.mark.parametrize("get", [regularizers.get, constraints.get])
def test_unknown_names(get) -> None:
    with pytest.raises(ValueError, match=r"Could not interpret .* 'none such'. Expected one of"):
        get("none such")
