"""What is said about a training run: its undo entry, its end, its divergence."""

from __future__ import annotations

from collections.abc import Callable

from nnviz.document.document import Document
from nnviz.explain.numbers import format_given
from nnviz.gui.notices import Notice
from nnviz.gui.training_run import TrainingRun


def plan_text(document: Document, pending: int | None) -> str:
    """Return what Run would do now; `pending` is the goal of a paused run, if there is one."""
    if pending is not None:
        return f"Run goes on to epoch {pending:,}."
    epochs = document.training.epochs
    more = "more " if document.history.epochs else ""
    return f"Run trains 1 {more}epoch." if epochs == 1 else f"Run trains {epochs:,} {more}epochs."


def run_text(epochs: int) -> str:
    """Return the undo entry of a run of so many whole epochs."""
    if epochs <= 0:
        return "Train part of an epoch"
    return "Train 1 epoch" if epochs == 1 else f"Train {epochs:,} epochs"


def ending(run: TrainingRun) -> str:
    """Return why a run is over, for the status bar."""
    reasons = {
        "threshold": _reached(run.before),
        "divergence": "Stopped: the loss became infinite",
    }
    return reasons.get(run.stopped_by, "Trained")


def divergence(run: TrainingRun, back: int | None, undo: Callable[[], None]) -> Notice:
    """Return the notice of a diverged run; `back` is the epoch that `undo` leads to, if any."""
    epoch, _ = run.training.diverged_at or (run.training.epoch, 0)
    rate = format_given(run.before.training.learning_rate)
    kept = f"epoch {run.kept_epoch}" if run.kept_epoch else "the start"
    return Notice(
        "error",
        f"The loss became infinite at epoch {epoch + 1:,}.",
        f"The learning rate {rate} is probably too large. The weights are those of {kept}.",
        action="" if back is None else _way_back(back),
        act=None if back is None else undo,
    )


def too_far(document: Document) -> Notice:
    """Return the notice of one update after which there would be no finite loss."""
    rate = format_given(document.training.learning_rate)
    return Notice(
        "error",
        "This update would make the loss infinite.",
        f"The learning rate {rate} is probably too large. The weights were kept.",
    )


def _reached(document: Document) -> str:
    threshold = document.training.threshold
    return (
        "The loss reached the threshold"
        if threshold is None
        else (f"The loss reached {format_given(threshold)}")
    )


def _way_back(epoch: int) -> str:
    return f"Go back to epoch {epoch:,}" if epoch else "Go back to the start"
