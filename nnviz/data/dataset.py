"""Data sets: samples with their inputs and targets, in raw units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.data.table import DataError, Table

FloatArray = NDArray[np.float64]
# More classes than outputs anyone can look at: most likely a column of names or remarks.
MAX_CLASSES = 1000


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples in raw units.

    Attributes
    ----------
    inputs : ndarray, shape (n_samples, n_inputs)
    targets : ndarray, shape (n_samples, n_outputs)
        Numbers to predict, or one column of 0 and 1 for each class.
    classes : tuple of str
        The names of the classes; empty where the targets are numbers.
    units : tuple of str
        The unit of each input, "" for none; empty where nobody knows them.
    builtin : tuple of (str, int), optional
        Name and seed with which `nnviz.data.builtin.builtin` gives this set again.
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

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(self.inputs)


def dataset_from_table(table: Table, inputs: Sequence[str], target: str, name: str) -> Dataset:
    """Return the data set of a table's columns; a target of words becomes one column a class.

    Parameters
    ----------
    inputs : sequence of str
        Columns of numbers, in the order of the network's inputs.
    target : str
        The column to predict: numbers, or the names of classes.

    Raises
    ------
    DataError
        If a column is missing, an input holds words, or the target is an input too.
    """
    if not inputs:
        raise DataError("There is no input: choose at least one column of numbers.")
    if target in inputs:
        raise DataError(f"Column {target!r} is input and target at once: choose it for one only.")
    x = np.stack([table.numbers(column) for column in inputs], axis=1)
    cells = table.column(target)
    if isinstance(cells, tuple):
        classes = tuple(sorted(set(cells)))
        _check_classes(classes, target)
        y, names = one_hot(cells, classes), classes
    else:
        classes, y, names = (), cells[:, np.newaxis].copy(), (target,)
    return Dataset(name, name, x, y, tuple(inputs), names, classes)


def one_hot(labels: Sequence[str], classes: Sequence[str]) -> FloatArray:
    """Return a row per label with 1 at its class; shape (n_samples, n_classes)."""
    place = {label: column for column, label in enumerate(classes)}
    encoded = np.zeros((len(labels), len(classes)))
    encoded[np.arange(len(labels)), [place[label] for label in labels]] = 1.0
    return encoded


def _check_classes(classes: tuple[str, ...], target: str) -> None:
    if len(classes) < 2:
        raise DataError(f"Column {target!r} has the one class {classes[0]!r}: there must be two.")
    if len(classes) > MAX_CLASSES:
        raise DataError(
            f"Column {target!r} has {len(classes):,} different words, more than "
            f"{MAX_CLASSES:,} classes: choose a column of classes or of numbers."
        )
