"""How a view follows the session that is not in the middle of what one looks at."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nnviz.gui.changes import Change
from nnviz.gui.session import Session
from nnviz.gui.turns import Turn


class Following(QObject):
    """Tells a view what changed: at once, but of a network that trains when it is the view's turn.

    Parameters
    ----------
    session : Session
    parent : QObject
    patient : bool
        Whether it waits for a turn when another document was opened, too.

    Attributes
    ----------
    changed : Signal(Change)
        All that changed since it was told last.
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject, patient: bool = False) -> None:
        super().__init__(parent)
        self._session, self._patient = session, patient
        self._missed = Change(0)
        self._turn = Turn(self)
        self._turn.came.connect(self._tell)
        session.changed.connect(self._take)

    @property
    def behind(self) -> bool:
        """Whether something changed that it has yet to tell."""
        return bool(self._missed)

    def _take(self, change: Change) -> None:
        self._missed |= change
        if self._session.passing or (self._patient and change == Change.ALL):
            self._session.turns.ask(self._turn)
        else:
            self._tell()

    def _tell(self) -> None:
        missed, self._missed = self._missed, Change(0)
        if missed:
            self.changed.emit(missed)
