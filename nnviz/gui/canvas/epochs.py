"""How far training has come, as the timeline and the caption tell it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from nnviz.document.document import Document


@dataclass(frozen=True)
class Epochs:
    """Epochs done of the epochs at which training ends, and the minibatches they took."""

    done: int
    goal: int
    steps: int

    @property
    def share(self) -> float:
        """The part done, 0 to 1."""
        return min(self.done / self.goal, 1.0) if self.goal else 0.0

    @property
    def steps_text(self) -> str:
        """The minibatches in words."""
        return "1 step" if self.steps == 1 else f"{self.steps:,} steps"


def epochs_of(document: Document, goal: int) -> Epochs:
    """Return how far `document`'s training has come on its way to epoch `goal`."""
    done, batch = document.history.epochs, max(document.training.batch_size, 1)
    samples = 1 if document.prepared is None else len(document.prepared.x_train)
    return Epochs(done, max(goal, done), done * math.ceil(samples / batch))
