"""The parts of a document that are chosen, not computed: layers, training, preparation.

Each field carries the rule of what it may be; edits and files check by these rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from nnviz.document import options as arguments
from nnviz.document import vocabulary as known
from nnviz.document.list_rules import Names
from nnviz.document.options import Option, Options, Table, chosen, option_faults
from nnviz.document.rules import Choice, Flag, Number, OrNone, Rule, Text, Whole, complaint


def ruled(rule: Rule) -> dict[str, Rule]:
    """Return the metadata of a field that must follow `rule`."""
    return {"rule": rule}


def seldom(rule: Rule) -> dict[str, Any]:
    """Return the metadata of a field that a file names only where it is not the default."""
    return {"rule": rule, "seldom": True}


def arguments_of(name: str, table: Table) -> Any:
    """Return a field for the arguments, known by `table`, of what the field `name` names."""
    return field(default=Options(), metadata={"of": name, "table": table})


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
    activation_options: Mapping[str, Any] = arguments_of("activation", arguments.ACTIVATION_OPTIONS)

    def __post_init__(self) -> None:
        _settle(self)


@dataclass(frozen=True)
class TrainingSettings:
    """How the network is trained.

    Attributes
    ----------
    threshold : float, optional
        Training ends once an epoch's loss is below it.
    momentum : float
        Of SGD and RMSprop; the others have their own.
    schedule : str
        How the learning rate, which is the first one then, changes with the steps made.
    metrics : tuple of str, optional
        What is reported beside the loss; None: what suits it.
    *_options : Options
        Arguments of the loss, the optimizer and the schedule where they differ from Keras's
        defaults.
    """

    loss: str = field(default="mean_squared_error", metadata=ruled(Choice(known.LOSSES)))
    optimizer: str = field(default="sgd", metadata=ruled(Choice(known.OPTIMIZERS)))
    learning_rate: float = field(default=0.01, metadata=ruled(Number(0)))
    momentum: float = field(default=0.0, metadata=ruled(Number(0, 1)))
    batch_size: int = field(default=32, metadata=_COUNT)
    epochs: int = field(default=100, metadata=_COUNT)
    threshold: float | None = field(default=None, metadata=ruled(OrNone(Number(0))))
    shuffle: bool = field(default=True, metadata=ruled(Flag()))
    schedule: str = field(default="none", metadata=seldom(Choice(known.SCHEDULES)))
    metrics: tuple[str, ...] | None = field(
        default=None, metadata=seldom(OrNone(Names(known.METRICS)))
    )
    loss_options: Mapping[str, Any] = arguments_of("loss", arguments.LOSS_OPTIONS)
    optimizer_options: Mapping[str, Any] = arguments_of("optimizer", arguments.OPTIMIZER_OPTIONS)
    schedule_options: Mapping[str, Any] = arguments_of("schedule", arguments.SCHEDULE_OPTIONS)

    def __post_init__(self) -> None:
        _settle(self)


@dataclass(frozen=True)
class Preparation:
    """How raw data become what the network sees; scalings are fitted on the training part."""

    input_scaling: str = field(default="none", metadata=ruled(Choice(known.SCALINGS)))
    target_scaling: str = field(default="none", metadata=ruled(Choice(known.SCALINGS)))
    test_share: float = field(default=0.0, metadata=ruled(Number(0, 0.9)))


Settings = LayerSpec | TrainingSettings | Preparation


def rules_of(kind: type[Settings]) -> dict[str, Rule]:
    """Return the rule of each field but those of arguments."""
    return {item.name: item.metadata["rule"] for item in fields(kind) if "rule" in item.metadata}


def defaults_of(kind: type[Settings]) -> dict[str, Any]:
    """Return the fields that a file may leave out, with what they are then."""
    return {
        item.name: item.default
        for item in fields(kind)
        if "seldom" in item.metadata or "of" in item.metadata
    }


def options_of(settings: Settings) -> Iterator[tuple[str, str, Mapping[str, Option]]]:
    """Yield each field of arguments, whose they are, and which there can be."""
    for item in fields(settings):
        if "of" in item.metadata:
            of = getattr(settings, item.metadata["of"])
            table = item.metadata["table"]
            yield item.name, of, table.get(of, {}) if isinstance(of, str) else {}


def faults(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each field that breaks its rule, and the sentence that says how."""
    for name, rule in _present_rules(settings).items():
        fault = complaint(rule, getattr(settings, name))
        if fault:
            yield name, fault
    for name, of, table in options_of(settings):
        for argument, fault in option_faults(of, table, getattr(settings, name)):
            yield f"{name}.{argument}", fault
    if isinstance(settings, TrainingSettings):
        yield from _joint_faults(settings)


def plain(settings: Settings) -> dict[str, Any]:
    """Return the fields as plain Python values, for a file."""
    rules = rules_of(type(settings))
    values = {name: rule.read(getattr(settings, name)) for name, rule in rules.items()}
    given = {name: dict(getattr(settings, name)) for name, _, _ in options_of(settings)}
    unsaid = defaults_of(type(settings))
    return {
        name: _as_list(value)
        for name, value in {**values, **given}.items()
        if name not in unsaid or value != unsaid[name]
    }


def _settle(settings: Settings) -> None:
    """Keep of the arguments what differs from the defaults, so that equal settings are equal."""
    for name, _, table in options_of(settings):
        object.__setattr__(settings, name, chosen(table, getattr(settings, name)))


def _present_rules(settings: Settings) -> dict[str, Rule]:
    """Return the rules; only a schedule may begin with a learning rate of 0."""
    rules = rules_of(type(settings))
    if isinstance(settings, TrainingSettings) and settings.schedule == "none":
        return {**rules, "learning_rate": Number(0, above=True)}
    return rules


_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")


def _joint_faults(training: TrainingSettings) -> Iterator[tuple[str, str]]:
    """Yield what is allowed by itself, but not together."""
    clips = [name for name in _CLIPS if training.optimizer_options.get(name) is not None]
    if len(clips) > 1:
        yield (
            f"optimizer_options.{clips[1]}",
            f"only one way to clip is allowed, not {clips[0]} too",
        )
    if training.schedule == "piecewise_constant_decay":
        table = arguments.SCHEDULE_OPTIONS[training.schedule]
        found = arguments.complete(table, training.schedule_options)
        boundaries, values = found["boundaries"], found["values"]
        if len(boundaries) != len(values):
            yield (
                "schedule_options.values",
                f"{len(values)} later rates for {len(boundaries)} boundaries: give one for each",
            )


def _as_list(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_list(item) for name, item in value.items()}
    return list(value) if isinstance(value, tuple) else value
