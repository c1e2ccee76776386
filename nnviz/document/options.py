"""The arguments that an activation, a loss, an optimizer or a schedule takes beside its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from nnviz.document.list_rules import Increasing, NumberList
from nnviz.document.rules import (
    Flag,
    Number,
    OrNone,
    Rule,
    Whole,
    complaint,
)


@dataclass(frozen=True)
class Option:
    """One argument, under Keras's name.

    Attributes
    ----------
    default : object
        Keras's own; where Keras has none, what is offered first.
    words, tip : str
        Its name for people, and what it does.
    """

    rule: Rule
    default: Any
    words: str
    tip: str


Table: TypeAlias = Mapping[str, Mapping[str, Option]]


class Options(Mapping[str, Any]):
    """Arguments that differ from their defaults; nobody can change them."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values = dict(values or {})

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return repr(self._values)


def chosen(known: Mapping[str, Option], values: Mapping[str, Any]) -> Options:
    """Return the values that say more than the defaults do, as the plain types they are kept as."""
    return Options(
        {
            name: known[name].rule.read(value) if _is_allowed(known, name, value) else value
            for name, value in values.items()
            if name not in known or value != known[name].default
        }
    )


def complete(known: Mapping[str, Option], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return every argument: as chosen, else its default."""
    return {name: values.get(name, option.default) for name, option in known.items()}


def surviving(known: Mapping[str, Option], values: Mapping[str, Any]) -> Options:
    """Return what another thing, which takes the arguments `known`, can keep of `values`."""
    return Options({name: value for name, value in values.items() if name in known})


def option_faults(
    of: str, known: Mapping[str, Option], values: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield each argument that `of` does not take, or not so, and the sentence that says why."""
    for name, value in values.items():
        if name not in known:
            names = ", ".join(known) or "none"
            yield name, f"it is no argument of {of}, which takes {names}"
            continue
        fault = complaint(known[name].rule, value)
        if fault:
            yield name, fault


def _is_allowed(known: Mapping[str, Option], name: str, value: Any) -> bool:
    return name in known and known[name].rule.accepts(value)


_AT_LEAST_0, _SHARE, _BELOW_1 = Number(0), Number(0, 1), Number(0, 1, below=True)
_MAYBE = OrNone(_AT_LEAST_0)
_STEPS = Number(0, above=True)


def _epsilon() -> Option:
    return Option(_AT_LEAST_0, 1e-7, "Epsilon ε", "Keeps the divisor off 0")


def _beta(number: int, default: float, what: str) -> Option:
    sign = "₁₂"[number - 1]
    return Option(_BELOW_1, default, f"Beta β{sign}", f"How slowly {what} forgets, below 1")


def _alike(decay: float | None = None) -> dict[str, Option]:
    """Return what every optimizer takes; AdamW's weight decay is on from the start."""
    rule = _MAYBE if decay is None else _AT_LEAST_0
    return {
        "weight_decay": Option(
            rule, decay, "Weight decay λ", "Each step takes η λ of every parameter away"
        ),
        "clipnorm": Option(_MAYBE, None, "Clip norm", "No layer's gradient is longer than this"),
        "clipvalue": Option(_MAYBE, None, "Clip value", "No derivative is larger than this"),
        "global_clipnorm": Option(
            _MAYBE, None, "Global clip norm", "The whole gradient is no longer than this"
        ),
    }


_NEGATIVE_SLOPE = "What is below 0 is multiplied by this"
ACTIVATION_OPTIONS: Table = {
    "relu": {
        "negative_slope": Option(_AT_LEAST_0, 0.0, "Negative slope", _NEGATIVE_SLOPE),
        "max_value": Option(_MAYBE, None, "Largest value", "What larger values become"),
        "threshold": Option(_AT_LEAST_0, 0.0, "Threshold θ", "Where the positive part begins"),
    },
    "leaky_relu": {"negative_slope": Option(_AT_LEAST_0, 0.2, "Negative slope", _NEGATIVE_SLOPE)},
    "elu": {"alpha": Option(_AT_LEAST_0, 1.0, "Alpha α", "Below 0 the curve ends at −α")},
    "gelu": {
        "approximate": Option(Flag(), False, "Approximate", "Φ by tanh instead of the exact one")
    },
}

_LOGITS = Option(Flag(), False, "From logits", "The outputs are sums, not yet probabilities")
_SMOOTHING = Option(_SHARE, 0.0, "Label smoothing", "How much of each target is shared out, 0 to 1")
LOSS_OPTIONS: Table = {
    "huber": {"delta": Option(_AT_LEAST_0, 1.0, "Delta", "Errors beyond this count in proportion")},
    "binary_crossentropy": {"from_logits": _LOGITS, "label_smoothing": _SMOOTHING},
    "categorical_crossentropy": {"from_logits": _LOGITS, "label_smoothing": _SMOOTHING},
    "sparse_categorical_crossentropy": {"from_logits": _LOGITS},
}

_AMSGRAD = Option(Flag(), False, "AMSGrad", "Divide by the largest mean of squares so far")
_BETA_1 = _beta(1, 0.9, "the mean of the slopes")
_BETA_2 = _beta(2, 0.999, "the mean of their squares")
_ADAM = {"beta_1": _BETA_1, "beta_2": _BETA_2, "epsilon": _epsilon(), "amsgrad": _AMSGRAD}
_RHO = "How slowly the mean of squares forgets, 0 to 1"
OPTIMIZER_OPTIONS: Table = {
    "sgd": {
        "nesterov": Option(Flag(), False, "Nesterov", "The momentum looks one step ahead"),
        **_alike(),
    },
    "rmsprop": {
        "rho": Option(_SHARE, 0.9, "Rho ρ", _RHO),
        "epsilon": _epsilon(),
        "centered": Option(Flag(), False, "Centered", "Take the mean slope off its size"),
        **_alike(),
    },
    "adagrad": {
        "initial_accumulator_value": Option(
            _AT_LEAST_0, 0.1, "Initial sum", "What the sum of squares begins with"
        ),
        "epsilon": _epsilon(),
        **_alike(),
    },
    "adadelta": {"rho": Option(_SHARE, 0.95, "Rho ρ", _RHO), "epsilon": _epsilon(), **_alike()},
    "adam": {**_ADAM, **_alike()},
    "adamw": {**_ADAM, **_alike(0.004)},
    "adamax": {
        "beta_1": _BETA_1,
        "beta_2": _beta(2, 0.999, "the largest slope"),
        "epsilon": _epsilon(),
        **_alike(),
    },
    "nadam": {"beta_1": _BETA_1, "beta_2": _BETA_2, "epsilon": _epsilon(), **_alike()},
}
TAKE_MOMENTUM = ("sgd", "rmsprop")

_DECAY_STEPS = Option(_STEPS, 1000.0, "Decay steps", "Minibatches in which the rate decays")
SCHEDULE_OPTIONS: Table = {
    "exponential_decay": {
        "decay_steps": _DECAY_STEPS,
        "decay_rate": Option(_AT_LEAST_0, 0.9, "Decay rate", "By what the rate is multiplied then"),
        "staircase": Option(Flag(), False, "Staircase", "Change only after each decay, at once"),
    },
    "cosine_decay": {
        "decay_steps": _DECAY_STEPS,
        "alpha": Option(_AT_LEAST_0, 0.0, "Alpha α", "What share of the rate is left at the end"),
        "warmup_target": Option(
            OrNone(Number(0)),
            None,
            "Warm-up target",
            "Where a straight way up ends; empty for none",
        ),
        "warmup_steps": Option(Whole(0, 10**9), 0, "Warm-up steps", "Minibatches of the way up"),
    },
    "piecewise_constant_decay": {
        "boundaries": Option(
            Increasing(), (1000.0,), "Boundaries", "Minibatches after which the rate changes"
        ),
        "values": Option(NumberList(), (0.001,), "Later rates", "The rate after each boundary"),
    },
}
