"""What a document may hold; every message says what, where and which values are allowed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnviz.document import vocabulary
from nnviz.document.document import Document
from nnviz.document.errors import EditError
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings
from nnviz.document.structure import count_parameters


def check_numbers(what: str, values: ArrayLike) -> None:
    """Refuse values that are not finite."""
    if not np.isfinite(values).all():
        raise EditError(f"{what}: the value must be a finite number")


def check_choice(what: str, name: object, names: Collection[str]) -> None:
    """Refuse a name that is not one of `names`."""
    if name not in names:
        raise EditError(f"{what}: {name!r} is unknown, choose one of {', '.join(names)}")


def check_whole(what: str, value: object, low: int, high: int) -> None:
    """Refuse what is not a whole number from `low` to `high`."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or not low <= value <= high:  # type: ignore[operator]
        raise EditError(f"{what}: {value!r} is not a whole number from {low:,} to {high:,}")


def check_seed(value: object) -> None:
    """Refuse a seed that random generators would not take."""
    check_whole("seed", value, 0, vocabulary.MAX_SEED)


def check_layers(n_inputs: int, layers: Sequence[LayerSpec]) -> None:
    """Refuse layers that are unknown, none at all, or beyond the limits."""
    check_whole("number of inputs", n_inputs, 1, vocabulary.MAX_PARAMETERS)
    if not 1 <= len(layers) <= vocabulary.MAX_LAYERS:
        raise EditError(f"layers: from 1 to {vocabulary.MAX_LAYERS:,}, not {len(layers):,}")
    for number, layer in enumerate(layers, start=1):
        _check_layer(f"layer {number}", layer)
    count = count_parameters(n_inputs, layers)
    if count > vocabulary.MAX_PARAMETERS:
        limit = f"{vocabulary.MAX_PARAMETERS:,}"
        raise EditError(f"layers: {count:,} parameters are too many, the limit is {limit}")


def check_training(training: TrainingSettings) -> None:
    """Refuse training settings that cannot train."""
    check_choice("loss", training.loss, vocabulary.LOSSES)
    check_choice("optimizer", training.optimizer, vocabulary.OPTIMIZERS)
    _check_real("learning rate", training.learning_rate, positive=True)
    _check_real("momentum", training.momentum)
    if training.momentum > 1:
        raise EditError(f"momentum: {training.momentum!r} is not a number from 0 to 1")
    check_whole("batch size", training.batch_size, 1, vocabulary.MAX_EPOCHS)
    check_whole("epochs", training.epochs, 1, vocabulary.MAX_EPOCHS)
    if training.threshold is not None:
        _check_real("threshold", training.threshold)


def check_preparation(preparation: Preparation) -> None:
    """Refuse unknown scalings and a test part that leaves nothing to train on."""
    check_choice("scaling of inputs", preparation.input_scaling, vocabulary.SCALINGS)
    check_choice("scaling of the target", preparation.target_scaling, vocabulary.SCALINGS)
    _check_real("test share", preparation.test_share)
    if preparation.test_share > 0.9:
        raise EditError(f"test share: {preparation.test_share!r} is not a number from 0 to 0.9")


def check_fields(document: Document, changes: Mapping[str, Any]) -> None:
    """Refuse new fields that are wrong in themselves or do not fit the others."""
    if "layers" in changes or "input_names" in changes:
        names = changes.get("input_names", document.input_names)
        check_layers(len(names), changes.get("layers", document.layers))
    if "training" in changes:
        check_training(changes["training"])
    if "preparation" in changes:
        check_preparation(changes["preparation"])
    if "seed" in changes:
        check_seed(changes["seed"])
    if "title" in changes and not changes["title"]:
        raise EditError("title: a document needs one")
    for name in ("parameters", "initial", "input", "target"):
        if changes.get(name) is not None:
            check_numbers(name, changes[name])


def _check_layer(what: str, layer: LayerSpec) -> None:
    check_whole(f"{what}, units", layer.units, 1, vocabulary.MAX_PARAMETERS)
    check_choice(f"{what}, activation", layer.activation, vocabulary.ACTIVATIONS)
    names = vocabulary.INITIALIZERS
    check_choice(f"{what}, kernel initializer", layer.kernel_initializer, names)


def _check_real(what: str, value: object, *, positive: bool = False) -> None:
    real = isinstance(value, int | float | np.floating) and not isinstance(value, bool)
    if real and math.isfinite(value) and (value > 0 or (value == 0 and not positive)):  # type: ignore[arg-type,operator]
        return
    raise EditError(f"{what}: {value!r} is not a number {'above 0' if positive else 'from 0 up'}")
