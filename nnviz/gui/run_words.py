"""What is said about a training run: its undo entry, its end, its divergence."""

from __future__ import annotations

from collections.abc import Callable

from nnviz.document.document import Document
from nnviz.gui.notices import Notice
from nnviz.gui.training_run import TrainingRun


def next_goal(document: Document) -> int:
    """Return the epoch at which a run would end: the next multiple of the stored epochs."""
    epochs = max(document.training.epochs, 1)
    return (document.history.epochs // epochs + 1) * epochs


def run_text(epochs: int) -> str:
    """Return the undo entry of a run of so many whole epochs."""
    if epochs <= 0:
        return "Train part of an epoch"
    return "Train 1 epoch" if epochs == 1 else f"Train {epochs:,} epochs"


def ending(run: TrainingRun) -> str:
    """Return why a run is over, for the status bar."""
    reasons = {
        "threshold": f"The loss reached {run.before.training.threshold}",
        "divergence": "Stopped: the loss became infinite",
    }
    return reasons.get(run.stopped_by, "Trained")


def divergence(run: TrainingRun, back: int | None, undo: Callable[[], None]) -> Notice:
    """Return the notice of a diverged run; `back` is the epoch that `undo` leads to, if any."""
    epoch, _ = run.training.diverged_at or (run.training.epoch, 0)
    rate = run.before.training.learning_rate
    return Notice(
        "error",
        f"The loss became infinite at epoch {epoch + 1}.",
        f"The learning rate {rate:g} is probably too large. The last finite weights were kept.",
        action="" if back is None else f"Go back to epoch {back}",
        act=None if back is None else undo,
    )
