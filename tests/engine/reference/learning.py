"""Runs for optimizers, metrics, weights and callbacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.engine.reference.running import Case, N, dense, on


def optimizers() -> dict[str, Case]:
    made: dict[str, Callable[[Any], Any]] = {
        "sgd momentum": lambda o: o.SGD(0.05, 0.9),
        "sgd nesterov": lambda o: o.SGD(0.05, 0.9, True),
        "rmsprop momentum": lambda o: o.RMSprop(0.01, momentum=0.5),
        "rmsprop centered": lambda o: o.RMSprop(0.01, centered=True),
        "rmsprop centered momentum": lambda o: o.RMSprop(0.01, 0.8, 0.5, 1e-6, True),
        "adagrad": lambda o: o.Adagrad(0.1, initial_accumulator_value=0.05),
        "adadelta": lambda o: o.Adadelta(1.0, rho=0.9),
        "adam": lambda o: o.Adam(0.01, 0.8, 0.99, 1e-5),
        "adam amsgrad": lambda o: o.Adam(0.01, amsgrad=True),
        "adamw": lambda o: o.AdamW(0.01),
        "adamw decay": lambda o: o.AdamW(0.01, 0.1),
        "adamax": lambda o: o.Adamax(0.01),
        "nadam": lambda o: o.Nadam(0.01),
        "sgd decay": lambda o: o.SGD(0.05, weight_decay=0.1),
        "adam decay": lambda o: o.Adam(0.01, weight_decay=0.1),
        "sgd clipnorm": lambda o: o.SGD(0.05, clipnorm=0.3),
        "adam clipvalue": lambda o: o.Adam(0.01, clipvalue=0.05),
        "sgd global clipnorm": lambda o: o.SGD(0.05, 0.5, global_clipnorm=0.4),
        "exponential decay": lambda o: o.SGD(o.schedules.ExponentialDecay(0.1, 4, 0.7)),
        "staircase": lambda o: o.Adam(o.schedules.ExponentialDecay(0.1, 4, 0.7, True)),
        "cosine decay": lambda o: o.Nadam(o.schedules.CosineDecay(0.05, 8, 0.1)),
        "cosine with a way up": lambda o: o.SGD(
            o.schedules.CosineDecay(0.0, 6, warmup_target=0.1, warmup_steps=4), weight_decay=0.1
        ),
        "piecewise constant": lambda o: o.SGD(
            o.schedules.PiecewiseConstantDecay([3, 9], [0.1, 0.05, 0.01])
        ),
    }
    names = ["sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam"]
    plain = {f"{name} by name": Case(dense(), optimizer=name) for name in names}
    given = {
        name: Case(dense(), optimizer=lambda k, make=make: make(k.optimizers))
        for name, make in made.items()
    }
    return {**plain, **given}


def largest_error(y_true: Any, y_pred: Any) -> Any:
    """A metric of one's own; the same lines for arrays and for tensors."""
    errors = abs(y_true - y_pred)
    return errors[:, 0] + errors[:, 1] - abs(errors[:, 0] - errors[:, 1])


def scaled(y_true: Any, y_pred: Any, by: float = 1.0) -> Any:
    return (y_true - y_pred) * by


def metrics() -> dict[str, Case]:
    numbers = dense(2)
    one, two, three = dense(1, "sigmoid"), dense(2, "sigmoid"), dense(3, "softmax")
    # in eighths, since Keras adds the weights of AUC's buckets in float32 whatever it is told
    weights = np.random.default_rng(5).integers(1, 16, N) / 8.0
    validated = {"validation_split": 0.3}
    yes_no = ["Precision", "Recall", "AUC", "binary_accuracy", "accuracy"]
    confusion = lambda k: [  # noqa: E731
        k.metrics.Precision(0.3, name="p"),
        k.metrics.Recall(thresholds=0.6, name="r"),
        k.metrics.AUC(20, curve="PR", name="pr"),
        k.metrics.AUC(11, summation_method="minoring", name="low"),
        k.metrics.AUC(11, "PR", "majoring", name="high"),
        k.metrics.AUC(thresholds=[0.2, 0.45, 0.5], name="own"),
        k.metrics.BinaryAccuracy(threshold=0.4),
    ]
    regression = lambda k: [  # noqa: E731
        "mae",
        "mse",
        "root_mean_squared_error",
        "r2_score",
        k.metrics.R2Score("variance_weighted_average", name="weighted"),
    ]
    labels = lambda k: ["acc", "sparse_categorical_accuracy"]  # noqa: E731
    return {
        "regression": Case(numbers, metrics=regression, fit=validated),
        "regression weighted": Case(
            numbers, weighted_metrics=regression, fit={"sample_weight": weights}
        ),
        "yes or no": on("yes or no", "bce", "sigmoid", 1, metrics=lambda k: yes_no, fit=validated),
        "two yes or no": Case(
            two, "bce", target="two yes or no", metrics=lambda k: yes_no, fit=validated
        ),
        "confusion": Case(one, "bce", target="yes or no", metrics=confusion),
        "confusion weighted": Case(
            one,
            "bce",
            target="yes or no",
            weighted_metrics=confusion,
            fit={"sample_weight": weights},
        ),
        "classes": Case(
            three,
            "categorical_crossentropy",
            target="classes",
            metrics=lambda k: ["accuracy", "categorical_accuracy"],
        ),
        "labels": Case(three, "sparse_categorical_crossentropy", target="labels", metrics=labels),
        "named twice": Case(
            numbers,
            metrics=lambda k: ["mae", k.metrics.MeanAbsoluteError(name="mae"), "mse"],
            weighted_metrics=lambda k: ["mse", "mse", "mape"],
            fit={"sample_weight": weights, **validated},
        ),
        "a function": Case(
            numbers,
            metrics=lambda k: [largest_error, k.metrics.MeanMetricWrapper(scaled, "own", by=3.0)],
            weighted_metrics=lambda k: [largest_error],
            fit={"sample_weight": weights, **validated},
        ),
        "losses": Case(numbers, metrics=lambda k: ["mape", "msle", "poisson"]),
    }


