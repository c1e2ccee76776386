"""The network from the keyboard: walk its elements, step their values."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from nnviz.gui.canvas.values import Hand, fineness, last_settable
from nnviz.gui.canvas.walk import walk_of
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session

_UP_DOWN = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_NUMBER_SIGNS = "0123456789.,-+−"


class Keyboard:
    """What the keys do while the canvas has the focus."""

    def __init__(self, session: Session, selection: Selection) -> None:
        self._session, self._selection = session, selection
        self._gesture = object()

    def walk(self, by: int) -> bool:
        """Select the next element in reading order (Tab); False where the network ends."""
        element = walk_of(self._session.document).next(self._selection.element, by)
        if element is not None:
            self._selection.select(element)
        return element is not None

    def press(self, event: QKeyEvent) -> bool:
        """Do what an arrow key asks for; False for any other key."""
        key = Qt.Key(event.key())
        if key in _UP_DOWN:
            self._step(_UP_DOWN[key], event)
        elif key in _SIDEWAYS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend(_SIDEWAYS[key])
        elif key in _SIDEWAYS:
            self._go_sideways(_SIDEWAYS[key])
        else:
            return False
        return True

    def _step(self, by: int, event: QKeyEvent) -> None:
        document, elements = self._session.document, self._selection.elements
        if last_settable(elements) is None:
            return
        if not event.isAutoRepeat():
            # As long as the key is held, its steps are one undo.
            self._gesture = object()
        hand = Hand(document, elements)
        edit = hand.moved(document, by * hand.step * fineness(event.modifiers()))
        self._session.try_apply(edit, gesture=self._gesture)

    def _extend(self, by: int) -> None:
        """Select the next element in reading order, too."""
        element = walk_of(self._session.document).next(self._selection.element, by)
        if element is not None:
            self._selection.add((element,))

    def _go_sideways(self, by: int) -> None:
        element = walk_of(self._session.document).sideways(self._selection.element, by)
        if element is not None:
            self._selection.select(element)


def typed_number(event: QKeyEvent) -> str:
    """Return the beginning of a number that was typed, '' for any other key."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    text = event.text()
    return text if text and text in _NUMBER_SIGNS and not held else ""
