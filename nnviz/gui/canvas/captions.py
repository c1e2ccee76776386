"""What the caption says: the step of the pass, the epoch of the training, or the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.document.document import Document
from nnviz.document.naming import is_named
from nnviz.document.vocabulary import OPTIMIZERS
from nnviz.engine.trace import Trace
from nnviz.explain.equation import Number, Row, row
from nnviz.explain.frames import Frame
from nnviz.gui.canvas.epochs import Epochs


@dataclass(frozen=True)
class Caption:
    """One caption.

    Attributes
    ----------
    step : str
        The small line above the headline; '' for none.
    title, detail : Row
        The headline and what stands beside it.
    """

    step: str
    title: Row
    detail: Row


def step_caption(frame: Frame, steps: int) -> Caption:
    """Return the caption of one step of a pass of `steps`."""
    return Caption(f"Step {frame.index + 1} of {steps}", frame.title, frame.detail)


def training_caption(document: Document, epochs: Epochs, running: bool) -> Caption:
    """Return the caption of a network in training, or of one that could go on with it."""
    detail = f"{_sample_text(document, running)}{_method_text(document)}"
    return Caption("", row(_epoch_text(epochs)), row(detail))


def _epoch_text(epochs: Epochs) -> str:
    if epochs.batch:
        return f"Epoch {epochs.done + 1:,}, batch {epochs.batch:,} of {epochs.batches:,}"
    goal = f" of {epochs.goal:,}" if epochs.goal > epochs.done else ""
    return f"Epoch {epochs.done:,}{goal}"


def answer_caption(document: Document, trace: Trace) -> Caption:
    """Return the caption of a network at rest: what it answers to the sample shown."""
    output = document.raw_output(trace.layers[-1].a)[0]
    if document.data is not None and document.data.classes:
        return _class_caption(document, trace)
    if len(output) == 1:
        name = document.output_names[0]
        subject = _capital(name) if is_named(name) else "The output"
        title = row(f"{subject} is ", Number(float(output[0])))
        return Caption("", title, _target_detail(document, trace))
    return Caption("", row(f"The network gives {len(output)} numbers"), _loss_detail(trace))


def batch_caption(trace: Trace) -> Caption:
    """Return the caption of a minibatch at rest."""
    title = row(f"The means over {len(trace.x):,} samples")
    mean = row() if trace.loss is None else row("The mean loss is ", Number(trace.loss), ".")
    return Caption("", title, mean)


def _class_caption(document: Document, trace: Trace) -> Caption:
    output = trace.layers[-1].a[0]
    best = int(np.argmax(output))
    title = row(f"The network says {document.output_names[best]}")
    if document.target is None:
        return Caption("", title, row())
    wanted = int(np.argmax(document.target))
    verdict = "It is right" if wanted == best else f"The target is {document.output_names[wanted]}"
    return Caption("", title, row(f"{verdict}. ", *_loss_detail(trace).items))


def _target_detail(document: Document, trace: Trace) -> Row:
    if document.target is None:
        return row("No target is set.")
    target = Number(float(document.target[0]), given=True)
    return row("The target is ", target, ". ", *_loss_detail(trace).items)


def _loss_detail(trace: Trace) -> Row:
    return row() if trace.loss is None else row("The loss is ", Number(trace.loss), ".")


def _sample_text(document: Document, running: bool) -> str:
    if document.sample is None or document.data is None:
        return "The sample shown follows while the network learns. " if running else ""
    sample = f"Sample {document.sample + 1:,} of {len(document.data.inputs):,}"
    return f"{sample} shown while the network learns. " if running else f"{sample} is shown. "


def _method_text(document: Document) -> str:
    training = document.training
    method = OPTIMIZERS[training.optimizer]
    batches = "" if document.data is None else f", batches of {training.batch_size}"
    return f"{method}{batches}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
