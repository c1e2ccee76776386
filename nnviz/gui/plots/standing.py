"""How well the network does now: what training recorded last, or what edited weights give."""

from __future__ import annotations

import math
from dataclasses import dataclass
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from nnviz.document.document import Document
from nnviz.document.learning import shows_all
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session

# Multiplications that still fit beside a frame; larger data keep their recorded values.
_AFFORDABLE = 4_000_000


@dataclass(frozen=True)
class Scores:
    """Loss and accuracy of the training and of the test part; None where there is none."""

    loss: float | None = None
    val_loss: float | None = None
    accuracy: float | None = None
    val_accuracy: float | None = None


class Standing:
    """Measures what a session shows; each view has its own.

    Parameters
    ----------
    session : Session
    runner : Runner
        While it runs nothing is evaluated: training itself tells how it does.
    """

    def __init__(self, session: Session, runner: Runner) -> None:
        self._session, self._runner = session, runner
        # Weak: a document that was closed is not to be kept for what it was worth.
        self._known: tuple[ref[Document], Scores] | None = None

    @property
    def edited(self) -> bool:
        """Whether the weights at rest are no longer those of the last recorded epoch."""
        if self._runner.running:
            return False
        moment = self._runner.recording.locate(self._session.document)
        return moment is None or not moment.ends_epoch

    @property
    def recorded(self) -> bool:
        """Whether the scores are those of the last epoch, averaged while it was learned.

        The one sample of a document that has no other costs nothing to measure, and its loss
        stands in the picture as well: there it is always that of the weights as they are.
        """
        document = self._session.document
        return document.history.epochs > 0 and not self.edited and not shows_all(document)

    def scores(self) -> Scores:
        """Return how well the network does now."""
        document = self._session.document
        if shows_all(document):
            return Scores(loss=self._session.trace.loss)
        if self.recorded:
            return _recorded(document)
        if self._runner.running:
            return Scores(loss=_finite(self._runner.running_loss))
        if self._known is None or self._known[0]() is not document:
            self._known = (ref(document), self._evaluated(document))
        return self._known[1]

    def _evaluated(self, document: Document) -> Scores:
        prepared = document.prepared
        assert prepared is not None
        samples = len(prepared.x_train) + len(prepared.x_test)
        if samples * document.n_parameters > _AFFORDABLE:
            return _recorded(document)
        train = self._evaluate(prepared.x_train, prepared.y_train)
        test = self._evaluate(prepared.x_test, prepared.y_test)
        return Scores(
            train.get("loss"), test.get("loss"), train.get("accuracy"), test.get("accuracy")
        )

    def _evaluate(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> dict[str, float]:
        if not len(x):
            return {}
        scores = self._session.model.evaluate(x, y, verbose=0, return_dict=True)
        assert isinstance(scores, dict)
        return scores


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _recorded(document: Document) -> Scores:
    last = document.history.last
    return Scores(last("loss"), last("val_loss"), last("accuracy"), last("val_accuracy"))
