"""The parts of a document that are chosen, not computed: layers, training, preparation.

Each field carries the rule of what it may be; edits and files check by these rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from nnviz.document import vocabulary as known
from nnviz.document.rules import Choice, Flag, Number, OrNone, Rule, Text, Whole, complaint


def ruled(rule: Rule) -> dict[str, Rule]:
    """Return the metadata of a field that must follow `rule`."""
    return {"rule": rule}


_COUNT = ruled(Whole(1, known.MAX_COUNT))


@dataclass(frozen=True)
class LayerSpec:
    """One dense layer as the user asked for it; names are Keras's."""

    units: int = field(metadata=ruled(Whole(1, known.MAX_PARAMETERS)))
    activation: str = field(default="linear", metadata=ruled(Choice(known.ACTIVATIONS)))
    use_bias: bool = field(default=True, metadata=ruled(Flag()))
    kernel_initializer: str = field(
        default="glorot_uniform", metadata=ruled(Choice(known.INITIALIZERS))
    )
    name: str = field(default="", metadata=ruled(Text()))


@dataclass(frozen=True)
class TrainingSettings:
    """How the network is trained.

    Attributes
    ----------
    threshold : float, optional
        Training ends once an epoch's loss is below it.
    momentum : float
        Of SGD; Adam has its own.
    """

    loss: str = field(default="mean_squared_error", metadata=ruled(Choice(known.LOSSES)))
    optimizer: str = field(default="sgd", metadata=ruled(Choice(known.OPTIMIZERS)))
    learning_rate: float = field(default=0.01, metadata=ruled(Number(0, above=True)))
    momentum: float = field(default=0.0, metadata=ruled(Number(0, 1)))
    batch_size: int = field(default=32, metadata=_COUNT)
    epochs: int = field(default=100, metadata=_COUNT)
    threshold: float | None = field(default=None, metadata=ruled(OrNone(Number(0))))
    shuffle: bool = field(default=True, metadata=ruled(Flag()))


@dataclass(frozen=True)
class Preparation:
    """How raw data become what the network sees; scalings are fitted on the training part."""

    input_scaling: str = field(default="none", metadata=ruled(Choice(known.SCALINGS)))
    target_scaling: str = field(default="none", metadata=ruled(Choice(known.SCALINGS)))
    test_share: float = field(default=0.0, metadata=ruled(Number(0, 0.9)))


Settings = LayerSpec | TrainingSettings | Preparation


def rules_of(kind: type[Settings]) -> dict[str, Rule]:
    """Return the rule of each field."""
    return {item.name: item.metadata["rule"] for item in fields(kind)}


def faults(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each field that breaks its rule, and the sentence that says how."""
    for name, rule in rules_of(type(settings)).items():
        fault = complaint(rule, getattr(settings, name))
        if fault:
            yield name, fault


def plain(settings: Settings) -> dict[str, Any]:
    """Return the fields as plain Python values, for a file."""
    rules = rules_of(type(settings))
    return {name: rule.read(getattr(settings, name)) for name, rule in rules.items()}
