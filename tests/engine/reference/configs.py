"""Things whose configs are Keras's, made by the same lines in both; `k` is the module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MADE: dict[str, Callable[[Any], Any]] = {
    "Dense": lambda k: k.layers.Dense(3, "relu", kernel_regularizer=k.regularizers.L2(0.3)),
    "Dense constrained": lambda k: k.layers.Dense(
        3, None, False, "he_normal", kernel_constraint=k.constraints.MaxNorm(2.0)
    ),
    "Activation": lambda k: k.layers.Activation("tanh"),
    "ReLU": lambda k: k.layers.ReLU(6.0, 0.1, 0.2),
    "LeakyReLU": lambda k: k.layers.LeakyReLU(),
    "Softmax": lambda k: k.layers.Softmax(),
    "Dropout": lambda k: k.layers.Dropout(0.3, seed=1),
    "Flatten": lambda k: k.layers.Flatten(),
    "Rescaling": lambda k: k.layers.Rescaling(0.5, 0.1),
    "Normalization": lambda k: k.layers.Normalization(),
    "L1L2": lambda k: k.regularizers.L1L2(0.1, 0.2),
    "MaxNorm": lambda k: k.constraints.MaxNorm(3.0),
    "NonNeg": lambda k: k.constraints.NonNeg(),
    "Constant": lambda k: k.initializers.Constant(0.5),
    "RandomNormal": lambda k: k.initializers.RandomNormal(0.1, 0.2, 3),
    "RandomUniform": lambda k: k.initializers.RandomUniform(-0.1, 0.2, 3),
    "TruncatedNormal": lambda k: k.initializers.TruncatedNormal(seed=3),
    "GlorotUniform": lambda k: k.initializers.GlorotUniform(3),
    "Orthogonal": lambda k: k.initializers.Orthogonal(0.5, 3),
    "SGD": lambda k: k.optimizers.SGD(0.1, 0.9, True, 0.01, 1.0),
    "RMSprop": lambda k: k.optimizers.RMSprop(),
    "Adam": lambda k: k.optimizers.Adam(0.1, amsgrad=True),
    "AdamW": lambda k: k.optimizers.AdamW(0.1),
    "Adagrad": lambda k: k.optimizers.Adagrad(0.1),
    "Adadelta": lambda k: k.optimizers.Adadelta(0.1),
    "Adamax": lambda k: k.optimizers.Adamax(0.1),
    "Nadam": lambda k: k.optimizers.Nadam(0.1),
    "ExponentialDecay": lambda k: k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5),
    "CosineDecay": lambda k: k.optimizers.schedules.CosineDecay(0.1, 10),
    "PiecewiseConstantDecay": lambda k: k.optimizers.schedules.PiecewiseConstantDecay(
        [1, 2], [0.3, 0.2, 0.1]
    ),
    "Huber": lambda k: k.losses.Huber(0.5),
    "BinaryCrossentropy": lambda k: k.losses.BinaryCrossentropy(True, 0.1),
    "SparseCategoricalCrossentropy": lambda k: k.losses.SparseCategoricalCrossentropy(True),
    "Precision": lambda k: k.metrics.Precision(0.3),
    "AUC": lambda k: k.metrics.AUC(50, "PR"),
    "R2Score": lambda k: k.metrics.R2Score(),
}

# What configs of Keras hold beside what nnviz knows.
KERAS_ONLY = ("loss_scale_factor", "activity_regularizer", "fn")


def config_of(k: Any, name: str) -> dict[str, Any]:
    """Return the config of one of `MADE`."""
    config: dict[str, Any] = MADE[name](k).get_config()
    rate = config.get("learning_rate")
    return config if rate is None else {**config, "learning_rate": float(rate)}
