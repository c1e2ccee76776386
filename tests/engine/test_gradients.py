"""Every gradient against central differences, and the trace against the training step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz import Dense, Input, Sequential, activations, losses
from nnviz.engine.models import Sequential as Model
from nnviz.engine.output_rules import output_rule
from nnviz.engine.trace import Trace

STEP = 1e-6


def build(activation: str, loss: str, seed: int, sizes: tuple[int, ...] = (3, 4, 3)) -> Model:
    """A network whose hidden layers are smooth, so that only the activation asked for has kinks."""
    rng = np.random.default_rng(seed)
    hidden = [Dense(units, activation) for units in sizes[1:-1]]
    model = Sequential([Input((sizes[0],)), *hidden, Dense(sizes[-1], activation)])
    model.parameters[:] = rng.uniform(0.1, 0.9, model.count_params())
    model.compile("sgd", loss)
    return model


def flat_gradient(trace: Trace) -> np.ndarray:
    parts = []
    for layer in trace.layers:
        parts.append(layer.dE_dkernel.ravel())
        if layer.dE_dbias is not None:
            parts.append(layer.dE_dbias)
    return np.concatenate(parts)


def flat_new(trace: Trace) -> np.ndarray:
    parts = []
    for layer in trace.layers:
        parts.append(layer.kernel_new.ravel())
        if layer.bias_new is not None:
            parts.append(layer.bias_new)
    return np.concatenate(parts)


def central_differences(model: Model, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    slopes = np.empty(model.count_params())
    for k in range(slopes.size):
        ends = []
        for step in (STEP, -STEP):
            old = model.parameters[k]
            model.parameters[k] = old + step
            ends.append(model.trace(x, y).loss)
            model.parameters[k] = old
        slopes[k] = (ends[0] - ends[1]) / (2 * STEP)
    return slopes


def samples(
    seed: int, inputs: int, outputs: int, n: int = 5, loss: str = ""
) -> tuple[np.ndarray, np.ndarray]:
    """Inputs away from kinks, targets that are probabilities, or what `loss` asks for."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0.1, 0.9, (n, inputs)), rng.uniform(0.1, 0.9, (n, outputs))
    if loss.startswith("sparse"):
        return x, y.argmax(axis=1)
    if loss.endswith("hinge"):
        return x, np.where(y > 0.5, 1.0, -1.0)
    return x, y / y.sum(axis=1, keepdims=True)


# Poisson takes the logarithm of the output, and that of a log_softmax is negative.
PAIRS = [
    (activation, loss)
    for activation in activations.names()
    for loss in losses.names()
    if (activation, loss) != ("log_softmax", "poisson")
]


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_gradients_of_parameters(activation: str, loss: str) -> None:
    model = build(activation, loss, seed=1)
    x, y = samples(2, 3, 3, loss=loss)
    expected = central_differences(model, x, y)
    scale = np.abs(expected).max()
    found = flat_gradient(model.trace(x, y))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-8 * max(1.0, scale))


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_gradients_of_inputs_belong_to_each_sample(activation: str, loss: str) -> None:
    model = build(activation, loss, seed=3)
    x, y = samples(4, 3, 3, 2, loss)
    found = model.trace(x, y).layers[0].dE_dinputs
    for i in range(3):
        shift = np.zeros(3)
        shift[i] = STEP
        slope = (model.trace(x + shift, y).losses - model.trace(x - shift, y).losses) / (2 * STEP)
        scale = max(1.0, np.abs(slope).max())
        np.testing.assert_allclose(found[:, i], slope, rtol=1e-5, atol=1e-8 * scale)


@pytest.mark.parametrize("name", activations.names())
def test_derivative_of_each_activation(name: str) -> None:
    activation = activations.get(name)
    z = np.array([[-2.0, -0.3, 0.4, 1.7], [0.2, -1.1, 3.3, -0.6]])
    found = activation.derivative(z)
    for j in range(4):
        shift = np.zeros(4)
        shift[j] = STEP
        column = (activation(z + shift) - activation(z - shift)) / (2 * STEP)
        expected = found[:, :, j] if not activation.elementwise else found * (np.arange(4) == j)
        np.testing.assert_allclose(expected, column, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
@pytest.mark.parametrize("use_bias", [True, False])
def test_trace_and_training_step_agree(activation: str, loss: str, use_bias: bool) -> None:
    rng = np.random.default_rng(5)
    layers = [Dense(4, activation, use_bias=use_bias), Dense(5, "linear"), Dense(3, activation)]
    model = Sequential([Input((2,)), *layers])
    model.parameters[:] = rng.uniform(0.1, 0.9, model.count_params())
    model.compile("adam", loss)
    x, y = samples(6, 2, 3, 7, loss)
    for _ in range(3):
        trace = model.trace(x, y)
        history = model.fit(x, y, batch_size=7, verbose=0)
        assert history.history["loss"][0] == pytest.approx(trace.loss, rel=1e-12)
        np.testing.assert_allclose(model.parameters, flat_new(trace), rtol=1e-9, atol=1e-12)


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    pair=st.sampled_from(PAIRS),
    seed=st.integers(0, 2**16),
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_random_architectures(sizes: list[int], pair: tuple[str, str], seed: int) -> None:
    activation, loss = pair
    model = build(activation, loss, seed, tuple(sizes))
    x, y = samples(seed, sizes[0], sizes[-1], 3, loss)
    expected = central_differences(model, x, y)
    scale = max(1.0, np.abs(expected).max())
    found = flat_gradient(model.trace(x, y))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-7 * scale)


