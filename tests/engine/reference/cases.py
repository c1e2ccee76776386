"""What was run in Keras and is run again in nnviz: the same lines for both.

`k` is the module, ``keras`` or ``nnviz``. Weights and data come from NumPy's seeded generator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

N, BATCH, EPOCHS = 23, 5, 3  # the last batch is a partial one


@dataclass(frozen=True)
class Case:
    """One run of `fit`, with `evaluate` and `predict` after it."""

    layers: Callable[[Any], list[Any]]
    loss: Callable[[Any], Any] | str = "mean_squared_error"
    optimizer: Callable[[Any], Any] | str = "sgd"
    target: str = "numbers"
    metrics: Callable[[Any], list[Any]] | None = None
    weighted_metrics: Callable[[Any], list[Any]] | None = None
    loss_weights: float | None = None
    fit: dict[str, Any] = field(default_factory=dict)
    callbacks: Callable[[Any], list[Any]] | None = None
    before: Callable[[Any, Any], None] | None = None
    epochs: int = EPOCHS
    scale: float = 0.5


def inputs() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(N, 3))


def targets(kind: str) -> np.ndarray:
    rng = np.random.default_rng(2)
    labels = rng.integers(0, 3, N)
    return {
        "numbers": rng.normal(size=(N, 2)),
        "positive": rng.uniform(0.2, 2.0, (N, 2)),
        "labels": labels,
        "classes": np.eye(3)[labels],
        "shares": (lambda p: p / p.sum(axis=1, keepdims=True))(rng.uniform(0.05, 1.0, (N, 3))),
        "yes or no": (rng.uniform(size=N) < 0.4).astype(float),
        "two yes or no": (rng.uniform(size=(N, 2)) < 0.4).astype(float),
        "signs": np.where(rng.uniform(size=(N, 2)) < 0.4, 1.0, -1.0),
    }[kind]


def dense(units: int = 2, activation: Any = None, hidden: Any = "tanh", **options: Any):
    """Layers 3-4-units; options are the hidden layer's, and may be made from `k`."""

    def layers(k: Any) -> list[Any]:
        made = {key: value(k) if callable(value) else value for key, value in options.items()}
        first = k.layers.Dense(4, hidden(k) if callable(hidden) else hidden, **made)
        last = k.layers.Dense(units, activation(k) if callable(activation) else activation)
        return [k.layers.Input((3,)), first, last]

    return layers


def run(k: Any, case: Case) -> dict[str, Any]:
    """Return history, evaluation, predictions and final weights of a case."""
    model = k.models.Sequential(case.layers(k))
    if case.before is not None:
        case.before(k, model)
    rng = np.random.default_rng(3)
    for layer in model.layers:
        if type(layer).__name__ == "Dense":
            weights = [case.scale * rng.normal(size=w.shape) for w in layer.get_weights()]
            layer.set_weights(weights)
    model.compile(
        optimizer=_made(k, case.optimizer),
        loss=_made(k, case.loss),
        loss_weights=case.loss_weights,
        metrics=_made(k, case.metrics),
        weighted_metrics=_made(k, case.weighted_metrics),
    )
    x, y = inputs(), targets(case.target)
    history = model.fit(
        x,
        y,
        batch_size=BATCH,
        epochs=case.epochs,
        shuffle=False,
        verbose=0,
        callbacks=_made(k, case.callbacks),
        **case.fit,
    )
    evaluated = model.evaluate(x, y, batch_size=BATCH, verbose=0, return_dict=True)
    return {
        "history": {key: [float(v) for v in values] for key, values in history.history.items()},
        "evaluate": {key: float(value) for key, value in evaluated.items()},
        "predict": np.asarray(model.predict(x[:2], verbose=0)).ravel().tolist(),
        "weights": [float(v) for w in model.get_weights() for v in np.asarray(w).ravel()],
    }


def _made(k: Any, value: Any) -> Any:
    return value(k) if callable(value) else value


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


def _on(target: str, loss: Any, activation: str | None = None, units: int = 3, **more: Any) -> Case:
    return Case(dense(units, activation), loss, target=target, **more)


def _losses() -> dict[str, Case]:
    cases = {name: _on(target, name, units=2) for name, target in LOSSES.items()}
    binary, categorical = (
        lambda k, **o: k.losses.BinaryCrossentropy(**o),
        lambda k, **o: k.losses.CategoricalCrossentropy(**o),
    )
    cases |= {
        "poisson": _on("positive", "poisson", "softplus", 2),
        "kl_divergence": _on("shares", "kl_divergence", "softmax"),
        "categorical_hinge": _on("classes", "categorical_hinge"),
        "huber 0.3": _on("numbers", lambda k: k.losses.Huber(delta=0.3), units=2),
        "hinge of 0 and 1": _on("yes or no", "hinge", units=1),
        "binary, sigmoid": _on("yes or no", "binary_crossentropy", "sigmoid", 1),
        "binary, two": _on("two yes or no", "bce", "sigmoid", 2),
        "binary, hard sigmoid": _on("two yes or no", "bce", "hard_sigmoid", 2),
        "binary, logits": _on("yes or no", lambda k: binary(k, from_logits=True), units=1),
        "binary, smooth": _on(
            "yes or no", lambda k: binary(k, label_smoothing=0.2), "sigmoid", units=1
        ),
        "categorical, softmax": _on("classes", "categorical_crossentropy", "softmax"),
        "categorical, shares": _on("shares", "categorical_crossentropy", "softmax"),
        "categorical, sigmoid": _on("classes", "categorical_crossentropy", "sigmoid"),
        "categorical, logits": _on("classes", lambda k: categorical(k, from_logits=True)),
        "categorical, smooth": _on(
            "classes", lambda k: categorical(k, label_smoothing=0.1), "softmax"
        ),
        "sparse, softmax": _on("labels", "sparse_categorical_crossentropy", "softmax"),
        "sparse, logits": _on(
            "labels", lambda k: k.losses.SparseCategoricalCrossentropy(from_logits=True)
        ),
        "sparse, exponential": _on("labels", "sparse_categorical_crossentropy", "exponential"),
    }
    return cases


def _activations() -> dict[str, Case]:
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


def _regularizers() -> dict[str, Case]:
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


def _layers() -> dict[str, Case]:
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


def _optimizers() -> dict[str, Case]:
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


def _metrics() -> dict[str, Case]:
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
        "yes or no": _on("yes or no", "bce", "sigmoid", 1, metrics=lambda k: yes_no, fit=validated),
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
    }


def _weights() -> dict[str, Case]:
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
        "of classes": _on("classes", "categorical_crossentropy", "softmax", fit=classes),
        "of labels": _on("labels", "sparse_categorical_crossentropy", "softmax", fit=classes),
        "of yes and no": _on("yes or no", "bce", "sigmoid", 1, fit={"class_weight": {1: 3.0}}),
        "of the loss": Case(dense(kernel_regularizer="l2"), loss_weights=0.3),
        "from a later epoch": Case(dense(), fit={"initial_epoch": 1}),
    }


def _callbacks() -> dict[str, Case]:
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


GROUPS: dict[str, dict[str, Case]] = {
    "activations": _activations(),
    "losses": _losses(),
    "regularizers": _regularizers(),
    "layers": _layers(),
    "optimizers": _optimizers(),
    "metrics": _metrics(),
    "weights": _weights(),
    "callbacks": _callbacks(),
}
