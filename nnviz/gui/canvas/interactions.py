"""Mouse gestures on the network: one object each, from press to release."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from nnviz.document.elements import Edge, Element
from nnviz.gui.canvas.camera import Camera
from nnviz.gui.canvas.values import Hand, fineness, settable
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session

# A hand that clicks moves a little; only from here on does it drag.
SLACK = 3.0


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

    def release(self) -> None:
        """Do what is done once the button is let go."""

    def cancel(self) -> None:
        """Take back what was done so far (Esc)."""

    def paint(self, painter: QPainter) -> None:
        """Paint what shows it over the canvas."""

    @property
    def held(self) -> Edge | None:
        """The edge that is dragged, if it is one alone."""
        return None


class Hold(Interaction):
    """A press on an element: a click selects, a drag up or down changes what is selected.

    A drag on one of several moves all by the same amount, as one undo entry; a click collapses
    them to the one. With Shift or Ctrl held a click adds or removes it.

    Parameters
    ----------
    adds : bool
        Whether Shift or Ctrl is held.
    holds : bool
        Whether the hand is on a value that it can drag.
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        element: Element,
        at: QPointF,
        *,
        adds: bool,
        holds: bool,
    ) -> None:
        self._session, self._selection = session, selection
        self._element, self._adds, self._holds = element, adds, holds
        self._y, self._steps = at.y(), 0.0
        self._hand: Hand | None = None
        shapes = Qt.CursorShape
        self.cursor = shapes.SizeVerCursor if holds else shapes.PointingHandCursor
        if not adds and element not in selection.elements:
            selection.select(element)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the mouse to `at`."""
        by = self._y - at.y()
        if not self._holds or (self._hand is None and abs(by) < SLACK):
            return
        hand = self._hand = self._hand or self._taken()
        self._y = at.y()
        self._steps += by * fineness(modifiers)
        edit = hand.moved(self._session.document, self._steps * hand.step)
        # A value that cannot be is not taken; the hand sees that it stays where it was.
        self._session.try_apply(edit, gesture=self)

    @property
    def held(self) -> Edge | None:
        """The edge that is dragged, if it is one alone."""
        alone = self._hand is not None and len(self._selection.elements) == 1
        element = self._selection.element
        return element if alone and isinstance(element, Edge) else None

    def _taken(self) -> Hand:
        """Take what is selected in the hand; what was pressed to be added is taken alone."""
        if self._element not in self._selection.elements:
            self._selection.select(self._element)
        elements = self._selection.elements
        return Hand(self._session.document, elements, settable(self._element))

    def release(self) -> None:
        """Select what was clicked."""
        if self._hand is not None:
            return
        if self._adds:
            self._selection.toggle(self._element)
        else:
            self._selection.select(self._element)

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