def test_derivatives_at_corners_are_those_of_the_table() -> None:
    expected = {"relu": 0.0, "leaky_relu": 0.2, "elu": 1.0, "relu6": 0.0, "softsign": 1.0}
    for name, slope in expected.items():
        assert activations.get(name).derivative([0.0]).tolist() == [slope]
    assert activations.get("relu6").derivative([6.0]).tolist() == [0.0]
    assert activations.get("hard_sigmoid").derivative([-3.0, 3.0]).tolist() == [0.0, 0.0]
    one = np.ones((1, 1))
    assert losses.get("mae").gradient(one, one).item() == 0.0
    assert losses.get("hinge").gradient(one, one).item() == 0.0
    y, a = np.array([[1.0], [0.0], [0.0]]), np.full((3, 1), 0.5)
    shared = losses.get("categorical_hinge").gradient(y, a)
    assert shared.ravel().tolist() == [-1.0, 0.5, 0.5]


def test_jacobian_times_error_is_delta() -> None:
    model = build("softmax", "mean_squared_error", seed=7)
    layer = model.trace(*samples(8, 3, 3)).layers[-1]
    product = np.einsum("nij,ni->nj", layer.da_dz, layer.dE_da)
    np.testing.assert_allclose(product, layer.delta, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(
    ("activation", "loss"),
    [("softmax", "categorical_crossentropy"), ("sigmoid", "binary_crossentropy")],
)
def test_saturated_outputs_are_exact(activation: str, loss: str) -> None:
    """The loss and p − y come from the logits, where Keras's backends differ and clip."""
    model = Sequential([Input((2,)), Dense(2, activation)])
    model.set_weights([np.eye(2), [0.0, 0.0]])
    model.compile("sgd", loss)
    trace = model.trace([[600.0, -600.0]], [[0.0, 1.0]])
    expected = {"softmax": (1200.0, 1.0), "sigmoid": (600.0, 0.5)}[activation]
    assert trace.loss == pytest.approx(expected[0])
    np.testing.assert_allclose(trace.layers[0].delta, [[expected[1], -expected[1]]], rtol=1e-12)
    assert np.isfinite(trace.layers[0].dE_da).all()


@pytest.mark.parametrize(
    ("activation", "loss"),
    [("softmax", "categorical_crossentropy"), ("sigmoid", "binary_crossentropy")],
)
def test_error_of_exact_pairs_is_the_derivative_by_the_activations(
    activation: str, loss: str
) -> None:
    """By hand: −y / a for softmax, (a − y) / (k a (1 − a)) for sigmoid."""
    model = build(activation, loss, seed=12)
    x, y = samples(13, 3, 3)
    layer = model.trace(x, y).layers[-1]
    a = layer.a
    expected = -y / a if activation == "softmax" else (a - y) / (3 * a * (1 - a))
    np.testing.assert_allclose(layer.dE_da, expected, rtol=1e-12)


def test_exact_pairs_equal_the_clipped_form_where_nothing_is_clipped() -> None:
    rng = np.random.default_rng(9)
    z = rng.normal(size=(6, 3))
    y = np.eye(3)[rng.integers(0, 3, 6)]
    for name, loss in (
        ("softmax", losses.CategoricalCrossentropy()),
        ("sigmoid", losses.BinaryCrossentropy()),
    ):
        activation = activations.get(name)
        exact = output_rule(loss, activation).per_sample(y.T, z.T).mean()
        assert exact == pytest.approx(loss(y, activation(z)), rel=1e-12)


def test_binary_step_learns_nothing() -> None:
    model = build("binary_step", "mean_squared_error", seed=10)
    trace = model.trace(*samples(11, 3, 3))
    assert not flat_gradient(trace).any()
    assert activations.get("binary_step")([-0.1, 0.0, 0.1]).tolist() == [0.0, 1.0, 1.0]
