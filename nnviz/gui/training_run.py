"""One training run of a document, on the caller's thread or on its own. No Qt."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.document.document import Document
from nnviz.document.history import History
from nnviz.document.learning import lesson, shows_all, start_training
from nnviz.engine.models import Sequential
from nnviz.engine.training import Training
from nnviz.gui.beside import BESIDE
from nnviz.gui.milestones import Milestones
from nnviz.gui.recording.copy import ENDLESS
from nnviz.gui.recording.overflow import Overflow, first_overflow
from nnviz.gui.recording.recording import Recording
from nnviz.gui.recording.replay import rehearsed
from nnviz.gui.recording.segment import Moment, Segment
from nnviz.gui.recording.take import Take
from nnviz.gui.traced import Traced, traced

# A minibatch that takes longer than this would be felt in the window: it belongs on a thread.
SLOW_STEP = 0.004
# Multiplications of one minibatch from which on it is not even tried on the window's thread.
_SLOW_PRODUCTS = 20_000_000
# Parameters from which on a picture takes longer than a frame, which leaves no room for training.
_MANY = 20_000
_LESSON = ("parameters", "history", "training", "preparation", "layers", "data", "seed", "frozen")


@dataclass(frozen=True)
class Shot:
    """A copy of a run's state, whole and finite.

    Attributes
    ----------
    steps : int
        Minibatches done since the run was made.
    running_loss : float
        Mean loss so far in the epoch under way; nan where there is none.
    moment : Moment
        Where in the recording it is.
    traced : Traced or None
        The pass of the sample shown; None where it takes little time anyway.
    """

    parameters: npt.NDArray[np.float64]
    history: History
    optimizer_state: dict[str, Any]
    steps: int
    running_loss: float
    moment: Moment
    traced: Traced | None = None


class TrainingRun:
    """A document's training, resumable at minibatch grain.

    Parameters
    ----------
    document : Document
        Where the run starts: its parameters, data and settings.
    goal : int
        The epoch, counted over all runs, at which it ends.
    recording : Recording
        What it becomes a part of; it also knows where in an epoch the document is.

    Attributes
    ----------
    before : Document
        The document as the run, or its present part, found it.
    goal : int
        May be moved: the engine's training itself has no last epoch.
    promised : int
        The epoch that Run was to reach; 0 if there were only single batches and epochs.
    shown : Document
        Whose sample is shown; set before each `advance`.
    kept_epoch : int or None
        After a divergence: the epoch whose weights, the last with a finite loss, were kept.
    overflow : Overflow or None
        After a divergence: the first number that was not finite.
    """

    def __init__(self, document: Document, goal: int, recording: Recording) -> None:
        self.before = self.shown = document
        self.goal = goal
        self.promised = 0
        segment = recording.open(document)
        self._model, self.training = _begun(document, segment)
        self._take = Take(segment, self._model, self.training, recording.budgets)
        self._milestones = Milestones(self._model, document.history.epochs)
        self.kept_epoch: int | None = None
        self.overflow: Overflow | None = None
        self._history = document.history
        self._recorded = 0
        self._thread: threading.Thread | None = None
        self._halt = threading.Event()
        self._wanted = threading.Event()
        self._shot: Shot | None = None
        self._error: BaseException | None = None

    @property
    def finished(self) -> bool:
        """Whether the goal is reached, or training ended for another reason."""
        return self.training.finished or self.training.epoch >= self.goal

    @property
    def stopped_by(self) -> str:
        """What ended the run: 'epochs', 'threshold', 'divergence' or 'stopped'."""
        return self.training.stopped_by or ("epochs" if self.finished else "stopped")

    @property
    def beside(self) -> bool:
        """Whether it goes on a thread of its own."""
        return self._thread is not None

    def continues(self, document: Document) -> bool:
        """Say whether `document` is what this run left, so that it can go on mid-epoch."""
        # With one sample, training is on what is shown, so that must be the same too.
        fields = (*_LESSON, "input", "target") if shows_all(document) else _LESSON
        same = all(getattr(self.before, name) is getattr(document, name) for name in fields)
        return same and not self.training.finished

    def left_of(self, document: Document) -> int | None:
        """Return the epoch promised to `document`, if a pause left this run before it."""
        paused = self.continues(document) and self.promised > document.history.epochs
        return self.promised if paused else None

    def advance(self, budget: float) -> bool:
        """Train for `budget` seconds; return True when the run is over.

        Once a minibatch proves slow the run goes on by itself on a thread, and this only asks.
        """
        if self._thread is not None:
            return self._ask()
        if self._is_large():
            return self._go_to_thread()
        started, first = perf_counter(), self.training.step
        while not self.finished and perf_counter() - started < budget:
            self.training.run_slice(budget - (perf_counter() - started))
            self._look_back()
        steps = max(self.training.step - first, 1)
        if not self.finished and (perf_counter() - started) / steps > SLOW_STEP:
            return self._go_to_thread()
        return self.finished

    def step(self, n: int = 1) -> bool:
        """Train `n` minibatches on this thread; return True when the run is over."""
        self.join()
        for _ in range(n):
            self._step()
        return self.finished

    def _step(self) -> None:
        self.training.run_steps(1)
        self._look_back()

    def _look_back(self) -> None:
        """Remember each epoch's end, and go back to the last sound one after a divergence."""
        if self.training.diverged_at is None:
            if self.training.batch == 0:
                self._milestones.pass_epoch(self.training.epoch)
            self._take.note()
        elif self.kept_epoch is None:
            self._take.diverge()
            self.overflow = first_overflow(self.before, self._model, self.training.diverged_at)
            self.kept_epoch = self._milestones.go_back(self._loss)

    def _loss(self) -> float:
        """Return the loss of the present weights on all that is trained on."""
        x, y, _ = lesson(self.before)
        with np.errstate(all="ignore"):
            scores = self._model.evaluate(x, y, verbose=0, return_dict=True)
        assert isinstance(scores, dict)  # as asked for
        return scores["loss"]

    @property
    def newest(self) -> Moment:
        """The newest recorded moment; after a divergence the one just before it."""
        return self._take.moment

    def rest(self) -> None:
        """Record where the run pauses or ends; the thread has been joined."""
        self._take.rest()

    def shot(self) -> Shot:
        """Return a copy of the state: fresh, or from a thread the last it made."""
        if self._thread is not None and self._shot is not None:
            return self._shot
        return self._copy()

    def join(self) -> None:
        """Bring a run that went on a thread back to this one."""
        if self._thread is not None:
            self._halt.set()
            self._thread.join()
            self._thread = None
            self._raise()

    # ---------------------------------------------------------------- thread

    def _is_large(self) -> bool:
        batch = min(self.before.training.batch_size, len(lesson(self.before).x))
        n_parameters = self.before.n_parameters
        return n_parameters > _MANY or n_parameters * batch * 3 > _SLOW_PRODUCTS

    def _go_to_thread(self) -> bool:
        self._halt.clear()
        self._shot = self._copy()
        self._thread = threading.Thread(target=self._work, name="nnviz training", daemon=True)
        self._thread.start()
        return False

    def _work(self) -> None:
        try:
            while not self._halt.is_set() and not self.finished:
                with BESIDE:
                    self._step()
                if self._wanted.is_set():
                    self._shot = replace(self._copy(), traced=traced(self._model, self.shown))
                    self._wanted.clear()
        except BaseException as error:
            self._error = error

    def _ask(self) -> bool:
        assert self._thread is not None
        self._wanted.set()
        if self._thread.is_alive():
            return False
        self.join()
        return True

    def _raise(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise error

    # ---------------------------------------------------------------- copies

    def _copy(self) -> Shot:
        parameters = self._model.parameters.copy()
        parameters.flags.writeable = False  # so that the document takes it as it is
        optimizer = self._model.optimizer
        assert optimizer is not None  # the document's model is compiled
        return Shot(
            parameters,
            self._record(),
            _kept(optimizer.state()),
            self.training.step,
            float(self.training.running_loss),
            self._moment(),
        )

    def _moment(self) -> Moment:
        kept = self.kept_epoch
        return self.newest if kept is None else self._take.moment_at(kept)

    def _record(self) -> History:
        values = self.training.history
        fresh = {key: curve[self._recorded :] for key, curve in values.items()}
        added = max((len(curve) for curve in fresh.values()), default=0)
        if added:
            self._history = self._history.extended(fresh)
            self._recorded += added
            self._take.keep_history(self._history)
        return self._history if self.kept_epoch is None else self._history.until(self.kept_epoch)


def _kept(state: dict[str, Any]) -> dict[str, Any]:
    """Let nobody write to an optimizer's memory, so that the document takes it as it is."""
    for slot in state.values():
        if isinstance(slot, np.ndarray):
            slot.flags.writeable = False
    return state


def _begun(document: Document, segment: Segment) -> tuple[Sequential, Training]:
    """Return the network and its training where `document` is, in the middle of an epoch or not."""
    threshold = document.training.threshold
    newest = Moment(segment, segment.steps)
    epoch, batch = newest.place
    again = rehearsed(newest) if batch else None
    if again is not None:
        again[1].threshold = threshold
        return again
    model = document.model()
    training = start_training(document, model, ENDLESS, threshold)
    training.resume(epoch, batch)
    return model, training
