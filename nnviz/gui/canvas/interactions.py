"""Mouse gestures on the network: one object each, from press to release."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt

from nnviz.gui.canvas.camera import Camera
from nnviz.gui.canvas.values import Settable, edit_to, fineness, moved, step_of, value_of
from nnviz.gui.session import Session

# A hand that clicks moves a little; only from here on does it drag.
_SLACK = 3.0


class Interaction:
    """What the mouse does between press and release.

    Attributes
    ----------
    cursor : Qt.CursorShape
        Shown while it lasts.
    """

    cursor = Qt.CursorShape.ArrowCursor

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the mouse to `at`."""

    def cancel(self) -> None:
        """Take back what was done so far (Esc)."""


class ValueDrag(Interaction):
    """Drag up and down to change a value; the whole drag is one undo entry."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, session: Session, element: Settable, at: QPointF) -> None:
        self._session, self._element = session, element
        self._start = value_of(session.document, element)
        self._step = step_of(session.document, element)
        self._y, self._steps = at.y(), 0.0
        self._begun = False

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the mouse to `at`."""
        by = self._y - at.y()
        if not self._begun and abs(by) < _SLACK:
            return
        self._begun = True
        self._y = at.y()
        self._steps += by * fineness(modifiers)
        value = moved(self._start, self._steps * self._step)
        edit = edit_to(self._session.document, self._element, value)
        # A value that cannot be is not taken; the hand sees that it stays where it was.
        self._session.try_apply(edit, gesture=self)

    def cancel(self) -> None:
        """Take back what was done so far."""
        self._session.revert(self)


class Pan(Interaction):
    """Drag the picture about."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, camera: Camera, at: QPointF, moved: Callable[[], None]) -> None:
        self._camera, self._moved = camera, moved
        self._at, self._start = at, QPointF(camera.shift)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the mouse to `at`."""
        del modifiers
        self._camera.pan(at - self._at)
        self._at = at
        self._moved()

    def cancel(self) -> None:
        """Take back what was done so far."""
        self._camera.shift = self._start
        self._moved()
