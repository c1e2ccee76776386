"""A second copy of a network that trains as the recorded one did. No Qt."""

from __future__ import annotations

from nnviz.document.document import Document
from nnviz.document.learning import start_training
from nnviz.gui.recording.segment import Moment, Segment, State

ENDLESS = 2**31


class Copy:
    """The network of a segment, at any of its steps.

    Attributes
    ----------
    model : Sequential
    training : Training
    step : int
        Where it is; -1 at first.
    """

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.model = segment.start.model()
        self.training = start_training(segment.start, self.model, ENDLESS, None)
        assert self.model.optimizer is not None  # the document's model is compiled
        self._optimizer = self.model.optimizer
        self._fresh = self._optimizer.state()
        self.step = -1

    @property
    def moment(self) -> Moment:
        """Where it is."""
        return Moment(self.segment, self.step)

    def load(self, step: int, state: State) -> None:
        """Go to a checkpoint."""
        self.model.parameters[...] = state.parameters
        self._optimizer.set_state(dict(state.optimizer or self._fresh))
        self.training.resume(*self.segment.place(step))
        self.step = step

    def train(self, steps: int) -> None:
        """Go on by so many minibatches."""
        self.training.run_steps(steps)
        self.step += steps

    def document(self) -> Document:
        """Return the network where it is."""
        parameters = self.model.parameters.copy()
        parameters.flags.writeable = False  # so that the document takes it as it is
        state = State(parameters, self._optimizer.state())
        return self.segment.document_at(self.step, state)
