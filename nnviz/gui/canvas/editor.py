"""The editor in place: a field over a value of the picture."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.document.naming import symbol
from nnviz.document.parsing import parse_number
from nnviz.gui.canvas.values import Settable, edit_to, value_of
from nnviz.gui.session import Session
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.problem_label import ProblemLabel

_SIZE = QSize(92, 28)


class ValueEditor(QLineEdit):
    """Types one element's value: Enter sets it, Esc reverts, bad text gets one sentence.

    Attributes
    ----------
    closed : bool
        Whether it has done its work and only waits to be deleted.
    """

    def __init__(self, session: Session, element: Settable, parent: QWidget) -> None:
        super().__init__(_exact(value_of(session.document, element)), parent)
        self._session, self._element, self._canvas = session, element, parent
        self._problem = ProblemLabel(parent)
        self.closed = False
        self.setProperty("kind", "number")
        self.setFont(interface_font(13, 500))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(200)
        self.setAccessibleName(f"Value of {symbol(session.document, element).plain}")
        self.textEdited.connect(self._forget_problem)
        self.selectAll()

    def open(self, over: QRect, typed: str = "") -> None:
        """Appear in the middle of `over`, inside the parent; `typed` replaces the old value."""
        room = self._canvas.rect()
        place = QRect(over.center() - QRect(0, 0, _SIZE.width(), _SIZE.height()).center(), _SIZE)
        place.moveLeft(min(max(place.left(), 4), room.right() - _SIZE.width() - 4))
        place.moveTop(min(max(place.top(), 4), room.bottom() - _SIZE.height() - 4))
        self.setGeometry(place)
        if typed:
            self.setText(typed)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def problem(self) -> str:
        """The sentence that is shown, '' if none."""
        return self._problem.text()

    def close_quietly(self) -> None:
        """Go away without setting anything."""
        self.closed = True
        self.hide()
        self._problem.hide()
        self._problem.deleteLater()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set on Enter, revert on Esc; neither key goes on to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Set what was typed, if it can be read, and go."""
        super().focusOutEvent(event)
        if not self.closed and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._set()
            self.close_quietly()

    def _enter(self) -> None:
        problem = self._set()
        if problem is None:
            self._leave()
        else:
            self._complain(problem)

    def _set(self) -> str | None:
        """Set what was typed; return None, or the sentence that says why it does not fit."""
        if self.text() == _exact(value_of(self._session.document, self._element)):
            return None
        try:
            value = parse_number(self.text())
        except ValueError as error:
            return str(error)
        return self._session.try_apply(edit_to(self._session.document, self._element, value))

    def _complain(self, problem: str) -> None:
        room = self._canvas.rect()
        theme = current_theme()
        self._problem.setStyleSheet(
            f"background: {theme.error_ground}; color: {theme.error};"
            " border-radius: 6px; padding: 4px 8px;"
        )
        self._problem.say(problem)
        self._problem.setFixedWidth(min(260, room.width() - 8))
        self._problem.adjustSize()
        left = min(self.x(), room.right() - self._problem.width() - 4)
        below = self.geometry().bottom() + 4
        fits = below + self._problem.height() <= room.bottom()
        self._problem.move(left, below if fits else self.y() - self._problem.height() - 4)
        self._problem.raise_()

    def _forget_problem(self) -> None:
        self._problem.say(None)

    def _leave(self) -> None:
        self.close_quietly()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)


def _exact(value: float) -> str:
    """Return the shortest text that reads back as `value`."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
