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


def on(target: str, loss: Any, activation: str | None = None, units: int = 3, **more: Any) -> Case:
    """Return a case with this target, loss and output layer."""
    return Case(dense(units, activation), loss, target=target, **more)
