"""How far training has come, as the timeline and the caption tell it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nnviz.document.document import Document
from nnviz.gui.recorder import Recorder


@dataclass(frozen=True)
class Epochs:
    """Epochs done of the epochs at which training ends, and batches of the one under way."""

    done: int
    goal: int
    batch: int = 0
    batches: int = 1


def epochs_of(document: Document, goal: int, batch: int = 0) -> Epochs:
    """Return how far `document`'s training has come on its way to epoch `goal`."""
    done = document.history.epochs
    return Epochs(done, max(goal, done), batch, _steps_per_epoch(document))


def steps_text(document: Document, recorder: Recorder) -> str:
    """Return the minibatches that led to the moment shown, of those to the newest: "7 steps"."""
    before = math.floor(recorder.start) * _steps_per_epoch(document)
    now, newest = before + recorder.step_now, before + recorder.steps
    word = "step" if newest == 1 else "steps"
    return f"{now:,} of {newest:,} {word}" if now < newest else f"{newest:,} {word}"


def _steps_per_epoch(document: Document) -> int:
    samples = 1 if document.prepared is None else len(document.prepared.x_train)
    return math.ceil(samples / max(document.training.batch_size, 1))
