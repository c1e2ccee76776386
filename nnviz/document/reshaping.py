"""A network of other layers or units: what of the present one remains in it, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.document.builders import FloatArray, initial_kernel, sizes_title
from nnviz.document.checks import check_layers
from nnviz.document.document import Document
from nnviz.document.errors import EditError
from nnviz.document.history import History
from nnviz.document.models import make_optimizer
from nnviz.document.settings import LayerSpec
from nnviz.document.structure import LayerSlices, layer_slices

Ints = NDArray[np.intp]
_NEW = -1


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
    check_layers(n_inputs, layers)
    ends = _ends(document, parts)
    slices = layer_slices(n_inputs, layers)
    places = _places(document, parts, slices)
    fresh = _fresh(document.seed, layers, slices, places)
    return {
        "layers": layers,
        "parameters": _carried(document.parameters, places, fresh),
        "initial": _carried(document.initial, places, fresh),
        "frozen": _carried_flags(document, places),
        "optimizer_state": _carried_memory(document, places),
        "history": History(),
        **ends,
        **_new_title(document, (n_inputs, *(layer.units for layer in layers))),
    }


def _specs(parts: Sequence[Part]) -> tuple[LayerSpec, ...]:
    """Return the layers, each as large as its part."""
    return tuple(
        replace(part.spec, units=len(part.units)) for part in parts if part.spec is not None
    )


def _places(document: Document, parts: Sequence[Part], slices: Sequence[LayerSlices]) -> Ints:
    """Return where each new parameter was in the flat vector, −1 for a new one."""
    places = np.full(slices[-1].stop, _NEW, np.intp)
    for before, part, new in zip(parts, parts[1:], slices, strict=False):
        if part.source is None:
            continue
        old = document.layer_slices[part.source - 1]
        rows, columns = _rows(before, part, old), part.units
        kernel = old.kernel.start + rows[:, None] * old.units + columns
        known = (rows[:, None] >= 0) & (columns >= 0)
        places[new.kernel] = np.where(known, kernel, _NEW).ravel()
        if new.bias is not None and old.bias is not None:
            places[new.bias] = np.where(columns >= 0, old.bias.start + columns, _NEW)
    return places


def _rows(before: Part, part: Part, old: LayerSlices) -> Ints:
    """Return which row of its old kernel each input of a layer has, −1 for none."""
    assert part.source is not None
    if before.source == part.source - 1:
        return before.units
    size = len(before.units)
    return np.arange(size) if size == old.n_in else np.full(size, _NEW)


def _fresh(
    seed: int, layers: Sequence[LayerSpec], slices: Sequence[LayerSlices], places: Ints
) -> FloatArray:
    """Return new values for all parameters of the layers that need some; zeros for the others."""
    fresh = np.zeros(len(places))
    for number, (layer, part) in enumerate(zip(layers, slices, strict=True), start=1):
        if (places[part.kernel] == _NEW).any():
            # A stream of its own: the document's would repeat the weights that are there.
            rng = np.random.default_rng((seed, number, part.n_in, part.units))
            fresh[part.kernel] = initial_kernel(part.n_in, layer, rng).ravel()
    return fresh


def _carried(values: FloatArray, places: Ints, fresh: FloatArray | float) -> FloatArray:
    """Return the values at their new places, `fresh` ones where none were."""
    # An index of −1 reads the last value, which is then not taken.
    carried: FloatArray = np.where(places == _NEW, fresh, values[places])
    carried.flags.writeable = False
    return carried


def _carried_flags(document: Document, places: Ints) -> NDArray[np.bool_] | None:
    return document.frozen[places] & (places != _NEW) if document.has_frozen else None


def _carried_memory(document: Document, places: Ints) -> dict[str, FloatArray | int] | None:
    """Return the optimizer's slots: of new parameters what an optimizer begins with."""
    if document.optimizer_state is None:
        return None
    start = make_optimizer(document.training).slot_start
    return {
        name: _carried(slot, places, start) if isinstance(slot, np.ndarray) else slot
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
        ends["input"] = _carried(document.input, inputs, 1.0)
    if changed["outputs"]:
        ends["output_names"] = _names(document.output_names, outputs, "y")
        if document.target is not None:
            ends["target"] = _carried(document.target, outputs, 0.0)
    return ends


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
    given = ["" if unit == _NEW or names[unit] in numbered else names[unit] for unit in units]
    return tuple(name or f"{letter}{number}" for number, name in enumerate(given, start=1))


def _new_title(document: Document, sizes: Sequence[int]) -> dict[str, str]:
    """Return the sizes as title, where the title is the present sizes."""
    if document.title != sizes_title(document.sizes):
        return {}
    return {"title": sizes_title(sizes)}
