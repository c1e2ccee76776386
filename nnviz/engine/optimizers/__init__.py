"""Optimizers: the update rules, in Keras's form and with Keras's defaults.

An optimizer sees one flat vector of parameters p and one of gradients g. `update` is written with
operators that work in place, so that the same lines make one step of a trace and are recorded into
the fast training step.
"""

from __future__ import annotations

from typing import Any

from nnviz.engine.optimizers.adam import Adam
from nnviz.engine.optimizers.base import Optimizer
from nnviz.engine.optimizers.rmsprop import RMSprop
from nnviz.engine.optimizers.sgd import SGD

__all__ = ["SGD", "Adam", "Optimizer", "RMSprop", "get", "names"]

_CLASSES: tuple[type[Optimizer], ...] = (SGD, RMSprop, Adam)
_BY_NAME = {cls.name: cls for cls in _CLASSES}


def names() -> tuple[str, ...]:
    """Return the names of all optimizers."""
    return tuple(_BY_NAME)


def get(
    identifier: str | Optimizer, learning_rate: float | None = None, momentum: float | None = None
) -> Optimizer:
    """Return the optimizer `identifier` names, with Keras's defaults for what is not given.

    Raises
    ------
    ValueError
        If there is no such optimizer, or it takes no momentum.
    """
    if isinstance(identifier, Optimizer):
        return identifier
    cls = _BY_NAME.get(identifier.lower()) if isinstance(identifier, str) else None
    if cls is None:
        raise ValueError(
            f"Could not interpret optimizer identifier: {identifier!r}. "
            f"Expected one of {', '.join(names())}."
        )
    options: dict[str, Any] = {}
    if learning_rate is not None:
        options["learning_rate"] = learning_rate
    if momentum:
        if cls is Adam:
            raise ValueError("Adam takes no momentum: its beta_1 is that. Expected 0.")
        options["momentum"] = momentum
    return cls(**options)
