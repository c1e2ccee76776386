"""What the weights were before training last changed them."""

from __future__ import annotations

from numpy import float64
from numpy.typing import NDArray

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session


class LastUpdate:
    """Remembers the weights from before the last batch, epoch or run, until a hand changes any."""

    def __init__(self, session: Session, runner: Runner) -> None:
        self._session, self._runner = session, runner
        self._seen = session.document
        self._before: NDArray[float64] | None = None
        self._under_way = False
        session.changed.connect(self._follow)

    def before(self, element: Edge | Bias) -> float | None:
        """Return the value of a weight or bias before the last update, if that is the last word."""
        document = self._session.document
        if self._before is None or document is not self._seen:
            return None  # another moment is visited, or another document not yet told of
        return float(self._before[document.parameter_index(element)])

    def _follow(self, change: Change) -> None:
        if self._session.visiting:
            return  # another moment is no update
        seen, self._seen = self._seen, self._session.document
        if change & Change.STRUCTURE:
            self._before = None
        elif change & Change.PARAMETERS and seen.parameters is not self._seen.parameters:
            self._take(seen.parameters, _is_trained_on(seen, self._seen))

    def _take(self, parameters: NDArray[float64], trained: bool) -> None:
        if not trained:
            self._before = None
        elif not self._under_way:
            self._before = parameters
        self._under_way = trained and self._runner.running


def _is_trained_on(old: Document, new: Document) -> bool:
    """Return whether the optimizer was at work, and not an undo of its work."""
    touched = new.optimizer_state is not old.optimizer_state
    return touched and _steps(new) >= _steps(old) and _steps(new) > 0


def _steps(document: Document) -> int:
    """Return how many updates the optimizer has made."""
    return int((document.optimizer_state or {}).get("iterations", 0))
