"""New documents: from layer sizes, from layers, for a data set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import Dataset
from nnviz.document.checks import check_layers, check_seed, check_settings
from nnviz.document.document import Document
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings
from nnviz.document.structure import layer_slices
from nnviz.engine import initializers

FloatArray = NDArray[np.float64]
_MOST_SIZES = 12


def dense_layers(
    units: Sequence[int], activation: str = "relu", output: str = "linear"
) -> tuple[LayerSpec, ...]:
    """Return layers of these sizes: `activation` in the hidden ones, `output` in the last."""
    names = [*[activation] * (len(units) - 1), output][: len(units)]
    return tuple(LayerSpec(size, name) for size, name in zip(units, names, strict=True))


def initial_parameters(n_inputs: int, layers: Sequence[LayerSpec], seed: int) -> FloatArray:
    """Return the flat vector of parameters that `seed` draws, read-only; biases start at 0."""
    rng = np.random.default_rng(seed)
    slices = layer_slices(n_inputs, layers)
    drawn = np.zeros(slices[-1].stop)
    for layer, part in zip(layers, slices, strict=True):
        drawn[part.kernel] = initial_kernel(part.n_in, layer, rng).ravel()
    drawn.flags.writeable = False  # so that nobody needs a copy
    return drawn


def initial_kernel(n_inputs: int, layer: LayerSpec, rng: np.random.Generator) -> FloatArray:
    """Return the weights that a layer's initializer draws; shape (n_inputs, units)."""
    return initializers.get(layer.kernel_initializer)((n_inputs, layer.units), rng=rng)


def sizes_title(sizes: Sequence[int]) -> str:
    """Return the title of a network that nobody named, e.g. "2–5–1" or "2–9–9–9–…–1"."""
    shown = [str(size) for size in sizes]
    return "–".join(shown if len(shown) <= _MOST_SIZES else [*shown[:4], "…", shown[-1]])


def blank_ends(n_inputs: int, n_outputs: int) -> dict[str, Any]:
    """Return the fields of a sample that nobody has given yet: all inputs 1, no target."""
    return {
        "input_names": tuple(f"x{number}" for number in range(1, n_inputs + 1)),
        "output_names": tuple(f"y{number}" for number in range(1, n_outputs + 1)),
        "input": np.ones(n_inputs),
        "target": np.zeros(n_outputs),
        "sample": None,
    }


def new_document(
    sizes: Sequence[int],
    activation: str = "relu",
    output: str = "linear",
    *,
    seed: int = 0,
    title: str = "",
    **fields: Any,
) -> Document:
    """Return a document with a new network, its weights drawn from `seed`.

    Parameters
    ----------
    sizes : sequence of int
        Units of each layer, the input's first; at least two.
    activation, output : str
        Activation of the hidden layers and of the last one.
    **fields
        Any other fields of `Document`.

    Raises
    ------
    EditError
        If a size, an activation or the seed is not allowed.
    """
    n_inputs, units = sizes[0], sizes[1:]
    return document_of_layers(
        n_inputs,
        dense_layers(units, activation, output),
        seed=seed,
        title=title or sizes_title(sizes),
        **fields,
    )


def document_of_layers(
    n_inputs: int, layers: Sequence[LayerSpec], *, seed: int = 0, title: str, **fields: Any
) -> Document:
    """Return a document with a network of these layers, its weights drawn from `seed`."""
    check_layers(n_inputs, layers)
    check_seed(seed)
    drawn = initial_parameters(n_inputs, layers, seed)
    network = {"layers": tuple(layers), "parameters": drawn, "initial": drawn}
    ends = blank_ends(n_inputs, layers[-1].units)
    return Document(**{"title": title, **ends, **network, "seed": seed, **fields})


def document_for_data(
    dataset: Dataset,
    preparation: Preparation | None = None,
    *,
    hidden: Sequence[int] = (10,),
    layers: Sequence[LayerSpec] | None = None,
    training: TrainingSettings | None = None,
    seed: int = 0,
    title: str = "",
) -> Document:
    """Return a document with a data set, shown at its first sample, and a network for it.

    What is not given is made to fit: `fitting_preparation`, `fitting_training`, and
    `fitting_layers` with hidden layers of the sizes `hidden`.

    Raises
    ------
    EditError
        If what is given is not allowed.
    """
    preparation = preparation or fitting_preparation(dataset)
    training = training or fitting_training(dataset)
    check_settings(preparation)
    check_settings(training)
    return document_of_layers(
        dataset.inputs.shape[1],
        layers or fitting_layers(dataset, hidden),
        seed=seed,
        title=title or dataset.title,
        preparation=preparation,
        training=training,
        **ends_of(dataset),
    )


def fitting_layers(dataset: Dataset, hidden: Sequence[int]) -> tuple[LayerSpec, ...]:
    """Return ReLU layers of the sizes `hidden`, then the outputs: softmax for classes."""
    output = "softmax" if dataset.classes else "linear"
    return dense_layers((*hidden, dataset.targets.shape[1]), output=output)


def fitting_training(dataset: Dataset) -> TrainingSettings:
    """Return training settings that suit a data set: Adam, and the loss of its kind of target."""
    loss = "categorical_crossentropy" if dataset.classes else "mean_squared_error"
    return TrainingSettings(loss, "adam", learning_rate=0.001)


def fitting_preparation(dataset: Dataset) -> Preparation:
    """Return the preparation that suits a data set: standardised, 30 % kept for the test."""
    target = "none" if dataset.classes else "standardise"
    return Preparation("standardise", target, test_share=0.3)


def ends_of(dataset: Dataset) -> dict[str, Any]:
    """Return the fields of a document with this data, its first sample shown."""
    return {
        "data": dataset,
        "input_names": dataset.input_names,
        "output_names": dataset.target_names,
        "input": dataset.inputs[0],
        "target": dataset.targets[0],
        "sample": 0,
    }
