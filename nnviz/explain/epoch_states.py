"""The network before each update of an epoch, made when it is asked for."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.learning import start_training
from nnviz.document.minibatches import Minibatch, Moment, epoch_order, minibatch
from nnviz.engine.models import Sequential

_ROOM = 4_000_000  # numbers kept


class EpochStates:
    """The rest of an epoch, from the moment `start` of `document` on.

    States are kept at even distances, so that going back costs a few updates.
    """

    def __init__(self, document: Document, start: Moment) -> None:
        self._start = start
        self._order = epoch_order(document, start.epoch)
        self._kept = {0: document}
        self._stride = 1

    def minibatch(self, update: int) -> Minibatch:
        """Return the samples of an update, counted from 0 at the start."""
        epoch, batch = self._start
        return minibatch(self._kept[0], Moment(epoch, batch + update), self._order)

    def before(self, update: int) -> Document:
        """Return the document before an update: its parameters and optimizer after all earlier.

        An update that overflows is left out, and so are those that would follow it.
        """
        at = max(kept for kept in self._kept if kept <= update)
        return self._kept[at] if at == update else self._trained(at, update)

    def _trained(self, at: int, update: int) -> Document:
        epoch, batch = self._start
        model = self._kept[at].model()
        training = start_training(self._kept[at], model, epoch + 1, None)
        training.resume(epoch, batch + at)
        for k in range(at + 1, update + 1):
            training.run_steps(1)
            if k % self._stride == 0 or k == update:
                document = _state(self._kept[0], model)
                self._keep(k, document)
        return document

    def _keep(self, update: int, document: Document) -> None:
        if update % self._stride == 0:
            self._kept[update] = document
        # The optimizer may hold as much again for each parameter, and Adam twice.
        while len(self._kept) > 2 and 3 * len(self._kept) * document.n_parameters > _ROOM:
            self._stride *= 2
            self._kept = {k: kept for k, kept in self._kept.items() if k % self._stride == 0}


def _state(document: Document, model: Sequential) -> Document:
    assert model.optimizer is not None  # the document's model is compiled
    return document.replaced(
        parameters=model.parameters.copy(), optimizer_state=model.optimizer.state()
    )
