"""A document as the JSON values of a file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnviz.data.dataset import Dataset
from nnviz.document import checks
from nnviz.document import vocabulary as known
from nnviz.document.data_schema import data_values, read_data
from nnviz.document.document import Document, FloatArray
from nnviz.document.errors import EditError
from nnviz.document.frozen_runs import read_runs, runs_of
from nnviz.document.history import History
from nnviz.document.models import make_optimizer
from nnviz.document.reading import Node
from nnviz.document.rules import Choice, OrNone, Text, Whole
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings, plain

FORMAT, VERSION = "nnviz", 1
NAME = Text()
_HEAD = ("format", "version", "title", "seed", "inputs", "outputs", "layers")
_BODY = ("parameters", "initial", "sample", "data", "preparation", "training")
_FIELDS = (*_HEAD, *_BODY, "history", "optimizer_state")
_SELDOM = ("frozen",)
# A small network is trained for more than MAX_COUNT steps in a night.
_STEPS = Whole(0, 2**53)
# What optimizers remember of the size of slopes and steps.
_SIZES = (
    "velocity",
    "velocity_hat",
    "accumulator",
    "accumulated_grad",
    "accumulated_delta_var",
    "norm",
)
_ENDINGS = OrNone(Choice(("epochs", "threshold", "divergence", "stopped")))


def to_values(document: Document) -> dict[str, Any]:
    """Return the values of a file; arrays stay arrays, for the writer to encode."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": document.title,
        "seed": int(document.seed),
        "inputs": list(document.input_names),
        "outputs": list(document.output_names),
        "layers": [plain(layer) for layer in document.layers],
        "parameters": document.parameters,
        "initial": document.initial,
        "sample": _sample_values(document),
        "data": None if document.data is None else data_values(document.data),
        "preparation": plain(document.preparation),
        "training": plain(document.training),
        "history": _history_values(document.history),
        "optimizer_state": _state_values(document.optimizer_state),
        **({"frozen": runs_of(document.frozen)} if document.has_frozen else {}),
    }


def from_values(node: Node) -> Document:
    """Return the document that a file describes, everything checked; DocumentError if not."""
    fields = node.fields(*_FIELDS, seldom=_SELDOM)
    layers = tuple(item.settings(LayerSpec) for item in fields["layers"].items(known.MAX_LAYERS))
    inputs = fields["inputs"].texts(NAME, known.MAX_NAMES)
    outputs = fields["outputs"].texts(NAME, known.MAX_NAMES)
    count = _count(fields["layers"], len(inputs), layers)
    if len(outputs) != layers[-1].units:
        fields["outputs"].fail(f"{len(outputs)} names for {layers[-1].units} outputs")
    training = fields["training"].settings(TrainingSettings)
    preparation = fields["preparation"].settings(Preparation)
    seed = fields["seed"].read(checks.SEED)
    data = read_data(fields["data"], len(inputs), len(outputs))
    return Document(
        title=fields["title"].read(checks.TITLE),
        input_names=inputs,
        output_names=outputs,
        layers=layers,
        parameters=fields["parameters"].array(count),
        initial=fields["initial"].array(count),
        data=data,
        preparation=preparation,
        training=training,
        seed=seed,
        history=_read_history(fields["history"]),
        optimizer_state=_read_state(fields["optimizer_state"], training, count),
        frozen=read_runs(fields.get("frozen"), count),
        **_read_sample(fields["sample"], len(inputs), len(outputs), data),
    )


def _count(node: Node, n_inputs: int, layers: tuple[LayerSpec, ...]) -> int:
    """Return the number of parameters, before anything of that size is made."""
    try:
        return checks.check_layers(n_inputs, layers)
    except EditError as error:
        node.fail(str(error))


def _read_sample(node: Node, n_in: int, n_out: int, data: Dataset | None) -> dict[str, Any]:
    fields = node.fields("input", "target", "row")
    inputs = fields["input"].array(n_in)
    target = None if fields["target"].is_null else fields["target"].array(n_out)
    row = _read_row(fields["row"], data)
    # A row whose values differ is none: a built-in data set may be corrected one day.
    shown = row if _is_row(data, row, inputs, target) else None
    return {"input": inputs, "target": target, "sample": shown}


def _read_row(node: Node, data: Dataset | None) -> int | None:
    if node.is_null:
        return None
    if data is None:
        node.fail("there are no data that this could be a row of")
    row: int = node.read(Whole(0, len(data.inputs) - 1))
    return row


def _is_row(
    data: Dataset | None, row: int | None, inputs: FloatArray, target: FloatArray | None
) -> bool:
    if data is None or row is None or target is None:
        return False
    return np.array_equal(data.inputs[row], inputs) and np.array_equal(data.targets[row], target)


def _sample_values(document: Document) -> dict[str, Any]:
    row = None if document.sample is None else int(document.sample)
    return {"input": document.input, "target": document.target, "row": row}


def _history_values(history: History) -> dict[str, Any]:
    endings = {"epochs": int(history.epochs), "stopped_by": history.stopped_by}
    return {**endings, "values": dict(history.values)}


def _read_history(node: Node) -> History:
    fields = node.fields("epochs", "stopped_by", "values")
    epochs = fields["epochs"].read(Whole(0, known.MAX_COUNT))
    curves = fields["values"].object()
    if epochs and not curves:  # a number alone would cost memory that the file does not
        fields["values"].fail(f"there is no curve of the {epochs:,} epochs")
    for name, curve in curves.items():
        Node(name, curve.path).read(NAME)
    return History(
        {name: curve.array(epochs, nan=True) for name, curve in curves.items()},
        epochs,
        fields["stopped_by"].read(_ENDINGS),
    )


def _state_values(state: Mapping[str, FloatArray | int] | None) -> dict[str, Any] | None:
    return None if state is None else dict(state)


def _read_state(
    node: Node, training: TrainingSettings, count: int
) -> dict[str, FloatArray | int] | None:
    if node.is_null:
        return None
    slots = make_optimizer(training).slot_names
    fields = node.fields("iterations", *slots)
    state = {name: fields[name].array(count) for name in slots}
    for name in _SIZES:
        if name in state and state[name].min() < 0:
            fields[name].fail("a mean of squares cannot be negative")
    return {"iterations": fields["iterations"].read(_STEPS), **state}
