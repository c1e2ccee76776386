"""The data sets that come with nnviz."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from nnviz.data.csv_reader import read_csv
from nnviz.data.dataset import Dataset, dataset_from_table
from nnviz.data.resources import resource


def builtin_names() -> tuple[str, ...]:
    """Return the names that `builtin` takes."""
    return tuple(_MAKERS)


@cache
def builtin(name: str, seed: int = 0) -> Dataset:
    """Return a built-in data set; those that are drawn at random follow `seed`.

    Raises
    ------
    ValueError
        If there is none of this name.
    """
    if name not in _MAKERS:
        raise ValueError(f"unknown data set {name!r}: there are {', '.join(_MAKERS)}")
    dataset = replace(_MAKERS[name](), builtin=(name, seed))
    dataset.inputs.flags.writeable = False
    dataset.targets.flags.writeable = False
    return dataset


def _xor() -> Dataset:
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    targets = np.array([[0.0], [1.0], [1.0], [0.0]])
    return Dataset("xor", "Exclusive or", inputs, targets, ("x1", "x2"), ("y",))


def _shipped(name: str, title: str, target: str, units: tuple[str, ...]) -> Dataset:
    table = read_csv(resource("data", f"{name}.csv"))
    inputs = [column for column in table.columns if column != target]
    return replace(dataset_from_table(table, inputs, target, name), title=title, units=units)


def _iris() -> Dataset:
    return _shipped("iris", "Iris", "species", ("cm",) * 4)


def _diabetes() -> Dataset:
    units = ("years", "", "kg/m²", "mmHg", "mg/dl", "mg/dl", "mg/dl", "", "", "mg/dl")
    return _shipped("diabetes", "Diabetes", "progression", units)


_MAKERS: dict[str, Callable[[], Dataset]] = {"xor": _xor, "iris": _iris, "diabetes": _diabetes}
