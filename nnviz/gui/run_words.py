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
    """Return how far a run came, and what ended it before all its epochs, for the status bar."""
    epoch = f"{run.training.epoch:,}"
    threshold = run.before.training.threshold
    if run.stopped_by == "threshold" and threshold is not None:
        return f"Trained to epoch {epoch}, where the loss fell below {format_given(threshold)}"
    if run.stopped_by == "divergence":
        return f"Stopped in epoch {run.training.epoch + 1:,}: the loss became infinite"
    return f"Trained to epoch {epoch}"


def divergence(
    run: TrainingRun, back: int | None, undo: Callable[[], object], look: Callable[[], object]
) -> Notice:
    """Return the notice of a diverged run.

    Parameters
    ----------
    run : TrainingRun
    back : int or None
        The epoch that `undo` leads to, if there is something to undo.
    undo, look : callable
        Take the run back; show the step before the numbers ceased to be finite.
    """
    kept = f"epoch {run.kept_epoch}" if run.kept_epoch else "the start"
    return Notice(
        "error",
        f"The loss became infinite at {_place(run)}{_overflow(run)}.",
        f"{run.overflow.cause if run.overflow else ''} The weights are those of {kept}.".strip(),
        action="" if back is None else _way_back(back),
        act=None if back is None else undo,
        more=(("The step before", look),) if run.newest.step else (),
    )


def _place(run: TrainingRun) -> str:
    epoch, batch = run.training.diverged_at or (run.training.epoch, 0)
    count = run.training.steps_per_epoch
    within = f", batch {batch + 1:,} of {count:,}" if count > 1 else ""
    return f"epoch {epoch + 1:,}{within}"


def _overflow(run: TrainingRun) -> str:
    """Return what overflowed first, where that was not the loss itself."""
    what = run.overflow.what if run.overflow is not None else "the loss"
    return "" if what == "the loss" else f": {what} overflowed"


def too_far(document: Document) -> Notice:
    """Return the notice of one update after which there would be no finite loss."""
    rate = format_given(document.training.learning_rate)
    return Notice(
        "error",
        "This update would make the loss infinite.",
        f"The learning rate {rate} is probably too large. The weights were kept.",
    )


def _way_back(epoch: int) -> str:
    return f"Go back to epoch {epoch:,}" if epoch else "Go back to the start"
