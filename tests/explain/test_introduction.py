"""What stands before the first step: the layers, the loss and the optimizer, arguments included."""

from dataclasses import replace

import pytest

from nnviz.explain.explanation import explain_document
from tests.explain.networks import network


def opening(document):
    return explain_document(document).split("\n\n")[0].splitlines()


def test_arguments_stand_beside_what_takes_them():
    document = network((1, 1, 1), ("elu", "sigmoid"), "huber", target=[0.5], optimizer="adam")
    layers = (replace(document.layers[0], activation_options={"alpha": 0.5}), document.layers[1])
    training = replace(
        document.training,
        optimizer_options={"amsgrad": True, "clipnorm": 2.0},
        loss_options={"delta": 0.1},
        schedule="exponential_decay",
        schedule_options={"decay_steps": 7},
    )
    lines = opening(document.replaced(layers=layers, training=training))
    assert "Layers: 1 input, 1 neuron with ELU (alpha=0.5), 1 neuron with the sigmoid" in lines
    assert "Loss: Huber (delta=0.1)" in lines
    said = next(line for line in lines if line.startswith("Optimizer"))
    assert said == (
        "Optimizer: Adam (amsgrad=True, clipnorm=2.0), η = 0.4000"
        " by exponential decay (decay_steps=7.0)"
    )


@pytest.mark.parametrize(("hidden", "told"), [("binary_step", True), ("tanh", False)])
def test_a_binary_step_is_said_to_stop_the_way_back(hidden, told):
    lines = opening(network((1, 1, 1), (hidden, "linear"), target=[0.5]))
    said = "Gradient descent cannot train through a binary step: its derivative is 0."
    assert (said in lines) == told


@pytest.mark.parametrize(
    ("loss", "target", "expected"),
    [
        ("kl_divergence", 1.5, "numbers from 0 to 1"),
        ("poisson", -1, "numbers from 0 up"),
        ("mean_squared_logarithmic_error", -0.5, "numbers from 0 up"),
        ("squared_hinge", 2, "numbers from -1 to 1"),
    ],
)
def test_a_target_outside_the_range_of_a_loss_is_refused(loss, target, expected):
    with pytest.raises(ValueError, match=f"outside the range of {loss}: expected {expected}"):
        explain_document(network((1, 1), ("softplus",), loss, target=[target]))
