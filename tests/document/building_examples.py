"""Where the shipped examples come from.

`python -m tests.document.building_examples` writes resources/examples anew; a test holds the
shipped files equal to what is built here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnviz.data.builtin import builtin
from nnviz.data.dataset import Dataset
from nnviz.document.builders import dense_layers, document_for_data, document_of_layers
from nnviz.document.document import Document
from nnviz.document.edits import ShowSample
from nnviz.document.examples import example_path, examples
from nnviz.document.files import save
from nnviz.document.settings import Preparation, TrainingSettings


def neuron() -> Document:
    """The neuron of the notes; the target and η are ours, so that it can be trained too."""
    return document_of_layers(
        2,
        dense_layers((1,), output="sigmoid"),
        title="One neuron",
        parameters=[0.55, 0.45, 0.15],
        initial=[0.55, 0.45, 0.15],
        input=[0.5, -0.35],
        target=[1.0],
        training=TrainingSettings("half_squared_error", learning_rate=0.5, batch_size=1),
    )


def chain() -> Document:
    """The chain of the notes; with its one sample as data, one epoch is the notes' update."""
    parameters = [0.15, 0.40, 0.45, 0.65]
    sample = Dataset(
        name="chain",
        title="One sample",
        inputs=np.array([[0.1]]),
        targets=np.array([[0.25]]),
        input_names=("x1",),
        target_names=("y1",),
    )
    return document_of_layers(
        1,
        dense_layers((1, 1), "sigmoid", "sigmoid"),
        title="Two-neuron chain",
        parameters=parameters,
        initial=parameters,
        input=[0.1],
        target=[0.25],
        sample=0,
        data=sample,
        training=TrainingSettings("half_squared_error", learning_rate=0.4, batch_size=1),
    )


def xor() -> Document:
    """Two hidden neurons are enough for exclusive or, from most seeds; from this one they are."""
    settings = TrainingSettings(
        "half_squared_error", "sgd", 1.0, momentum=0.9, batch_size=4, epochs=500, threshold=0.01
    )
    document = document_for_data(
        builtin("xor"),
        Preparation(),
        layers=dense_layers((2, 1), "sigmoid", "sigmoid"),
        seed=7,
        training=settings,
        title="XOR 2-2-1",
    )
    return ShowSample(3).apply(document)


def regression() -> Document:
    """The progression of diabetes from ten measurements."""
    return document_for_data(
        builtin("diabetes"),
        Preparation("standardise", "standardise", 0.25),
        layers=dense_layers((8, 1)),
        seed=1,
        title="Diabetes 10-8-1",
    )


def iris() -> Document:
    """Three species of iris from four measurements."""
    document = document_for_data(
        builtin("iris"),
        Preparation("standardise", "none", 0.25),
        layers=dense_layers((8, 3), "tanh", "softmax"),
        seed=4,
        training=TrainingSettings(
            "categorical_crossentropy", "adam", 0.01, batch_size=16, epochs=120
        ),
        title="Iris 4-8-3",
    )
    return ShowSample(72).apply(document)


BUILDERS: dict[str, Callable[[], Document]] = {
    builder.__name__: builder for builder in (neuron, chain, xor, regression, iris)
}


def main() -> None:
    """Write every example into resources/examples."""
    for name, _ in examples():
        save(BUILDERS[name](), example_path(name))


if __name__ == "__main__":
    main()
