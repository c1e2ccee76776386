"""What is told and how: chosen anew, it goes on at the step that belongs to the one shown."""

from __future__ import annotations

from collections.abc import Callable

from nnviz.explain.grain import Grain
from nnviz.gui.notices import Notice
from nnviz.gui.passage import Passage, Scope
from nnviz.gui.steps import PASS_MODES, Steps


class Chooser:
    """Chooses the subject and the grain of the steps.

    Parameters
    ----------
    steps : Steps
        Of `passage`.
    halt : callable
        Holds whatever plays, and ends training.
    can_train : callable
        Why there are no minibatches, or None.
    """

    def __init__(
        self,
        passage: Passage,
        steps: Steps,
        halt: Callable[[], None],
        can_train: Callable[[], str | None],
    ) -> None:
        self._passage, self._steps = passage, steps
        self._halt, self._can_train = halt, can_train
        self._left_at: int | None = None

    def choose_scope(self, scope: Scope) -> None:
        """Tell of the sample shown, of the next minibatch or of an epoch."""
        wrong, choice = None if scope == "sample" else self._can_train(), self._passage.choice
        if wrong is not None:
            self._steps.noticed.emit(Notice("warning", wrong))
        elif scope != choice.scope or choice.member is not None:
            mode = self._halted()
            self._passage.choose(scope)
            self.go_to_mode(mode)

    def choose_grain(self, grain: Grain) -> None:
        """Tell in coarser or finer steps."""
        if grain is not self._passage.choice.grain:
            mode = self._halted()
            self._passage.tell_by(grain)
            self.go_to_mode(mode)

    def enter(self, member: int | None, samples: int) -> None:
        """Tell of one of the `samples` of the minibatch alone, or of all again."""
        inside, at = self._passage.choice.member is not None, self._steps.index
        mode = self._halted()
        if not inside:
            self._left_at = at
        self._passage.enter(None if member is None else member % samples)
        if member is None:
            self._steps.place(self._left_at)
        elif inside:
            self._steps.place(None if at is None else min(at, self._steps.count - 1))
        else:
            self.go_to_mode(mode)

    def go_to_mode(self, mode: str | None) -> None:
        """Show the first step of `mode`, or of the last one before it that there is."""
        start = None
        _ = self._steps.count  # a grain too fine is found out and told now
        if mode is not None:
            wanted = PASS_MODES[: PASS_MODES.index(mode) + 1]
            found = (self._steps.start_of(each) for each in reversed(wanted))
            start = next(step for step in found if step is not None)
        self._steps.place(start)

    def _halted(self) -> str | None:
        """Pause; return the mode of the step shown, None at rest."""
        self._halt()
        return None if self._steps.index is None else self._steps.mode
