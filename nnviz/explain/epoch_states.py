"""The network before each update of an epoch, made when it is asked for."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.minibatches import Minibatch, Moment, minibatch

_ROOM = 4_000_000  # numbers kept


class EpochStates:
    """The rest of an epoch, from the moment `start` of `document` on.

    States are kept at even distances, so that going back costs a few updates.
    """

    def __init__(self, document: Document, start: Moment) -> None:
        self._start = start
        self._kept = {0: document}
        self._stride = 1

    def minibatch(self, update: int) -> Minibatch:
        """Return the samples of an update, counted from 0 at the start."""
        epoch, batch = self._start
        return minibatch(self._kept[0], Moment(epoch, batch + update))

    def before(self, update: int) -> Document:
        """Return the document before an update: its parameters and optimizer after all earlier."""
        at = max(kept for kept in self._kept if kept <= update)
        document = self._kept[at]
        for k in range(at, update):
            document = _updated(document, self.minibatch(k))
            self._keep(k + 1, document)
        return document

    def _keep(self, update: int, document: Document) -> None:
        if update % self._stride == 0:
            self._kept[update] = document
        # The optimizer may hold as much again for each parameter, and Adam twice.
        while len(self._kept) > 2 and 3 * len(self._kept) * document.n_parameters > _ROOM:
            self._stride *= 2
            self._kept = {k: kept for k, kept in self._kept.items() if k % self._stride == 0}


def _updated(document: Document, batch: Minibatch) -> Document:
    """Return `document` after one update; as it was where that update overflows."""
    model = document.model()
    training = model.training(
        batch.x, batch.y, batch_size=len(batch), epochs=1, seed=0, shuffle=False
    )
    training.run_steps(1)
    assert model.optimizer is not None  # the document's model is compiled
    return document.replaced(
        parameters=model.parameters.copy(), optimizer_state=model.optimizer.state()
    )
