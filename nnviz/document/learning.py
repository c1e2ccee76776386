"""What a document trains on, and the training of it; the window and the commands share both."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.document.document import Document, FloatArray
from nnviz.engine.models import Sequential
from nnviz.engine.training import Training

STEP_IS_FLAT = "Gradient descent cannot train through a binary step: its derivative is 0."


class Lesson(NamedTuple):
    """Inputs and targets as the network sees them, and the test part or None."""

    x: FloatArray
    y: FloatArray
    validation: tuple[FloatArray, FloatArray] | None


def has_step(document: Document) -> bool:
    """Tell whether a layer is a binary step, through which no error comes back."""
    return any(layer.activation == "binary_step" for layer in document.layers)


def shows_all(document: Document) -> bool:
    """Tell whether the sample shown is all there is to learn."""
    return document.data is None or document.data.n_samples == 1


def lesson(document: Document) -> Lesson:
    """Return what `document` trains on.

    A document with no more than one sample trains on the one it shows, edited or not.

    Raises
    ------
    ValueError
        If there is neither data nor a target.
    """
    prepared = document.prepared
    if prepared is not None and not shows_all(document):
        return Lesson(prepared.x_train, prepared.y_train, prepared.validation)
    if document.y is None:
        raise ValueError("There is nothing to train on: set a target, or import data.")
    return Lesson(document.x, document.y, None)


def start_training(
    document: Document, model: Sequential, epochs: int, threshold: float | None
) -> Training:
    """Return the training that takes `model` on from `document` to the end of epoch `epochs`."""
    x, y, validation = lesson(document)
    settings = document.training
    return model.training(
        x,
        y,
        batch_size=settings.batch_size,
        epochs=epochs,
        initial_epoch=document.history.epochs,
        seed=document.seed,
        shuffle=settings.shuffle,
        threshold=threshold,
        validation_data=validation,
    )
