"""What a document may hold; every message says what, where and which values are allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnviz.document import vocabulary
from nnviz.document.document import Document
from nnviz.document.errors import EditError
from nnviz.document.rules import Rule, Text, Whole, complaint
from nnviz.document.settings import LayerSpec, Settings, faults
from nnviz.document.structure import count_parameters

TITLE = Text(1, 200)
SEED = Whole(0, vocabulary.MAX_SEED)
INPUTS = Whole(1, vocabulary.MAX_PARAMETERS)


def check_numbers(what: str, values: ArrayLike) -> None:
    """Refuse values that are not finite."""
    if not np.isfinite(values).all():
        raise EditError(f"{what}: the value must be a finite number")


def check_rule(what: str, value: object, rule: Rule) -> None:
    """Refuse a value that a rule does not allow."""
    fault = complaint(rule, value)
    if fault:
        raise EditError(f"{what}: {fault}")


def check_settings(settings: Settings, of: str = "") -> None:
    """Refuse settings of which a field breaks its rule; `of` says whose they are."""
    for name, fault in faults(settings):
        raise EditError(f"{of}{name.replace('_', ' ')}: {fault}")


def check_seed(seed: object) -> None:
    """Refuse a seed that random generators would not take."""
    check_rule("seed", seed, SEED)


def check_layers(
    n_inputs: int, layers: Sequence[LayerSpec], known: Sequence[LayerSpec] = ()
) -> int:
    """Return the number of parameters of layers; refuse layers unknown or beyond the limits.

    Those that are `known`, as a document's layers are, need no other look.
    """
    sound = set(map(id, known))
    check_rule("number of inputs", n_inputs, INPUTS)
    if not 1 <= len(layers) <= vocabulary.MAX_LAYERS:
        raise EditError(f"{len(layers):,} layers: from 1 to {vocabulary.MAX_LAYERS:,} are allowed")
    for number, layer in enumerate(layers, start=1):
        if id(layer) not in sound:
            check_settings(layer, f"layer {number}, ")
    _check_names([layer.name for layer in layers])
    count = count_parameters(n_inputs, layers)
    if count > vocabulary.MAX_PARAMETERS:
        limit = f"{vocabulary.MAX_PARAMETERS:,}"
        raise EditError(f"{count:,} parameters: the limit is {limit}, choose smaller layers")
    return count


def _check_names(names: Sequence[str]) -> None:
    """Refuse a name that two layers share; '' is none."""
    given = [name for name in names if name]
    if len(set(given)) < len(given):
        twice = next(name for k, name in enumerate(given) if name in given[:k])
        raise EditError(f"There are two layers “{twice}”: give one of them another name")


def check_fields(document: Document, changes: Mapping[str, Any]) -> None:
    """Refuse new fields of a document that are wrong in themselves."""
    if "layers" in changes or "input_names" in changes:
        names = changes.get("input_names", document.input_names)
        layers = changes.get("layers", document.layers)
        check_layers(len(names), layers, known=document.layers)
    for name in ("training", "preparation"):
        if name in changes:
            check_settings(changes[name])
    for name, rule in (("title", TITLE), ("seed", SEED)):
        if name in changes:
            check_rule(name, changes[name], rule)
    for name in ("parameters", "initial", "input", "target"):
        if changes.get(name) is not None:
            check_numbers(name, changes[name])
