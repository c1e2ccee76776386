"""The recorder: the moment shown, the way through the recording, and what is read from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from nnviz.document.history import History
from nnviz.gui.changes import Change
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings


@dataclass(frozen=True, eq=False)
class Curve:
    """One branch's history; `start` is the epoch, fractional, at which it begins."""

    history: History
    start: float
    current: bool
    name: str


@dataclass(frozen=True, eq=False)
class WeightCurve:
    """One weight or bias over the epochs of a branch."""

    epochs: npt.NDArray[np.float64]
    values: npt.NDArray[np.float64]
    current: bool


class Recorder(QObject):
    """The recording of a session's training, and the moment of it that is shown.

    Attributes
    ----------
    changed : Signal()
        The moment shown, the extent or the branches changed; at most once per frame.
    """

    changed = Signal()

    def __init__(
        self, session: Session, runner: Runner, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._runner, self._settings = session, runner, settings
        session.changed.connect(self._follow)

    @property
    def start(self) -> float:
        """The epoch of the first recorded moment of this branch."""
        return float(self._session.present.history.epochs)

    @property
    def end(self) -> float:
        """The epoch of its newest moment; 3.25 is a quarter through the fourth epoch."""
        return self.start

    @property
    def now(self) -> float:
        """The epoch of the moment shown."""
        return self.start

    @property
    def step_now(self) -> int:
        """The minibatches from the branch's start to the moment shown."""
        return 0

    @property
    def steps(self) -> int:
        """The minibatches from the branch's start to its newest moment."""
        return 0

    @property
    def visiting(self) -> bool:
        """Whether the moment shown is not the newest."""
        return self._session.visiting

    @property
    def busy(self) -> bool:
        """Whether the way to a moment is still being computed."""
        return False

    @property
    def moment_text(self) -> str:
        """The moment shown, as "epoch 12" or "epoch 12, batch 3 of 25"."""
        return f"epoch {self._session.document.history.epochs:,}"

    def seek(self, epoch: float) -> None:
        """Show the moment nearest to `epoch`."""

    def seek_step(self, step: int) -> None:
        """Show the moment after `step` minibatches of this branch."""

    def step(self, by: int) -> None:
        """Go `by` minibatches on or back."""
        self.seek_step(self.step_now + by)

    def step_epoch(self, by: int) -> None:
        """Go `by` epochs on or back."""
        self.seek(self.now + by)

    def first(self) -> None:
        """Show the first recorded moment."""
        self.seek_step(0)

    def leave(self) -> None:
        """Show the newest moment."""
        self._session.leave()

    def continue_here(self) -> None:
        """Train on from the moment shown: a branch."""
        self._session.go_back()
        self._runner.start()

    def histories(self) -> tuple[Curve, ...]:
        """Return every branch's history, the current one's to its newest moment."""
        present = self._session.present.history
        return (Curve(present, 0.0, True, ""),) if present.epochs else ()

    def track(self, index: int) -> tuple[WeightCurve, ...]:
        """Return the parameter at `index` of the flat vector over the epochs, per branch."""
        del index
        return ()

    def _follow(self, change: Change) -> None:
        if change & ~(Change.SAMPLE | Change.TITLE | Change.FILE):
            self.changed.emit()
