"""A model in float32: the same arithmetic in half the memory."""

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential, layers
from nnviz.engine.optimizers import get


def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 3))
    return x, np.eye(3)[np.abs(x).argmax(axis=1)]


def network(dtype: str, optimizer: str = "adam") -> Sequential:
    parts = [Input((3,)), Dense(8, "tanh"), Dense(6, "relu"), Dense(3, "softmax")]
    model = Sequential(parts, dtype=dtype)
    model.parameters[:] = np.random.default_rng(1).normal(size=model.count_params())
    model.compile(get(optimizer, 0.01), "categorical_crossentropy")
    return model


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam"])
def test_float32_follows_float64(optimizer: str) -> None:
    x, y = data()
    found = []
    for dtype in ("float32", "float64"):
        model = network(dtype, optimizer)
        history = model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
        found.append((model.parameters, history.history["loss"], model.predict(x, verbose=0)))
    for narrow, wide in zip(*found, strict=True):
        np.testing.assert_allclose(narrow, wide, rtol=1e-3, atol=1e-4)


def test_everything_is_float32() -> None:
    x, y = data()
    model = network("float32")
    model.fit(x, y, verbose=0)
    trace = model.trace(x, y)
    assert model.parameters.dtype == model.predict(x, verbose=0).dtype == np.float32
    assert {slot.dtype for slot in model.optimizer.slots.values()} == {np.dtype(np.float32)}
    assert trace.layers[0].z.dtype == trace.layers[0].dE_dkernel.dtype == np.float32
    assert trace.layers[0].kernel_new.dtype == np.float32


def test_no_call_of_a_training_step_converts() -> None:
    """Each conversion would cost more than the arithmetic it is for."""
    x, y = data()
    model = network("float32")
    model.add(layers.Dropout(0.1))
    model.add(Dense(3))
    model.compile("adam", "mse")
    training = model.training(x, y, batch_size=8)
    (calls,) = training._windows.calls_from(0, 1)
    types = {value.dtype for _, args in calls for value in args if isinstance(value, np.ndarray)}
    assert types == {np.dtype(np.float32)}


def test_other_types_are_refused() -> None:
    with pytest.raises(ValueError, match="Expected dtype to be 'float64' or 'float32'; received"):
        Sequential([Dense(1)], dtype="int8")
