"""What a trace works out when it is looked at is what was so when it was made."""

import tracemalloc

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential
from nnviz.engine.optimizers import SGD, Adam, Optimizer, RMSprop
from nnviz.engine.regularizers import L2

X, Y = np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.0], [-0.5]])


def network(optimizer: Optimizer) -> Sequential:
    layers = [Dense(3, "tanh", kernel_regularizer=L2(0.1)), Dense(1, use_bias=False)]
    model = Sequential([Input((2,)), *layers])
    model.parameters[:] = np.linspace(-1.0, 1.0, 12)
    model.compile(optimizer, "mse")
    return model


def step_of(model: Sequential) -> np.ndarray:
    """What one more step makes of the parameters, by making it."""
    model.train_on_batch(X, Y)
    return model.parameters.copy()


@pytest.mark.parametrize(
    "optimizer",
    [SGD(0.1, momentum=0.9), Adam(0.1), RMSprop(0.1, clipvalue=0.05)],
    ids=lambda one: one.name,
)
def test_a_trace_stays_what_it_was(optimizer: Optimizer) -> None:
    """Steps, other weights, another rate and frozen weights come after it, and before the look."""
    model = network(optimizer)
    model.train_on_batch(X, Y)
    trace = model.trace(X, Y)
    expected = step_of(model)
    model.train_on_batch(X, Y)
    model.parameters[:] = 7.0
    model.optimizer.learning_rate = 100.0
    model.trainable = False
    first, last = trace.layers
    new = np.concatenate([first.kernel_new.ravel(), first.bias_new, last.kernel_new.ravel()])
    np.testing.assert_allclose(new, expected, rtol=1e-13)
    assert last.bias_new is None


def test_slopes_by_hand() -> None:
    """E = (w x + b − y)² with λ w², x = 2, y = 1, w = 3, b = 1, λ = 0.5: 24 + 3 and 12."""
    model = Sequential([Input((1,)), Dense(1, kernel_regularizer=L2(0.5))])
    model.set_weights([[[3.0]], [1.0]])
    model.compile("sgd", "mse")
    layer = model.trace([2.0], [1.0]).layers[0]
    model.set_weights([[[0.0]], [0.0]])
    assert layer.dE_dkernel.item() == 27.0
    assert layer.dE_dbias.item() == 12.0
    with pytest.raises(ValueError, match="read-only"):
        layer.dE_dkernel[0, 0] = 0.0


def test_a_model_for_reading_copies_nothing() -> None:
    """A million weights are neither copied for the network nor for its pass until asked for."""
    parameters = np.linspace(-1.0, 1.0, 1000 * 1000).copy()
    parameters.setflags(write=False)
    tracemalloc.start()
    try:
        model = Sequential([Dense(1000, use_bias=False)])
        model.build_on(parameters, 1000)
        model.compile("sgd", "mse")
        trace = model.trace(np.ones((1, 1000)), np.ones((1, 1000)))
        assert tracemalloc.get_traced_memory()[1] < parameters.nbytes / 4
    finally:
        tracemalloc.stop()
    assert np.shares_memory(trace.layers[0].kernel_old, parameters)
    with pytest.raises(ValueError, match="read-only"):
        model.parameters[0] = 0.0


@pytest.mark.parametrize("count", [5, 7])
def test_as_many_parameters_as_the_layers_need(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        Sequential([Dense(2)]).build_on(np.zeros(count), 2)