def weights() -> dict[str, Case]:
    rng = np.random.default_rng(5)
    weights, others = rng.uniform(0.1, 2.0, N), rng.uniform(0.1, 2.0, 7)
    held = (rng.normal(size=(7, 3)), rng.normal(size=(7, 2)))
    classes = {"class_weight": {0: 2.0, 2: 0.3}}
    return {
        "of samples": Case(dense(), fit={"sample_weight": weights}),
        "of samples, split": Case(
            dense(), fit={"sample_weight": weights, "validation_split": 0.3}, optimizer="adam"
        ),
        "of samples, regularized": Case(
            dense(kernel_regularizer="l2", activity_regularizer="l1"),
            fit={"sample_weight": weights, "validation_data": (*held, others)},
        ),
        "of validation": Case(dense(), fit={"validation_data": (*held, others)}),
        "validation now and then": Case(
            dense(), fit={"validation_data": held, "validation_freq": 2}
        ),
        "of classes": on("classes", "categorical_crossentropy", "softmax", fit=classes),
        "of labels, split": on(
            "labels",
            "sparse_categorical_crossentropy",
            "softmax",
            fit={**classes, "validation_split": 0.3},
        ),
        "of labels": on("labels", "sparse_categorical_crossentropy", "softmax", fit=classes),
        "of yes and no": on("yes or no", "bce", "sigmoid", 1, fit={"class_weight": {1: 3.0}}),
        "summed": Case(
            dense(kernel_regularizer="l2", activity_regularizer="l1"),
            lambda k: k.losses.MeanSquaredError(reduction="sum"),
            fit={"sample_weight": weights, "validation_split": 0.3},
        ),
        "summed and validated": Case(
            dense(),
            lambda k: k.losses.Huber(reduction="sum"),
            fit={"validation_data": held, "validation_batch_size": 3, "validation_steps": 2},
        ),
        "of the loss": Case(dense(kernel_regularizer="l2"), loss_weights=0.3),
        "from a later epoch": Case(dense(), fit={"initial_epoch": 1}),
    }


def callbacks() -> dict[str, Case]:
    def one(make: Callable[[Any], Any], **more: Any) -> Case:
        options: dict[str, Any] = {"epochs": 8, "fit": {"validation_split": 0.3}, **more}
        return Case(dense(), callbacks=lambda k: [make(k.callbacks)], **options)

    fast = {"optimizer": lambda k: k.optimizers.SGD(0.6)}
    return {
        "early stopping": one(lambda c: c.EarlyStopping(patience=1), **fast),
        "best weights": one(
            lambda c: c.EarlyStopping("loss", 0.02, 1, restore_best_weights=True), **fast
        ),
        "baseline": one(lambda c: c.EarlyStopping(patience=2, baseline=0.01)),
        "from an epoch on": one(
            lambda c: c.EarlyStopping("mae", mode="max", start_from_epoch=3),
            metrics=lambda k: ["mae"],
        ),
        "best r2": one(
            lambda c: c.EarlyStopping("val_r2_score", restore_best_weights=True, patience=2),
            metrics=lambda k: ["r2_score"],
            **fast,
        ),
        "plateau": one(lambda c: c.ReduceLROnPlateau("loss", 0.5, 1, min_delta=0.05), **fast),
        "plateau with cooldown": one(
            lambda c: c.ReduceLROnPlateau(factor=0.5, patience=1, cooldown=2, min_lr=0.2), **fast
        ),
        "scheduler": one(lambda c: c.LearningRateScheduler(lambda e: 0.1 / (e + 1.0))),
        "scheduler of both": one(lambda c: c.LearningRateScheduler(lambda e, r: r * 0.7)),
        "nothing": one(lambda c: c.TerminateOnNaN()),
    }


def frozen() -> dict[str, Case]:
    """The hidden layer does not learn: nothing moves it, and its weights are not penalized."""

    def hold(_k: Any, model: Any) -> None:
        model.layers[0].trainable = False

    def one(make: Callable[[Any], Any], **hidden: Any) -> Case:
        return Case(dense(**hidden), optimizer=lambda k: make(k.optimizers), before=hold)

    l2, norm = "l2", lambda k: k.constraints.MaxNorm(0.1)
    return {
        "sgd": one(lambda o: o.SGD(0.05, 0.9, weight_decay=0.1)),
        "adam": one(lambda o: o.Adam(0.01, weight_decay=0.1), kernel_regularizer=l2),
        "global clipnorm": one(lambda o: o.SGD(0.05, 0.5, global_clipnorm=0.4)),
        "penalized": one(lambda o: o.AdamW(0.01), bias_regularizer=l2, activity_regularizer="l1"),
        "constrained": one(lambda o: o.Nadam(0.01), kernel_constraint=norm),
    }
