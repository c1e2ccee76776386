"""Samples with their inputs and targets, in their own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.data.arrays import FloatArray, frozen
from nnviz.data.errors import DataError
from nnviz.data.table import Table

# More classes than outputs anyone can look at: most likely a column of names or remarks.
MAX_CLASSES = 100
_MAX_ONE_HOT = 20_000_000


@dataclass(frozen=True, eq=False)
class Dataset:
    """What a network is trained on; immutable.

    Attributes
    ----------
    name, title : str
        A short name, and the words that a reader sees.
    inputs : ndarray, shape (n_samples, n_inputs)
    targets : ndarray, shape (n_samples, n_targets)
        Both raw (not scaled), float64, read-only. Classes are one-hot: a 1 in the column of the
        sample's class, else 0.
    input_names, target_names : tuple of str
        One name per column.
    classes : tuple of str
        Names of the classes, one per target column; empty where the targets are numbers.
    units : tuple of str
        One unit per input ("" for none), or empty.
    builtin : (str, int), optional
        Name and seed by which `nnviz.data.builtin.builtin` gives the same data again.
    """

    name: str
    title: str
    inputs: FloatArray
    targets: FloatArray
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    builtin: tuple[str, int] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", frozen(self.inputs))
        object.__setattr__(self, "targets", frozen(self.targets))
        n_inputs, n_targets = len(self.input_names), len(self.target_names)
        self._check("inputs", self.inputs, n_inputs)
        self._check("targets", self.targets, n_targets)
        if len(self.inputs) != len(self.targets):
            counts = f"{len(self.inputs)} rows of inputs and {len(self.targets)} of targets"
            raise DataError(f"{self.title}: expected as many inputs as targets, got {counts}")
        if self.classes and len(self.classes) != n_targets:
            raise DataError(f"{self.title}: {len(self.classes)} classes for {n_targets} targets")
        if self.units and len(self.units) != n_inputs:
            raise DataError(f"{self.title}: {len(self.units)} units for {n_inputs} inputs")

    def _check(self, part: str, values: FloatArray, n_columns: int) -> None:
        if values.ndim != 2 or values.shape[1] != n_columns:
            expected = f"expected {part} of shape (n, {n_columns})"
            raise DataError(f"{self.title}: {expected}, got {values.shape}")

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(self.inputs)


def dataset_from_table(table: Table, inputs: Sequence[str], target: str, name: str) -> Dataset:
    """Return the data set of these columns.

    A target column of numbers is one target; one of text becomes classes in alphabetical order,
    one-hot.

    Parameters
    ----------
    inputs : sequence of str
        Names of the input columns, in the order of the network's inputs.
    target : str
        Name of the target column.
    name : str
        What the data set is called.

    Raises
    ------
    DataError
        If a column cannot be what it was chosen for.
    """
    _check_choice(inputs, target)
    columns = [table.numbers(column) for column in inputs]
    cells = table.column(target)
    classes = _classes(cells, target) if isinstance(cells, tuple) else ()
    return Dataset(
        name=name,
        title=name,
        inputs=np.column_stack(columns),
        targets=_one_hot(cells, classes) if classes else np.reshape(cells, (-1, 1)),
        input_names=tuple(inputs),
        target_names=classes or (target,),
        classes=classes,
    )


def _check_choice(inputs: Sequence[str], target: str) -> None:
    if not inputs:
        raise DataError("no input column is chosen: choose at least one")
    if target in inputs:
        raise DataError(f'column "{target}" is both an input and the target: choose another target')


def _classes(cells: tuple[str, ...], target: str) -> tuple[str, ...]:
    classes = tuple(sorted(set(cells)))
    if len(classes) > MAX_CLASSES or len(cells) * len(classes) > _MAX_ONE_HOT:
        found = f'column "{target}" holds {len(classes):,} different texts in {len(cells):,} rows'
        raise DataError(f"{found}, too many to be classes: choose another target")
    if len(classes) < 2:
        found = f'column "{target}" holds "{classes[0]}" in every row'
        raise DataError(f"{found}: a target needs at least two classes, choose another")
    return classes


def _one_hot(cells: Sequence[str] | FloatArray, classes: tuple[str, ...]) -> FloatArray:
    place = {text: k for k, text in enumerate(classes)}
    return np.eye(len(classes))[[place[str(cell)] for cell in cells]]
