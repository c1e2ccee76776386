"""Runs for regularizers, constraints and layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.engine.reference.running import Case, dense, inputs


def regularizers() -> dict[str, Case]:
    def one(**options: Any) -> Case:
        return Case(dense(**options), optimizer="adam", fit={"validation_split": 0.3})

    return {
        "kernel l1": one(kernel_regularizer=lambda k: k.regularizers.L1(0.02)),
        "kernel l2": one(kernel_regularizer="l2"),
        "kernel l1_l2": one(kernel_regularizer=lambda k: k.regularizers.L1L2(0.01, 0.02)),
        "bias l2": one(bias_regularizer=lambda k: k.regularizers.L2(0.3)),
        "activity l1": one(activity_regularizer=lambda k: k.regularizers.L1(0.1)),
        "activity l2": one(activity_regularizer=lambda k: k.regularizers.L2(0.1)),
        "max norm": one(kernel_constraint=lambda k: k.constraints.MaxNorm(0.7)),
        "max norm of rows": one(kernel_constraint=lambda k: k.constraints.MaxNorm(0.7, axis=1)),
        "non neg": one(kernel_constraint="non_neg", bias_constraint="NonNeg"),
    }


def _stacked(*middle: Callable[[Any], Any], first: bool = False) -> Callable[[Any], list[Any]]:
    """Layers of `middle` behind the hidden layer, or before it."""

    def layers(k: Any) -> list[Any]:
        made = [make(k) for make in middle]
        ends = [k.layers.Dense(4, "tanh"), k.layers.Dense(2)]
        inside = [*made, *ends] if first else [ends[0], *made, ends[1]]
        return [k.layers.Input((3,)), *inside]

    return layers


def _adapt(_k: Any, model: Any) -> None:
    model.layers[0].adapt(inputs())


def layers() -> dict[str, Case]:
    mean, variance = [0.1, -0.2, 0.3], [0.5, 1.5, 2.5]
    return {
        "activation": Case(_stacked(lambda k: k.layers.Activation("sigmoid"))),
        "relu": Case(_stacked(lambda k: k.layers.ReLU())),
        "leaky relu": Case(_stacked(lambda k: k.layers.LeakyReLU())),
        "two in a row": Case(
            _stacked(lambda k: k.layers.Softmax(), lambda k: k.layers.Activation("tanh"))
        ),
        "softmax at the end": Case(
            lambda k: [k.layers.Input((3,)), k.layers.Dense(3), k.layers.Softmax()],
            "categorical_crossentropy",
            target="classes",
        ),
        "dropout of nothing": Case(_stacked(lambda k: k.layers.Dropout(0.0))),
        "flatten": Case(
            lambda k: [
                k.layers.Input((3,)),
                k.layers.Flatten(),
                k.layers.Dense(4, "tanh"),
                k.layers.Flatten(),
                k.layers.Dense(2),
            ]
        ),
        "rescaling first": Case(_stacked(lambda k: k.layers.Rescaling(0.5, 0.1), first=True)),
        "rescaling between": Case(_stacked(lambda k: k.layers.Rescaling(0.5, offset=0.1))),
        "normalization adapted": Case(
            _stacked(lambda k: k.layers.Normalization(), first=True), before=_adapt
        ),
        "normalization given": Case(
            _stacked(lambda k: k.layers.Normalization(-1, mean, variance), first=True)
        ),
        "normalization undone": Case(
            _stacked(
                lambda k: k.layers.Normalization(mean=mean, variance=variance, invert=True),
                first=True,
            )
        ),
    }
