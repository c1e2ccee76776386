"""A stretch of training under the same settings, and a moment in it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nnviz.document.document import Document
from nnviz.document.learning import shows_all
from nnviz.document.settings import TrainingSettings
from nnviz.gui.recording.cost import step_seconds, training_samples
from nnviz.gui.recording.tape import Tape

FloatArray: TypeAlias = npt.NDArray[np.float64]

# A replay from one checkpoint to the next should fit into a frame.
GAP = 0.008
# More points than a plot of a weight has pixels.
_MOST_WEIGHTS = 1024
_ARRAY, _STATE = 200, 800  # bytes of the objects around the numbers
_LESSON = ("layers", "data", "preparation", "initial", "frozen")


@dataclass(frozen=True)
class State:
    """What training goes on from: parameters, read-only, and the optimizer's memory."""

    parameters: FloatArray
    optimizer: Mapping[str, Any] | None

    @property
    def bytes(self) -> int:
        """What it takes."""
        slots = (self.optimizer or {}).values()
        return _STATE + self.parameters.nbytes + sum(getattr(slot, "nbytes", 0) for slot in slots)


@dataclass(frozen=True)
class Moment:
    """The state after `step` minibatches of a segment."""

    segment: Segment
    step: int

    @property
    def place(self) -> tuple[int, int]:
        """Epochs completed, and minibatches done in the one under way."""
        return self.segment.place(self.step)

    @property
    def epoch(self) -> float:
        """The same as one number: 3.25 is a quarter through the fourth epoch."""
        return self.segment.epoch(self.step)

    @property
    def ends_epoch(self) -> bool:
        """Whether these are the weights that an epoch ended with, or that nothing has trained."""
        begun = self.segment
        edited = begun.before is not None and begun.before is not begun.start.parameters
        return self.place[1] == 0 and not (self.step == 0 and edited)


class Segment:
    """What training made of `start` until something else was changed.

    Parameters
    ----------
    start : Document
        The network as the segment finds it, with the settings that hold for all of it.
    parent : Moment or None
        Where it branches off; None where the network had no past.
    before : ndarray, optional
        The parameters of that moment; those of `start` may have been edited.

    Attributes
    ----------
    steps : int
        Minibatches recorded.
    history : History
        That of the newest step.
    checkpoints : Tape of State
    weights : Tape of ndarray
        The parameters at the ends of epochs.
    diverged : bool
        Whether the minibatch after the newest step made numbers that are not finite.
    """

    def __init__(
        self, start: Document, parent: Moment | None = None, before: FloatArray | None = None
    ) -> None:
        self.start = start
        self.parent = parent
        self.before = before
        self.steps = 0
        self.history = start.history
        self.diverged = False
        state = State(start.parameters, start.optimizer_state)
        self.checkpoints: Tape[State] = Tape(1, state.bytes)
        self.checkpoints.add(0, state)
        self.weights: Tape[FloatArray] = Tape(1, start.parameters.nbytes + _ARRAY, _MOST_WEIGHTS)
        self.weights.add(0, start.parameters)

    def prepare(self) -> None:
        """Space the recording for this network, once it is to be trained."""
        _ = self.first  # while its parent is there
        stride = max(round(GAP / step_seconds(self.start)), 1)
        self.checkpoints.stride = max(self.checkpoints.stride, stride)
        self.weights.stride = max(self.weights.stride, self.steps_per_epoch)

    def begin_here(self) -> None:
        """Let go of what it branches off; it keeps its place in the epochs."""
        _ = self.first  # while its parent is there
        self.parent = None

    @cached_property
    def steps_per_epoch(self) -> int:
        """Minibatches of an epoch."""
        return -(-training_samples(self.start) // self.start.training.batch_size)

    @cached_property
    def first(self) -> tuple[int, int]:
        """The place of its start; in the middle of an epoch if its parent, alike, is there."""
        epochs = self.start.history.epochs
        if self.parent is None or not self.parent.segment.same_order(self.start):
            return epochs, 0
        return self.parent.place

    def place(self, step: int) -> tuple[int, int]:
        """Return the epochs completed after `step`, and the minibatches of the one under way."""
        epoch, batch = self.first
        more, rest = divmod(batch + step, self.steps_per_epoch)
        return epoch + more, rest

    def epoch(self, step: int) -> float:
        """Return the place as one number."""
        epoch, batch = self.place(step)
        return epoch + batch / self.steps_per_epoch

    def step_at(self, epoch: float) -> int:
        """Return the step nearest to an epoch."""
        first, batch = self.first
        return round((epoch - first) * self.steps_per_epoch) - batch

    def goes_on(self, document: Document) -> bool:
        """Return whether training `document` is training under this segment's settings."""
        # With one sample, training is on what is shown, so that must be the same too.
        names = (*_LESSON, "input", "target") if shows_all(document) else _LESSON
        same = all(getattr(self.start, name) is getattr(document, name) for name in names)
        return same and self.same_order(document) and self._same_training(document.training)

    def _same_training(self, other: TrainingSettings) -> bool:
        """Return whether settings differ at most in when training ends."""
        own = self.start.training
        return own is other or own == replace(other, epochs=own.epochs, threshold=own.threshold)

    def same_order(self, document: Document) -> bool:
        """Return whether the samples of an epoch of `document` come in the same minibatches."""
        one, other = self.start.training, document.training
        return (
            (one.batch_size, one.shuffle) == (other.batch_size, other.shuffle)
            and self.start.seed == document.seed
            and self.start.data is document.data
            and self.start.preparation is document.preparation
        )

    @property
    def unedited(self) -> bool:
        """Whether it goes on from its parent as if it were one segment with it."""
        if self.parent is None or self.before is not self.start.parameters:
            return False
        return self.parent.segment.goes_on(self.start)

    def document_at(self, step: int, state: State) -> Document:
        """Return the network as it was after `step`."""
        epochs = self.place(step)[0]
        history = self.history if epochs == self.history.epochs else self.history.until(epochs)
        return self.start.replaced(
            parameters=state.parameters, optimizer_state=state.optimizer, history=history
        )
