"""Documents that several tests look at."""

from __future__ import annotations

import json

import numpy as np

from nnviz.data.dataset import Dataset
from nnviz.document.document import Document
from nnviz.document.history import History
from nnviz.document.schema import to_values
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings
from nnviz.document.writing import json_pieces


def text_of(document: Document) -> str:
    """Return what a file of this document would hold: equal documents have equal texts."""
    return "".join(json_pieces(to_values(document)))


def values_of(document: Document) -> dict:
    """Return the same as parsed JSON."""
    return json.loads(text_of(document))


def flowers(rows: int = 6) -> Dataset:
    """A small table with three classes."""
    rng = np.random.default_rng(4)
    return Dataset(
        name="flowers",
        title="Flowers",
        inputs=rng.normal(5.0, 1.0, (rows, 2)),
        targets=np.eye(3)[np.arange(rows) % 3],
        input_names=("length", "width"),
        target_names=("red", "green", "blue"),
        classes=("red", "green", "blue"),
    )


def trained() -> Document:
    """A document that uses every field of a file."""
    rng = np.random.default_rng(7)
    data = flowers()
    document = Document.new((2, 2, 3), "tanh", "softmax", seed=11, title="Flowers 2-2-3")
    return document.replaced(
        layers=(LayerSpec(2, "tanh", name="Bend"), LayerSpec(3, "softmax")),
        input_names=data.input_names,
        output_names=data.target_names,
        parameters=rng.normal(size=15),
        input=data.inputs[2],
        target=data.targets[2],
        sample=2,
        data=data,
        preparation=Preparation("standardise", "none", 1 / 3),
        training=TrainingSettings("categorical_crossentropy", "adam", 0.01, threshold=0.02),
        history=History({"loss": [1.5, 1.25, np.nan], "val_loss": [2.0, 1.0, 0.5]}, 3, "stopped"),
        optimizer_state={
            "iterations": 6,
            "momentum": rng.normal(size=15),
            "velocity": rng.uniform(size=15),
        },
    )
