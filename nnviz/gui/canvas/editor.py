"""The editor in place: a field over a value of the picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.document.edits import set_values
from nnviz.document.elements import Element
from nnviz.document.parsing import parse_number
from nnviz.document.several_edits import Addresses, FloatArray, named
from nnviz.gui.canvas.remark import Remark
from nnviz.gui.session import Session
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.labels import Label

_SIZE = QSize(92, 28)


class ValueEditor(QLineEdit):
    """Types the value of what is selected: Enter sets it, Esc reverts, bad text gets one sentence.

    Several elements are all set to one number, and it says how many they are.

    Attributes
    ----------
    closed : bool
        Whether it has done its work and only waits to be deleted.
    """

    def __init__(
        self, session: Session, elements: Sequence[Element], remark: Remark, parent: QWidget
    ) -> None:
        self._shown = _common(Addresses.of(session.document, elements).read(session.document))
        super().__init__(self._shown, parent)
        self._session, self._elements, self._canvas = session, elements, parent
        self._remark = remark
        self._count = Label("", "small", parent=parent)
        self.closed = False
        self.setProperty("kind", "number")
        self.setFont(interface_font(13, 500))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(200)
        what = named(session.document, elements)
        self.setAccessibleName(f"Value of {what}")
        self._count.setText(f"sets {what}" if len(elements) > 1 else "")
        self.textEdited.connect(self._forget_problem)
        self.selectAll()

    def open(self, over: QRect, typed: str = "") -> None:
        """Appear in the middle of `over`; `typed` replaces the old value."""
        if typed:
            self.setText(typed)
        self.show()
        self.place(over)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, over: QRect) -> None:
        """Stand in the middle of `over`, inside the parent."""
        room = self._canvas.rect()
        place = QRect(over.center() - QRect(0, 0, _SIZE.width(), _SIZE.height()).center(), _SIZE)
        place.moveLeft(min(max(place.left(), 4), room.right() - _SIZE.width() - 4))
        place.moveTop(min(max(place.top(), 4), room.bottom() - _SIZE.height() - 4))
        self.setGeometry(place)
        self._show_count()
        self._remark.follow(self._field())

    def _show_count(self) -> None:
        """Say over the field how many it sets."""
        theme, count = current_theme(), self._count
        count.setStyleSheet(
            f"background: {theme.accent}; color: {theme.on_accent};"
            " border-radius: 6px; padding: 2px 8px;"
        )
        count.adjustSize()
        left = min(self.x(), self._canvas.width() - count.width() - 4)
        over = self.y() - count.height() - 4
        count.move(left, over if over >= 0 else self.geometry().bottom() + 5)
        count.setVisible(bool(count.text()))

    @property
    def problem(self) -> str:
        """The sentence that is shown, '' if none."""
        return "" if self._remark.isHidden() else self._remark.text()

    def close_quietly(self) -> None:
        """Go away without setting anything."""
        self.closed = True
        if self.hasFocus():
            # Else Qt looks for the next widget, and Tab on the canvas walks to another element.
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._remark.hide()
        for widget in (self, self._count):
            widget.hide()
            widget.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set on Enter, revert on Esc; neither key goes on to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_quietly()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Set what was typed, if it can be read, and go."""
        super().focusOutEvent(event)
        if not self.closed and event.reason() != Qt.FocusReason.PopupFocusReason:
            problem = self._set()
            self.close_quietly()
            if problem is not None:
                said = f"{problem.rstrip('.')}. Nothing has changed."
                self._remark.say_after(said, self._field())

    def _enter(self) -> None:
        problem = self._set()
        if problem is None:
            self.close_quietly()
        else:
            self._remark.say_beside(problem, self._field())

    def _set(self) -> str | None:
        """Set what was typed; return None, or the sentence that says why it does not fit."""
        if self.text() == self._shown:
            return None
        try:
            value = parse_number(self.text())
        except ValueError as error:
            return str(error)
        edit = set_values(self._session.document, self._elements, value)
        return self._session.try_apply(edit)

    def _field(self) -> QRect:
        """Return where the field stands, and over it how many it sets."""
        counts = bool(self._count.text())
        return self.geometry() | self._count.geometry() if counts else self.geometry()

    def _forget_problem(self) -> None:
        self._remark.hide()


def _common(values: FloatArray) -> str:
    """Return the text of the one value that all have, '' if they differ."""
    return _exact(float(values[0])) if (values == values[0]).all() else ""


def _exact(value: float) -> str:
    """Return the shortest text that reads back as `value`."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
