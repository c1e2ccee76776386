"""A field for one number: it reads what people type and never changes a value by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from nnviz.document.parsing import parse_number
from nnviz.explain.numbers import format_given
from nnviz.gui.widgets.number_entry import NumberEntry

_KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_WIDEST, _FRAME = 132, 22
"""The most that a field grows to for a long number, and what of it is not for text."""


class NumberField(NumberEntry):
    """Shows a value; Enter or leaving the field sets what was typed, Esc reverts.

    Attributes
    ----------
    edited : Signal(object)
        The person typed this value: a number, or None where `parse` allows that.
    stepped : Signal(int, object)
        An arrow key asked for so many steps; the token is the same while the key is held.
    refused : Signal(str)
        The sentence of what is wrong with the text; the old value stands again. '' clears it.
    """

    edited = Signal(object)
    stepped = Signal(int, object)
    refused = Signal(str)

    def __init__(
        self,
        parse: Callable[[str], float | None] = parse_number,
        show: Callable[[float, int], str] = format_given,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._parse, self._show = parse, show
        self._value: float | None = None
        self._digits = 4
        self._gesture: object | None = None
        self._wide = super().sizeHint().width()
        self.returnPressed.connect(self._enter)
        self.textEdited.connect(self._forget_problem)

    def sizeHint(self) -> QSize:
        """Return the size it likes best: wide enough for what it has shown."""
        return QSize(self._wide, super().sizeHint().height())

    def value(self) -> float | None:
        """Return the value shown; None for an empty field."""
        return self._value

    def set_value(self, value: float | None, digits: int = 4) -> None:
        """Show `value` with up to `digits` decimals, fewer where even a wide field has no room.

        Text in the middle of being typed stays.
        """
        self._value, self._digits = value, digits
        if not (self.hasFocus() and self.isModified()):
            self._show_value()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was being done as finished."""
        super().focusOutEvent(event)
        self._commit()
        self._show_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys that belong to it."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show_value()
        elif event.key() in _KEYS:
            self._step(event)
        else:
            super().keyPressEvent(event)

    def _step(self, event: QKeyEvent) -> None:
        self._commit()
        if not event.isAutoRepeat():
            self._gesture = object()
        self.stepped.emit(_KEYS[Qt.Key(event.key())], self._gesture)

    def _enter(self) -> None:
        self._commit()
        self.selectAll()

    def _commit(self) -> None:
        if not self.isModified():
            return
        text = self.text()
        self._show_value()
        try:
            value = self._parse(text)
        except ValueError as error:
            # Nothing typed is nothing wanted: the value that stands is shown again, that is all.
            self.refused.emit(str(error) if text.strip() else "")
        else:
            self.edited.emit(value)

    def _forget_problem(self) -> None:
        self.refused.emit("")

    def _show_value(self) -> None:
        shown = "" if self._value is None else self._written(self._value)
        if shown != self.text():
            self.setText(shown)
            self._make_room(shown)
        self.setModified(False)
        self.setCursorPosition(0) if not self.hasFocus() else None

    def _written(self, value: float) -> str:
        texts = (self._show(value, digits) for digits in range(self._digits, -1, -1))
        shortest = self._show(value, 0)
        return next((text for text in texts if self._width(text) <= _WIDEST), shortest)

    def _make_room(self, text: str) -> None:
        """Grow, but never shrink again: what stands beside the field is not to jump about."""
        needed = min(self._width(text), _WIDEST)
        if needed > self._wide:
            self._wide = needed
            self.updateGeometry()

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + _FRAME
