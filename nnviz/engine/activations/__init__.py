"""Activations: each rule with its derivative beside it.

The rules are written for a matrix with one row per unit and one column per sample, in NumPy
functions alone, so that the same few lines compute a trace and are recorded into the fast
training step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnviz.engine.activations.base import Activation
from nnviz.engine.activations.pieces import (
    ELU,
    SELU,
    BinaryStep,
    HardSigmoid,
    HardSiLU,
    LeakyReLU,
    ReLU,
    ReLU6,
)
from nnviz.engine.activations.shares import LogSoftmax, Softmax
from nnviz.engine.activations.smooth import (
    GELU,
    Exponential,
    Linear,
    Mish,
    Sigmoid,
    SiLU,
    Softplus,
    Softsign,
    Tanh,
)

__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "Activation",
    "BinaryStep",
    "Exponential",
    "HardSiLU",
    "HardSigmoid",
    "LeakyReLU",
    "Linear",
    "LogSoftmax",
    "Mish",
    "ReLU",
    "ReLU6",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Softsign",
    "Tanh",
    "binary_step",
    "elu",
    "exponential",
    "gelu",
    "get",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "leaky_relu",
    "linear",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "tanh",
]


linear = Linear()
sigmoid = Sigmoid()
tanh = Tanh()
relu = ReLU()
leaky_relu = LeakyReLU()
softmax = Softmax()
log_softmax = LogSoftmax()
elu = ELU()
selu = SELU()
gelu = GELU()
silu = swish = SiLU()
softplus = Softplus()
softsign = Softsign()
exponential = Exponential()
hard_sigmoid = HardSigmoid()
hard_silu = hard_swish = HardSiLU()
relu6 = ReLU6()
mish = Mish()
binary_step = BinaryStep()

_ALL = (
    linear,
    sigmoid,
    tanh,
    relu,
    leaky_relu,
    softmax,
    log_softmax,
    elu,
    selu,
    gelu,
    silu,
    softplus,
    softsign,
    exponential,
    hard_sigmoid,
    hard_silu,
    relu6,
    mish,
    binary_step,
)
_BY_NAME: dict[str, Activation] = {one.name: one for one in _ALL}
_ALIASES = {"swish": silu, "hard_swish": hard_silu}
_BY_CLASS = {type(one).__name__: type(one) for one in _ALL}


def names() -> tuple[str, ...]:
    """Return the names of all activations."""
    return tuple(_BY_NAME)


def get(identifier: Any) -> Activation:
    """Return the activation `identifier` names, configures or is; None is linear.

    Parameters
    ----------
    identifier : str, Activation, Layer, dict or None
        A layer such as ``LeakyReLU(0.1)`` stands for its activation.

    Raises
    ------
    ValueError
        If there is no such activation.
    """
    if identifier is None:
        return linear
    own = getattr(identifier, "activation", identifier)
    if isinstance(own, Activation):
        return own
    if isinstance(identifier, str) and identifier in _BY_NAME | _ALIASES:
        return (_BY_NAME | _ALIASES)[identifier]
    if isinstance(identifier, Mapping) and identifier.get("class_name") in _BY_CLASS:
        return _BY_CLASS[identifier["class_name"]].from_config(_own_config(identifier))
    if callable(identifier) and not isinstance(identifier, type):
        raise ValueError(
            f"Could not interpret activation function identifier: {identifier!r}. nnviz derives "
            "no Python function by itself: expected a name, or a subclass of "
            "`nnviz.activations.Activation` with a `rule` and its `slope` written in NumPy."
        )
    raise ValueError(
        f"Could not interpret activation function identifier: {identifier!r}. "
        f"Expected one of {', '.join(_BY_NAME)}."
    )


def _own_config(identifier: Mapping[str, Any]) -> dict[str, Any]:
    """Return the config of an activation, or of a layer, without what only a layer has."""
    config = identifier.get("config", {})
    return {
        key: value for key, value in config.items() if key not in ("name", "trainable", "dtype")
    }
