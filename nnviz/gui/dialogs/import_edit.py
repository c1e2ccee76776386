"""From the choices of an import to the one edit that makes it. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from nnviz.data.dataset import dataset_from_table
from nnviz.data.table import Table
from nnviz.document.edits import Edit, ReplaceData
from nnviz.document.settings import Preparation


def is_text(table: Table, name: str) -> bool:
    """Say whether a column holds words."""
    return isinstance(table.cells[table.columns.index(name)], tuple)


def import_edit(
    table: Table,
    inputs: Sequence[str],
    target: str,
    name: str,
    preparation: Preparation,
    hidden: Sequence[int],
) -> Edit:
    """Return the edit that puts a table's data and a fitting network into the document.

    Raises
    ------
    ValueError
        If the choice of columns makes no data set.
    """
    if not inputs:
        raise ValueError("Inputs: check at least one column.")
    dataset = dataset_from_table(table, inputs, target, name)
    return ReplaceData(dataset, preparation, {"hidden": tuple(hidden)})
