"""Optimizers: the update rules, in Keras's form and with Keras's defaults.

An optimizer sees one flat vector of parameters p and one of gradients g. `update` is written with
operators that work in place, so that the same lines make one step of a trace and are recorded into
the fast training step.
"""

from __future__ import annotations

from typing import Any

from nnviz.engine.configs import Registry
from nnviz.engine.optimizers import schedules
from nnviz.engine.optimizers.adagrad import Adadelta, Adagrad
from nnviz.engine.optimizers.adam import Adam, AdamW
from nnviz.engine.optimizers.adamax import Adamax
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.nadam import Nadam
from nnviz.engine.optimizers.rmsprop import RMSprop
from nnviz.engine.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "get",
    "schedules",
]

_CLASSES = (SGD, RMSprop, Adam, AdamW, Adagrad, Adadelta, Adamax, Nadam)
_REGISTRY: Registry[Optimizer] = Registry("optimizer", Optimizer, _CLASSES)
names = _REGISTRY.names


def get(
    identifier: Any, learning_rate: float | None = None, momentum: float | None = None
) -> Optimizer:
    """Return the optimizer `identifier` names, configures or is.

    `learning_rate` and `momentum` are for one that is named; what is not given is as in Keras.

    Raises
    ------
    ValueError
        If there is no such optimizer, or it takes no momentum.
    """
    if not isinstance(identifier, str):
        return _REGISTRY.get(identifier)
    cls = _REGISTRY.find(identifier.lower() if identifier.lower() in names() else identifier)
    options: dict[str, Any] = {}
    if learning_rate is not None:
        options["learning_rate"] = learning_rate
    if momentum:
        if cls not in (SGD, RMSprop):
            raise ValueError(
                f"{cls.__name__} takes no momentum: expected 0; received {momentum!r}."
            )
        options["momentum"] = momentum
    return cls(**options)
