"""A network of other layers or units: what of the present one remains in it, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnviz.document.builders import FloatArray, initial_kernel, sizes_title
from nnviz.document.checks import check_layers
from nnviz.document.document import Document
from nnviz.document.errors import EditError
from nnviz.document.history import History
from nnviz.document.models import make_optimizer
from nnviz.document.moves import NEW, Ints, Move, carried
from nnviz.document.settings import LayerSpec
from nnviz.document.structure import LayerSlices, layer_slices


@dataclass(frozen=True, eq=False)
class Part:
    """One layer of the network to be; the inputs are the first.

    Attributes
    ----------
    spec : LayerSpec or None
        What it is; None for the inputs. Its `units` need not be right yet.
    source : int or None
        Which layer it was; None if it is new.
    units : ndarray of int, shape (n_units,)
        Which unit of `source` each unit was, −1 for a new one.
    """

    spec: LayerSpec | None
    source: int | None
    units: Ints


def parts_of(document: Document) -> list[Part]:
    """Return the parts of the present network, the inputs' first."""
    specs = (None, *document.layers)
    sizes = enumerate(document.sizes)
    return [Part(spec, k, np.arange(size)) for spec, (k, size) in zip(specs, sizes, strict=True)]


def reshaped(document: Document, parts: Sequence[Part]) -> dict[str, Any]:
    """Return the fields of a document whose network consists of `parts`.

    A weight remains if the units at both its ends do; where a layer gets another one before it, its
    weights remain if there are as many inputs to it as before. New weights come from the layer's
    initializer and the document's seed, new biases are 0. What the optimizer remembers of a weight
    remains with it, and the present sample with its names; the curves are forgotten.

    Raises
    ------
    EditError
        If there would be too many parameters, or another number of inputs or outputs than data
        have.
    """
    layers = _specs(parts)
    n_inputs = len(parts[0].units)
    check_layers(n_inputs, layers, known=document.layers)
    ends = _ends(document, parts)
    moves = _moves(document, parts, layer_slices(n_inputs, layers))
    fresh = _fresh(document.seed, layers, moves)
    parameters = carried(document.parameters, moves, fresh)
    untrained = document.initial is document.parameters
    return {
        "layers": layers,
        "parameters": parameters,
        "initial": parameters if untrained else carried(document.initial, moves, fresh),
        "frozen": carried(document.frozen, moves) if document.has_frozen else None,
        "optimizer_state": _carried_memory(document, moves),
        "history": History(),
        **ends,
        **_new_title(document, (n_inputs, *(layer.units for layer in layers))),
    }


def _specs(parts: Sequence[Part]) -> tuple[LayerSpec, ...]:
    """Return the layers, each as large as its part."""
    return tuple(
        part.spec
        if part.spec.units == len(part.units)
        else replace(part.spec, units=len(part.units))
        for part in parts
        if part.spec is not None
    )


def _moves(document: Document, parts: Sequence[Part], slices: Sequence[LayerSlices]) -> list[Move]:
    """Return how the parameters of each layer come to their new places."""
    moves = []
    for before, part, new in zip(parts, parts[1:], slices, strict=False):
        old = None if part.source is None else document.layer_slices[part.source - 1]
        rows = part.units[:0] if old is None else _rows(before, part, old)
        moves.append(Move(new, old, rows, part.units))
    return moves


def _rows(before: Part, part: Part, old: LayerSlices) -> Ints:
    """Return which row of its old kernel each input of a layer has, −1 for none."""
    assert part.source is not None
    if before.source == part.source - 1:
        return before.units
    size = len(before.units)
    return np.arange(size) if size == old.n_in else np.full(size, NEW)


def _fresh(seed: int, layers: Sequence[LayerSpec], moves: Sequence[Move]) -> dict[int, FloatArray]:
    """Return new kernels for the layers that need some, by where they begin."""
    fresh = {}
    for number, (layer, move) in enumerate(zip(layers, moves, strict=True), start=1):
        part = move.new
        if not move.keeps_kernel:
            # A stream of its own: the document's would repeat the weights that are there.
            rng = np.random.default_rng((seed, number, part.n_in, part.units))
            fresh[part.kernel.start] = initial_kernel(part.n_in, layer, rng).ravel()
    return fresh


def _carried_memory(
    document: Document, moves: Sequence[Move]
) -> dict[str, FloatArray | int] | None:
    """Return the optimizer's slots: of new parameters what an optimizer begins with."""
    if document.optimizer_state is None:
        return None
    start = make_optimizer(document.training).slot_start
    return {
        name: carried(slot, moves, rest=start) if isinstance(slot, np.ndarray) else slot
        for name, slot in document.optimizer_state.items()
    }


def _ends(document: Document, parts: Sequence[Part]) -> dict[str, Any]:
    """Return names and sample where the inputs or outputs are not what they were."""
    inputs, outputs = parts[0].units, parts[-1].units
    changed = {
        "inputs": not np.array_equal(inputs, np.arange(document.sizes[0])),
        "outputs": not np.array_equal(outputs, np.arange(document.sizes[-1])),
    }
    _check_data(document, changed)
    ends: dict[str, Any] = {"sample": None} if any(changed.values()) else {}
    if changed["inputs"]:
        ends["input_names"] = _names(document.input_names, inputs, "x")
        ends["input"] = _units_of(document.input, inputs, 1.0)
    if changed["outputs"]:
        ends["output_names"] = _names(document.output_names, outputs, "y")
        if document.target is not None:
            ends["target"] = _units_of(document.target, outputs, 0.0)
    return ends


def _units_of(values: FloatArray, units: Ints, new: float) -> FloatArray:
    """Return the values at their new places, `new` where none were."""
    # An index of −1 reads the last value, which is then not taken.
    return np.where(units == NEW, new, values[units])


def _check_data(document: Document, changed: dict[str, bool]) -> None:
    if document.data is None:
        return
    sizes = {"inputs": document.sizes[0], "outputs": document.sizes[-1]}
    for what, differs in changed.items():
        if differs:
            raise EditError(
                f"The data decide the {what}: they have {sizes[what]:,}. Import other data, or make"
                " a new network without them"
            )


def _names(names: Sequence[str], units: Ints, letter: str) -> tuple[str, ...]:
    """Return the names at their new places; numbered ones are numbered anew."""
    numbered = {f"{letter}{number}" for number in range(1, len(names) + 1)}
    given = ["" if unit == NEW or names[unit] in numbered else names[unit] for unit in units]
    return tuple(name or f"{letter}{number}" for number, name in enumerate(given, start=1))


def _new_title(document: Document, sizes: Sequence[int]) -> dict[str, str]:
    """Return the sizes as title, where the title is the present sizes."""
    if document.title != sizes_title(document.sizes):
        return {}
    return {"title": sizes_title(sizes)}
