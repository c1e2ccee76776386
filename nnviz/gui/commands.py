"""The one undo command: an edit of the document and its inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtGui import QUndoCommand

from nnviz.document.document import Document
from nnviz.document.edits import Edit, GoBack

if TYPE_CHECKING:
    from nnviz.gui.session import Session

_MERGEABLE = 1


class Command(QUndoCommand):
    """An edit on the undo stack; edits of one gesture merge into one entry.

    Parameters
    ----------
    session : Session
        Whose document the edit changes.
    edit, inverse : Edit
        What redo and undo apply.
    result : Document or None
        The document after the edit: computed, and so validated, before the push.
    gesture : object, optional
        What the edit belongs to, such as one drag.

    Attributes
    ----------
    result : Document or None
        The document after the next undo or redo, where it is known already.
    passing : bool
        Whether undoing it also removes it from the stack.
    sleeping : bool
        Whether it does nothing, since it is only being put on the stack again.
    """

    def __init__(
        self,
        session: Session,
        edit: Edit,
        inverse: Edit,
        result: Document | None,
        gesture: object = None,
    ) -> None:
        super().__init__(edit.text)
        # Weak: Qt keeps the command, so a strong one would keep the session for good.
        self._owner = ref(session)
        self._edit = edit
        self._inverse = inverse
        self.result = result
        self.gesture = gesture
        self.passing = False
        self.sleeping = False

    @property
    def edits(self) -> tuple[Edit, Edit]:
        """What redo and undo apply."""
        return self._edit, self._inverse

    def asleep(self) -> Command:
        """Return the same once more, to be put where this was: Qt deletes what leaves a stack."""
        again = Command(self._session, self._edit, self._inverse, None, self.gesture)
        again.sleeping = True
        return again

    @property
    def _session(self) -> Session:
        session = self._owner()
        assert session is not None  # it owns the stack that calls this command
        return session

    def redo(self) -> None:
        """Show the edit's result; compute it again only when it was undone before."""
        if self.sleeping:
            return
        result, self.result = self.result, None
        self._session.show(result or self._edit.apply(self._session.present))

    def undo(self) -> None:
        """Show the document without the edit."""
        if self.sleeping:
            return
        result, self.result = self.result, None
        self._session.show(result or self._inverse.apply(self._session.present))
        if self.passing:
            self.setObsolete(True)  # only now: Qt does not undo what is obsolete already

    @property
    def moment(self) -> Document | None:
        """The earlier moment that the edit was made in, if it was."""
        return self._edit.moment if isinstance(self._edit, GoBack) else None

    def id(self) -> int:
        """Return Qt's merge key: any gesture may merge, no gesture never does."""
        return -1 if self.gesture is None or self.sleeping else _MERGEABLE

    def mergeWith(self, later: QUndoCommand) -> bool:
        """Take up `later` if it belongs to the same gesture."""
        if not isinstance(later, Command) or later.gesture is not self.gesture:
            return False
        edit, inverse = self._edit.merge(later._edit), later._inverse.merge(self._inverse)
        if self.moment is not None:
            inverse = self._inverse  # it restores all that both change
        if edit is None or inverse is None:
            return False
        self._edit, self._inverse = edit, inverse
        self.setText(edit.text)
        return True
