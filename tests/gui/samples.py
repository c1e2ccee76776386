"""Documents of known arithmetic for the tests of the window."""

from __future__ import annotations

import numpy as np

from nnviz.data.dataset import Dataset
from nnviz.document.document import Document
from nnviz.document.settings import LayerSpec, Preparation, TrainingSettings


def chain() -> Document:
    """The chain of the notes: after one update w2 = 0.427, b2 = 0.612, w1 = 0.1496, b1 = 0.3959."""
    start = np.array([0.15, 0.40, 0.45, 0.65])
    return Document(
        title="Chain",
        input_names=("x1",),
        output_names=("a2",),
        layers=(LayerSpec(1, "sigmoid"), LayerSpec(1, "sigmoid")),
        parameters=start,
        initial=start,
        input=np.array([0.1]),
        target=np.array([0.25]),
        training=TrainingSettings(
            "half_squared_error", "sgd", learning_rate=0.4, batch_size=1, epochs=50
        ),
    )


def line(n: int = 32, **training: object) -> Document:
    """One weight and one bias on points of y = 2x − 1, eight to a batch."""
    x = np.linspace(-1, 1, n)[:, np.newaxis]
    data = Dataset("line", "Line", x, 2 * x - 1, ("x",), ("y",))
    settings = {"learning_rate": 0.1, "batch_size": 8, "epochs": 10, **training}
    start = np.zeros(2)
    return Document(
        title="Line",
        input_names=("x",),
        output_names=("y",),
        layers=(LayerSpec(1, "linear"),),
        parameters=start,
        initial=start,
        input=x[0],
        target=2 * x[0] - 1,
        sample=0,
        data=data,
        preparation=Preparation(test_share=0.25),
        training=TrainingSettings("mean_squared_error", "sgd", **settings),
        seed=3,
    )
