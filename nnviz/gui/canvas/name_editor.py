"""The field in which a name is given, over the name that it changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.gui.canvas.remark import Remark

_LEAST, _HEIGHT, _MARGIN = 110, 28, 4


class NameEditor(QLineEdit):
    """Types one name: Enter sets it, Esc reverts, what is no name gets one sentence.

    Parameters
    ----------
    name : str
        The present name.
    give : callable
        Takes the new name; returns None, or the sentence that says why it cannot be so.

    Attributes
    ----------
    gone : Signal()
        It has done its work.
    """

    gone = Signal()

    def __init__(
        self, name: str, give: Callable[[str], str | None], remark: Remark, canvas: QWidget
    ) -> None:
        super().__init__(name, canvas)
        self._give, self._remark, self._canvas = give, remark, canvas
        self.closed = False
        self.setFont(text_font(13, 600))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(200)
        self.setAccessibleName(f"Name of {name}")
        self.textEdited.connect(self._forget_problem)
        self.selectAll()

    def open(self, over: QRect) -> None:
        """Appear in the middle of `over`, inside the parent."""
        room = self._canvas.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(max(_LEAST, over.width() + 30), room.width())
        place = QRect(0, 0, width, _HEIGHT)
        place.moveCenter(over.center())
        place.moveLeft(min(max(place.left(), room.left()), room.right() - width))
        place.moveTop(min(max(place.top(), room.top()), room.bottom() - _HEIGHT))
        self.setGeometry(place)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_quietly(self) -> None:
        """Go away without giving a name."""
        self.closed = True
        self._remark.hide()
        self.hide()
        self.deleteLater()
        self.gone.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set on Enter, revert on Esc; neither key goes on to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give what was typed, if it can be, and go."""
        super().focusOutEvent(event)
        if not self.closed and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.closed = True
            problem = self._give(self.text())
            self.close_quietly()
            if problem is not None:
                said = f"{problem.rstrip('.')}. Nothing has changed."
                self._remark.say_after(said, self.geometry())

    def _enter(self) -> None:
        self.closed = True  # a change of the network closes what is open
        problem = self._give(self.text())
        if problem is None:
            self._leave()
        else:
            self.closed = False
            self._remark.say_beside(problem, self.geometry())

    def _leave(self) -> None:
        self.close_quietly()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_problem(self) -> None:
        self._remark.hide()
