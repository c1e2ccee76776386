"""Runs for every activation and loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.engine.reference.running import Case, dense, on

_NAMES = """
linear sigmoid tanh relu leaky_relu softmax log_softmax elu selu gelu silu swish softplus softsign
exponential hard_sigmoid hard_silu relu6 mish
"""
ACTIVATIONS = _NAMES.split()

CONFIGURED: dict[str, Callable[[Any], Any]] = {
    "leaky_relu 0.1": lambda k: k.layers.LeakyReLU(negative_slope=0.1),
    "relu in full": lambda k: k.layers.ReLU(max_value=0.5, negative_slope=0.1, threshold=0.05),
    "relu up to 0.4": lambda k: k.layers.ReLU(0.4),
    "softmax layer": lambda k: k.layers.Softmax(),
}

LOSSES = {
    "mean_squared_error": "numbers",
    "mean_absolute_error": "numbers",
    "mean_absolute_percentage_error": "numbers",
    "mean_squared_logarithmic_error": "positive",
    "huber": "numbers",
    "log_cosh": "numbers",
    "hinge": "signs",
    "squared_hinge": "two yes or no",
}


def losses() -> dict[str, Case]:
    cases = {name: on(target, name, units=2) for name, target in LOSSES.items()}
    binary, categorical = (
        lambda k, **o: k.losses.BinaryCrossentropy(**o),
        lambda k, **o: k.losses.CategoricalCrossentropy(**o),
    )
    cases |= {
        "poisson": on("positive", "poisson", "softplus", 2),
        "kl_divergence": on("shares", "kl_divergence", "softmax"),
        "categorical_hinge": on("classes", "categorical_hinge"),
        "huber 0.3": on("numbers", lambda k: k.losses.Huber(delta=0.3), units=2),
        "hinge of 0 and 1": on("yes or no", "hinge", units=1),
        "binary, sigmoid": on("yes or no", "binary_crossentropy", "sigmoid", 1),
        "binary, two": on("two yes or no", "bce", "sigmoid", 2),
        "binary, hard sigmoid": on("two yes or no", "bce", "hard_sigmoid", 2),
        "binary, logits": on("yes or no", lambda k: binary(k, from_logits=True), units=1),
        "binary, smooth": on(
            "yes or no", lambda k: binary(k, label_smoothing=0.2), "sigmoid", units=1
        ),
        "categorical, softmax": on("classes", "categorical_crossentropy", "softmax"),
        "categorical, shares": on("shares", "categorical_crossentropy", "softmax"),
        "categorical, sigmoid": on("classes", "categorical_crossentropy", "sigmoid"),
        "categorical, logits": on("classes", lambda k: categorical(k, from_logits=True)),
        "categorical, smooth": on(
            "classes", lambda k: categorical(k, label_smoothing=0.1), "softmax"
        ),
        "sparse, softmax": on("labels", "sparse_categorical_crossentropy", "softmax"),
        "sparse, logits": on(
            "labels", lambda k: k.losses.SparseCategoricalCrossentropy(from_logits=True)
        ),
        "sparse, exponential": on("labels", "sparse_categorical_crossentropy", "exponential"),
    }
    return cases


def activations() -> dict[str, Case]:
    scales = {"exponential": 0.3}  # an exponential of large weights diverges
    hidden = {
        f"hidden {name}": Case(dense(2, None, name), scale=scales.get(name, 1.5))
        for name in ACTIVATIONS
    }
    output = {
        f"output {name}": Case(dense(2, name, "tanh"), scale=scales.get(name, 1.5))
        for name in ACTIVATIONS
    }
    given = {f"hidden {name}": Case(dense(2, None, make)) for name, make in CONFIGURED.items()}
    return {**hidden, **output, **given}
