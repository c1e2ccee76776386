"""Which number of a minibatch overflows first, and why."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings
from nnviz.gui.recording.overflow import first_overflow
from tests.gui.samples import line


def two_layers(kernels, activation="linear", target=0.0, **training):
    """Return x = 1 through one weight and one bias each, and a half squared error."""
    start = np.array([kernels[0], 0.0, kernels[1], 0.0])
    return Document(
        title="Two",
        input_names=("x1",),
        output_names=("y1",),
        layers=(LayerSpec(1, activation), LayerSpec(1, "linear")),
        parameters=start,
        initial=start,
        input=np.array([1.0]),
        target=np.array([target]),
        training=TrainingSettings("half_squared_error", "sgd", **training),
    )


def overflow(document, at=(0, 0)):
    return first_overflow(document, document.model(), at)


@pytest.mark.parametrize(
    ("kernels", "what"),
    [
        ((1e200, 1e200), "z of Output"),  # 10⁴⁰⁰
        ((1.0, 1e200), "the loss"),  # (10²⁰⁰)² / 2
        ((1e300, 1e-150), "∂E/∂w of Output"),  # a₂ = 10¹⁵⁰, so 10¹⁵⁰ · 10³⁰⁰
    ],
)
def test_the_first_number_beyond_the_range_is_named(kernels, what):
    assert overflow(two_layers(kernels)).what == what


def test_a_new_weight_may_be_the_first():
    found = overflow(two_layers((1.0, 1e100), learning_rate=1e150))
    # E = 10²⁰⁰ / 2 and ∂E/∂w₁ = 10²⁰⁰, times η = 10¹⁵⁰
    assert found.what == "a new weight of Hidden"
    assert found.cause == "The learning rate 1.00e150 is probably too large."


def test_inputs_that_are_large_and_not_scaled_are_a_cause():
    document = line(learning_rate=1e200)
    data = document.data

    large = replace(data, inputs=data.inputs * 4500)
    raw = document.replaced(data=large, parameters=np.array([1e200, 0.0]))
    assert "The inputs reach 4500 and are not scaled: scale them." in overflow(raw).cause
    scaled = raw.replaced(preparation=Preparation("standardise"))
    assert "inputs" not in overflow(scaled).cause


def test_it_is_the_minibatch_that_training_takes():
    """One sample of 24 is beyond the range: only its batch is told to be."""
    document = line(shuffle=False, learning_rate=1.0).replaced(parameters=np.array([1e10, 0.0]))
    x = document.data.inputs.copy()
    rows = document.prepared.train_rows
    x[rows[13]] = 1e300  # in the second of three batches

    raw = document.replaced(data=replace(document.data, inputs=x))
    assert overflow(raw, (0, 1)).what == "z of Output"
    for batch in (0, 2):
        assert overflow(raw, (0, batch)).what != "z of Output"
