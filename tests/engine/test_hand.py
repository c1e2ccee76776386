"""The hand calculations of the notes."""

import numpy as np
import pytest
from nnviz.optimizers import SGD

from nnviz import Dense, Input, Sequential


@pytest.fixture
def chain() -> Sequential:
    model = Sequential([Input((1,)), Dense(1, "sigmoid"), Dense(1, "sigmoid")])
    model.set_weights([[[0.15]], [0.40], [[0.45]], [0.65]])
    model.compile(SGD(0.4), "half_squared_error")
    return model


def test_neuron() -> None:
    model = Sequential([Input((2,)), Dense(1, "sigmoid")])
    model.set_weights([[[0.55], [0.45]], [0.15]])
    layer = model.trace([0.5, -0.35]).layers[0]
    assert layer.z.item() == pytest.approx(0.2675, abs=1e-12)
    assert layer.a.item() == pytest.approx(0.5665, abs=5e-5)
    assert layer.delta is None
    assert layer.kernel_new is None


def test_chain_forward(chain: Sequential) -> None:
    first, second = chain.trace([0.1], [0.25]).layers
    assert first.z.item() == pytest.approx(0.415, abs=1e-12)
    assert first.a.item() == pytest.approx(0.6023, abs=5e-5)
    assert second.z.item() == pytest.approx(0.9210, abs=5e-5)
    assert second.a.item() == pytest.approx(0.7153, abs=5e-5)


def test_chain_update_in_trace_and_in_training(chain: Sequential) -> None:
    trace = chain.trace([0.1], [0.25])
    new = [value.item() for k in trace.layers for value in (k.kernel_new, k.bias_new)]
    expected = [(0.1496, 5e-5), (0.3959, 5e-5), (0.427, 5e-4), (0.612, 5e-4)]
    for value, (digits, tolerance) in zip(new, expected, strict=True):
        assert value == pytest.approx(digits, abs=tolerance)
    before = chain.parameters.copy()
    assert before.tolist() == [0.15, 0.40, 0.45, 0.65], "a trace changes nothing"
    chain.fit([[0.1]], [0.25], verbose=0)
    np.testing.assert_allclose(chain.parameters, new, rtol=1e-14)


def test_chain_factors(chain: Sequential) -> None:
    """Every factor of the chain rule, against its own definition."""
    trace = chain.trace([0.1], [0.25])
    first, second = trace.layers
    a1, a2 = first.a.item(), second.a.item()
    assert trace.loss == pytest.approx(0.5 * (0.25 - a2) ** 2)
    assert second.dE_da.item() == pytest.approx(a2 - 0.25)
    assert second.da_dz.item() == pytest.approx(a2 * (1 - a2))
    assert second.delta.item() == pytest.approx((a2 - 0.25) * a2 * (1 - a2))
    assert second.dE_dkernel.item() == pytest.approx(second.delta.item() * a1)
    assert second.dE_dinputs.item() == pytest.approx(second.delta.item() * 0.45)
    assert first.dE_da.item() == second.dE_dinputs.item()
    assert first.delta.item() == pytest.approx(first.dE_da.item() * a1 * (1 - a1))
    assert first.dE_dbias.item() == pytest.approx(first.delta.item())
    assert (trace.learning_rate, trace.optimizer) == (0.4, "sgd")


def test_trace_is_immutable(chain: Sequential) -> None:
    trace = chain.trace([0.1], [0.25])
    for array in (trace.x, trace.target, trace.losses, *trace.layers[0].__dict__.values()):
        if isinstance(array, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0.0
    with pytest.raises(AttributeError):
        trace.loss = 0.0  # type: ignore[misc]


def test_losses_of_the_notes() -> None:
    """½ Σ over outputs of (T − a)², mean over the batch."""
    model = Sequential([Input((2,)), Dense(2)])
    model.set_weights([np.eye(2), [0.0, 0.0]])
    model.compile("sgd", "half_squared_error")
    trace = model.trace([[1.0, 2.0], [3.0, 5.0]], [[0.0, 0.0], [3.0, 4.0]])
    assert trace.losses.tolist() == [0.5 * (1 + 4), 0.5 * (0 + 1)]
    assert trace.loss == 1.5
    assert model.evaluate([[1.0, 2.0], [3.0, 5.0]], [[0.0, 0.0], [3.0, 4.0]], verbose=0) == 1.5
