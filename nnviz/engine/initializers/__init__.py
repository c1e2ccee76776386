"""Initializers: where kernels and biases start, by Keras's names."""

from __future__ import annotations

from typing import Any

from nnviz.engine.configs import Registry
from nnviz.engine.initializers.base import Initializer
from nnviz.engine.initializers.scaled import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)
from nnviz.engine.initializers.simple import (
    Constant,
    Given,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    Zeros,
)

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "get",
]

_CLASSES: tuple[type[Initializer], ...] = (
    Zeros,
    Ones,
    Constant,
    RandomNormal,
    TruncatedNormal,
    RandomUniform,
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    Orthogonal,
)
_OTHERS: dict[str, type[Initializer]] = {
    "VarianceScaling": VarianceScaling,
    "variance_scaling": VarianceScaling,
    "normal": RandomNormal,
    "uniform": RandomUniform,
    "one": Ones,
    "zero": Zeros,
}
_REGISTRY: Registry[Initializer] = Registry("initializer", Initializer, _CLASSES, _OTHERS)
names = _REGISTRY.names


def get(identifier: Any) -> Initializer:
    """Return the initializer `identifier` names, configures or is; None is zeros.

    A function of a shape and ``dtype`` is one too.

    Raises
    ------
    ValueError
        If there is no such initializer.
    """
    if identifier is None:
        return Zeros()
    own = isinstance(identifier, Initializer)
    if own and type(identifier).__call__ is Initializer.__call__:
        return _REGISTRY.get(identifier)
    if callable(identifier) and not isinstance(identifier, type):
        return Given(identifier)
    return _REGISTRY.get(identifier)
