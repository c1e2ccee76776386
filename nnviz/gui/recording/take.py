"""The recording of one run, made while it trains. No Qt."""

from __future__ import annotations

from nnviz.document.history import History
from nnviz.engine.models import Sequential
from nnviz.engine.training import Training
from nnviz.gui.recording.segment import FloatArray, Moment, Segment, State
from nnviz.gui.recording.tape import Budget


class Take:
    """Follows a training and keeps, now and then, what a replay needs.

    Parameters
    ----------
    segment : Segment
        What the run continues.
    model : Sequential
        In training.
    training : Training
        At the segment's newest step.
    budgets : pair of Budget
        For the checkpoints, and for the weights over the epochs.
    """

    def __init__(
        self,
        segment: Segment,
        model: Sequential,
        training: Training,
        budgets: tuple[Budget, Budget],
    ) -> None:
        self.segment = segment
        self._model, self._training = model, training
        self._budgets = budgets
        self._offset = segment.steps - training.step
        self._first = segment.steps
        segment.prepare()
        self._due = self._next()

    @property
    def moment(self) -> Moment:
        """The moment the training has come to."""
        return Moment(self.segment, self._offset + self._training.step)

    def note(self) -> None:
        """Record the present state, if it is time to."""
        step = self._offset + self._training.step
        self.segment.steps = step
        if step < self._due:
            return
        parameters = self._parameters()
        self._keep_weights(step, parameters)
        self._keep_checkpoint(step, parameters)
        self._due = self._next()

    def diverge(self) -> None:
        """Record how far training got before its numbers ceased to be finite."""
        self.segment.steps = self._offset + self._training.step
        self.segment.diverged = True

    def rest(self) -> None:
        """Record where training pauses, as the end of the weights' way."""
        tape, step = self.segment.weights, self.segment.steps
        if not self.segment.diverged and step > tape.items[-1][0]:
            tape.add(step, self._parameters())
            self._budgets[1].keep()

    def moment_at(self, epoch: int) -> Moment:
        """Return the moment at the end of an epoch; of an earlier one, where the take began."""
        return Moment(self.segment, max(self.segment.step_at(epoch), self._first))

    def keep_history(self, history: History) -> None:
        """Take over the history up to the newest step."""
        self.segment.history = history

    def _parameters(self) -> FloatArray:
        parameters: FloatArray = self._model.parameters.copy()
        parameters.flags.writeable = False
        return parameters

    def _next(self) -> int:
        return min(self.segment.checkpoints.due, self.segment.weights.due)

    def _keep_weights(self, step: int, parameters: FloatArray) -> None:
        tape = self.segment.weights
        if self._training.batch == 0 and step >= tape.due:
            tape.add(step, parameters)
            self._budgets[1].keep()

    def _keep_checkpoint(self, step: int, parameters: FloatArray) -> None:
        tape = self.segment.checkpoints
        # The end of an epoch serves better: from there on its scores can be computed again.
        within = self._training.batch != 0 and self.segment.steps_per_epoch <= tape.stride
        if step < tape.due or within:
            return
        assert self._model.optimizer is not None  # the document's model is compiled
        state = State(parameters, self._model.optimizer.state())
        tape.item_bytes = max(tape.item_bytes, state.bytes)
        tape.add(step, state)
        self._budgets[0].keep()
