"""The data sets that nnviz ships, known by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from nnviz.data.csv_reader import read_csv
from nnviz.data.dataset import Dataset, dataset_from_table
from nnviz.data.errors import DataError
from nnviz.data.resources import resource


def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in data sets."""
    return tuple(_SETS)


@cache
def builtin(name: str, seed: int = 0) -> Dataset:
    """Return a built-in data set.

    Parameters
    ----------
    name : {'xor', 'iris', 'diabetes'}
    seed : int
        Draws the samples of a set that is drawn; measured sets and xor are the same for any seed.

    Raises
    ------
    DataError
        If there is no set of this name.
    """
    if name not in _SETS:
        raise DataError(f"unknown data set {name!r}: choose one of {', '.join(_SETS)}")
    return replace(_SETS[name](), builtin=(name, seed))


def _xor() -> Dataset:
    """Return the four cases of the exclusive or: 1 where the inputs differ."""
    return Dataset(
        name="xor",
        title="XOR",
        inputs=[[0, 0], [0, 1], [1, 0], [1, 1]],  # type: ignore[arg-type]
        targets=[[0], [1], [1], [0]],  # type: ignore[arg-type]
        input_names=("x1", "x2"),
        target_names=("y",),
    )


def _iris() -> Dataset:
    """Return Fisher's measurements of 150 irises of three species."""
    return _shipped("iris", "Iris", units=("cm",) * 4)


def _diabetes() -> Dataset:
    """Return ten measurements of 442 patients and their disease's progression in a year."""
    return _shipped("diabetes", "Diabetes", units=("years", "", "kg/m²") + ("",) * 7)


def _shipped(name: str, title: str, units: tuple[str, ...]) -> Dataset:
    """Return a set that lies in the resources as a CSV, its target in the last column."""
    table = read_csv(resource("data", f"{name}.csv"))
    *inputs, target = table.columns
    return replace(dataset_from_table(table, inputs, target, name), title=title, units=units)


_SETS: dict[str, Callable[[], Dataset]] = {"xor": _xor, "iris": _iris, "diabetes": _diabetes}
