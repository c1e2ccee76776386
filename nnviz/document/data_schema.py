"""The data of a document as the JSON values of a file: a built-in set by name, others whole."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnviz.data.builtin import builtin, builtin_names
from nnviz.data.dataset import Dataset
from nnviz.document import vocabulary as known
from nnviz.document.reading import Node
from nnviz.document.rules import Choice, Text, Whole

_NAME, _TITLE = Text(), Text(1)
_TEXTS = ("name", "title")
_LISTS = ("input_names", "target_names", "classes", "units")


def data_values(data: Dataset) -> dict[str, Any]:
    """Return the values that stand for a data set."""
    if data.builtin is not None:
        name, seed = data.builtin
        return {"builtin": name, "seed": seed}
    texts = {name: getattr(data, name) for name in _TEXTS}
    lists = {name: list(getattr(data, name)) for name in _LISTS}
    return {**texts, **lists, "inputs": data.inputs, "targets": data.targets}


def read_data(node: Node, n_inputs: int, n_outputs: int) -> Dataset | None:
    """Return the data set; it must have as many inputs and targets as the network."""
    if node.is_null:
        return None
    data = _read_builtin(node) if "builtin" in node.object() else _read_whole(node)
    shape = data.inputs.shape[1], data.targets.shape[1]
    if shape != (n_inputs, n_outputs):
        received = f"{shape[0]} inputs and {shape[1]} targets"
        node.fail(f"{received} for a network with {n_inputs} and {n_outputs}")
    return data


def _read_builtin(node: Node) -> Dataset:
    fields = node.fields("builtin", "seed")
    seed = fields["seed"].read(Whole(0, known.MAX_SEED))
    return builtin(fields["builtin"].read(Choice(builtin_names())), seed)


def _read_whole(node: Node) -> Dataset:
    fields = node.fields(*_TEXTS, *_LISTS, "inputs", "targets")
    inputs = fields["inputs"].array(None, None)
    if not inputs.size:
        fields["inputs"].fail("there are no samples")
    targets = fields["targets"].array(len(inputs), None)
    if not targets.size:
        fields["targets"].fail("there are no targets")
    n_in, n_out = inputs.shape[1], targets.shape[1]
    classes = _read_list(fields["classes"], n_out, empty=True)
    if classes:
        _check_one_hot(fields["targets"], targets)
    return Dataset(
        name=fields["name"].read(_NAME),
        title=fields["title"].read(_TITLE),
        inputs=inputs,
        targets=targets,
        input_names=_read_list(fields["input_names"], n_in),
        target_names=_read_list(fields["target_names"], n_out),
        classes=classes,
        units=_read_list(fields["units"], n_in, empty=True),
    )


def _read_list(node: Node, length: int, *, empty: bool = False) -> tuple[str, ...]:
    """Return a list of this many names; with `empty` it may be empty too."""
    if empty and node.value == []:
        return ()
    names = node.texts(_NAME, known.MAX_NAMES)
    if len(names) != length:
        node.fail(f"{len(names)} names instead of {length}")
    return names


def _check_one_hot(node: Node, targets: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    if not (np.isin(targets, (0.0, 1.0)).all() and (targets.sum(axis=1) == 1.0).all()):
        node.fail("with classes, each row has a single 1 and else 0")
