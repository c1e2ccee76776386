"""The learning rate as a value row."""

from __future__ import annotations

from nnviz.document.edits import ChangeTraining
from nnviz.explain.equation import Symbol
from nnviz.gui.session import Session
from nnviz.gui.widgets.value_row import ValueRow

_DIGITS = 6


class RateRow(ValueRow):
    """Shows and sets η, an unsigned setting."""

    def __init__(self, session: Session) -> None:
        super().__init__("Learning rate", signed=False)
        self._session = session
        self.set_symbol(Symbol("η"))
        self.set_caption("learning rate")
        self.edited.connect(self._apply)
        self.reverted.connect(session.revert)

    def refresh(self) -> None:
        """Show the document's learning rate."""
        self.set_value(self._session.document.training.learning_rate, digits=_DIGITS)
        self.show_limits()

    def _apply(self, value: float, gesture: object) -> None:
        edit = ChangeTraining({"learning_rate": value}, "Change learning rate")
        self.show_problem(self._session.try_apply(edit, gesture))
