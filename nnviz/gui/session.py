"""The session: it owns the open document and is the only one that changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from shiboken6 import isValid

from nnviz.document.document import Document
from nnviz.document.edits import Edit, EditError, GoBack
from nnviz.document.files import open_with_digest
from nnviz.document.history import History
from nnviz.document.models import show_numbers
from nnviz.engine.models import Sequential
from nnviz.engine.trace import Trace
from nnviz.gui.changes import BESIDE_TRAINING, Change, difference
from nnviz.gui.commands import Command
from nnviz.gui.ready import Beside, Ready, edited, takes_long
from nnviz.gui.task import GivenUpError
from nnviz.gui.traced import Traced
from nnviz.gui.turns import Turns
from nnviz.gui.undo_memory import UndoMemory
from nnviz.gui.undone import Undone

__all__ = ["Change", "Session"]

# From a source to the document and the digest of its file.
Reader = Callable[[str | Path], tuple[Document, str]]


class Session(QObject):
    """The open document with its undo history, its file, its model and its trace.

    Attributes
    ----------
    changed : Signal(Change)
        The document changed; every view redraws from `document` and `trace`.
    joining : Signal()
        Something is about to change or read the document: a training run ends itself first.
    undo_stack : QUndoStack
        The edits; clean when the document is as saved or as opened.
    undo_memory : UndoMemory
        Lets the oldest of them go when they take too much.
    path : Path or None
        The document's file; None for a new document and for an example.
    digest : str or None
        That of the file as it was read or written last.
    saving : bool
        Whether the document is being written.
    turns : Turns
        Of what can wait while the window has more to do than fits into a frame.
    passing : bool
        Whether what changes is one state of many that training passes through.
    beside : callable or None
        What large edits are made by; None: at once.
    """

    changed = Signal(object)
    joining = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        finalize(self, _empty, self.undo_stack).atexit = False
        self.undo_memory = UndoMemory(self.undo_stack, self)
        self._undone = Undone(self.undo_stack)
        self.path: Path | None = None
        self.digest: str | None = None
        self.saving = False
        self.turns = Turns(self)
        self.passing = False
        self.beside: Beside | None = None
        self._document = document
        self._present: Document | None = None
        self._trace: Trace | None = None
        self._model: Sequential | None = None
        self._expected: Ready | None = None
        self._modelled = document

    @property
    def document(self) -> Document:
        """The document shown: as it is now, training in progress included, or as it was."""
        return self._document

    @property
    def present(self) -> Document:
        """The document as it is now, whatever moment is visited; the undo stack leads to it."""
        return self._document if self._present is None else self._present

    @property
    def visiting(self) -> bool:
        """Whether an earlier moment is shown."""
        return self._present is not None

    @property
    def model(self) -> Sequential:
        """The document's network; made once per document, for reading only."""
        if self._model is None or self._modelled is not self._document:
            self._model = self._refilled() or self._document.model(learns=False)
            self._modelled = self._document
        return self._model

    @property
    def trace(self) -> Trace:
        """The pass of the current sample; without a target only its forward part."""
        if self._trace is None:
            self._trace = self.model.trace(self._document.x, self._document.y)
        return self._trace

    @property
    def has_samples(self) -> bool:
        """Whether there are data to choose from; one sample alone is just what is shown."""
        return self._document.data is not None and self._document.data.n_samples > 1

    @property
    def name(self) -> str:
        """The document's title, and the file it is kept in: two files may have one title."""
        title = self.document.title
        return title if self.path is None else f"{title} ({self.path.name})"

    @property
    def modified(self) -> bool:
        """Whether there is something to save."""
        return not self.undo_stack.isClean()

    # ---------------------------------------------------------------- edits

    def apply(self, edit: Edit, gesture: object | None = None) -> None:
        """Apply `edit` as one undo entry; edits of the same `gesture` share one.

        An edit made while an earlier moment is visited leads back to that moment, all in one
        entry; only the choice of what sample is shown leaves the moment as it is.

        Raises
        ------
        EditError
            If the edit does not fit; the document is then as before, as it is if the user does not
            want to wait for one that takes long.
        """
        with suppress(GivenUpError):
            self._push_from_here(edit, gesture)

    def _push_from_here(self, edit: Edit, gesture: object | None) -> None:
        """Push an edit of what is shown; what changes nothing there changes nothing elsewhere."""
        if not self.visiting:
            self._push(edit, gesture)
            return
        long = self._is_long(edit, gesture)  # such an edit is made once, beside the window
        change = Change.ALL if long else difference(self._document, edit.apply(self._document))
        if change & ~BESIDE_TRAINING:
            self._push(GoBack(self._document, edit, edit.text), gesture)
        elif change:
            self._push(edit, gesture)

    def _push(self, edit: Edit, gesture: object | None = None) -> None:
        before = self.present
        result = self._made(edit, gesture)
        change = difference(before, result)
        if not change:
            return  # it is so already
        if change & ~BESIDE_TRAINING:
            self.joining.emit()
        if self.present is not before:
            result = self._made(edit, gesture)
        inverse = edit.invert(self.present)
        self._undone.keep(gesture)
        self.undo_stack.push(Command(self, edit, inverse, result, gesture))
        self.undo_memory.note(self.present)

    def _made(self, edit: Edit, gesture: object | None = None) -> Document:
        """Return what an edit makes of the present."""
        present, beside = self.present, self.beside
        if beside is None or not self._is_long(edit, gesture):
            return edit.apply(present)
        self._expected = None
        ready = beside(partial(edited, edit, present), edit.text)
        self.expect(ready)
        return ready.document

    def _is_long(self, edit: Edit, gesture: object | None) -> bool:
        """Return whether to make an edit beside the window; a hand on the mouse waits for none."""
        return self.beside is not None and gesture is None and takes_long(edit, self.present)

    def try_apply(self, edit: Edit, gesture: object | None = None) -> str | None:
        """Apply `edit`; return None, or the sentence that says why it does not fit."""
        try:
            self._push_from_here(edit, gesture)
        except EditError as error:
            return str(error)
        except GivenUpError:
            return f"{edit.text}: you have ended it, nothing has changed"
        return None

    def revert(self, gesture: object) -> None:
        """Take back the edits of `gesture`, if it is the last thing done, leaving no entry.

        What could be redone before can be redone again.
        """
        command = self.undo_stack.command(self.undo_stack.index() - 1)
        if isinstance(command, Command) and command.gesture is gesture:
            command.passing = True
            moment = command.moment
            self.undo_stack.undo()
            self.undo_memory.note_again(self._undone.put_back(gesture))
            if moment is not None:
                self.visit(moment)

    def undo(self) -> None:
        """Take back the last edit; a training run under way ends first and is that edit."""
        self._settle()
        if self._prepared(self.undo_stack.index() - 1, 1):
            self.undo_stack.undo()

    def redo(self) -> None:
        """Do the last undone edit again."""
        self._settle()
        if self._prepared(self.undo_stack.index(), 0):
            self.undo_stack.redo()

    def _prepared(self, at: int, way: int) -> bool:
        """Let a command have at hand what it leads to; return whether nobody ended that."""
        command = self.undo_stack.command(at)
        with suppress(GivenUpError):
            if isinstance(command, Command):
                command.result = self._made(command.edits[way])
            return True
        return False

    def show(self, document: Document) -> None:
        """Make `document` the present one; for the undo commands only."""
        shown, moved = document, difference(self.present, document)
        if self.visiting and not moved & ~BESIDE_TRAINING:
            self._present, shown = document, _with_sample(self._document, document)
        else:
            self._present = None
        self._show(shown, moved)

    def _show(self, document: Document, moved: Change | None = None) -> None:
        """Tell what is new on screen, and what has `moved` at present, which a visit may hide."""
        change = difference(self._document, document)
        self._take(document)
        self.changed.emit(change if moved is None else change | moved)

    # ------------------------------------------------------------- visiting

    def visit(self, moment: Document) -> None:
        """Show the network as it was at `moment`; nothing is pushed, the present stays.

        The sample shown stays, too.
        """
        self.joining.emit()
        present = self.present
        self._present = present
        self._show(_with_sample(moment, present))

    def leave(self) -> None:
        """Show the present again."""
        present, self._present = self._present, None
        if present is not None:
            self._show(present)

    def go_back(self) -> None:
        """Make the visited moment the present one, as one undo entry; without a visit nothing."""
        if self.visiting:
            self._push(GoBack(self._document))

    def _settle(self) -> None:
        """End a training run, and show the present."""
        self.joining.emit()
        self.leave()

    # ------------------------------------------------------------- training

    def show_training(
        self,
        parameters: npt.NDArray[np.float64],
        history: History,
        optimizer_state: Mapping[str, Any] | None = None,
        traced: Traced | None = None,
    ) -> None:
        """Show a training run's present state, at most once per displayed frame; not pushed.

        `traced` is the pass of a sample there, where it is known already.
        """
        document = self._document.replaced(
            parameters=parameters, history=history, optimizer_state=optimizer_state
        )
        self._take(document)
        if traced is not None and traced.is_of(document):
            self._trace = traced.trace
        self.passing = True
        try:
            self.changed.emit(Change.PARAMETERS | Change.HISTORY)
        finally:
            self.passing = False

    def finish_training(self, before: Document, trained: Edit | None) -> None:
        """Push a whole run as one entry that leads back to `before`; None takes the run back."""
        start = self._document.replaced(
            parameters=before.parameters,
            history=before.history,
            optimizer_state=before.optimizer_state,
        )
        self._take(start)
        if trained is None:
            self.changed.emit(Change.PARAMETERS | Change.HISTORY)
        else:
            self.apply(trained)

    # ---------------------------------------------------------------- files

    def new(self, document: Document) -> None:
        """Begin `document`, which has no file yet."""
        self._begin(document, None)

    def open(self, source: str | Path, read: Reader = open_with_digest) -> None:
        """Open a file or ``example:NAME``, with what `read` makes of it.

        Raises
        ------
        DocumentError
            If it cannot be read; the open document is then untouched.
        """
        document, found = read(source)
        if str(source).startswith("example:"):
            self._begin(document, None)
        else:
            self._begin(document, Path(source), found)

    def expect(self, ready: Ready) -> None:
        """Have the network and the pass of a document at hand when it comes to be shown."""
        self._expected = ready

    def recover(self, document: Document, path: Path | None, read: str | None) -> None:
        """Begin a document that was never saved as it is; `path` is the file it belongs to.

        `read` is the digest that the file had when the document was made of it.
        """
        self._begin(document, path, read)
        self.undo_stack.resetClean()

    def start_saving(self) -> Document:
        """Return the document to write, which counts as saved from now on, until that fails."""
        self._settle()
        self.saving = True
        self.undo_stack.setClean()
        return self._document

    def saved(self, path: Path, written: str) -> None:
        """Know that it is written to `path`, which is its file now, and with what digest."""
        self.saving = False
        self.path, self.digest = path, written
        self.changed.emit(Change.FILE)

    def not_saved(self) -> None:
        """Know that it could not be written: there is still something to save."""
        self.saving = False
        self.undo_stack.resetClean()

    def _begin(self, document: Document, path: Path | None, read: str | None = None) -> None:
        self.joining.emit()
        self._undone.keep(None)
        self.undo_stack.clear()  # which is told at once, so while all is as it was
        self._present = None
        self._take(document)
        self.path, self.digest = path, read
        self.changed.emit(Change.ALL)

    def _take(self, document: Document) -> None:
        if difference(self._document, document) & ~Change.TITLE:
            self._trace = None
        self._document = document
        expected = self._expected
        if expected is not None and expected.document is document:
            self._expected, self._modelled = None, document
            self._model, self._trace = expected.model, expected.trace

    def _refilled(self) -> Sequential | None:
        """Fill the model at hand with the document's parameters, if it has the same make."""
        old, document, model = self._modelled, self._document, self._model
        if (
            model is None
            or old.layers is not document.layers
            or old.training is not document.training
            or old.frozen is not document.frozen
            or old.sizes != document.sizes
        ):
            return None
        if document.optimizer_state is None and old.optimizer_state is not None:
            return None
        show_numbers(model, document)
        return model


def _with_sample(document: Document, other: Document) -> Document:
    """Return `document` showing the sample, and under the title, of the other."""
    if not difference(document, other) & BESIDE_TRAINING:
        return document
    names = ("title", "input", "target", "sample")
    return document.replaced(**{name: getattr(other, name) for name in names})


def _empty(stack: QUndoStack) -> None:
    """Empty the stack of a forgotten session.

    PySide6 crashes when the garbage collector finds a stack that still holds commands.
    """
    if isValid(stack):
        stack.clear()
