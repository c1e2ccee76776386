"""A sentence at the place where something could not be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QWidget

from nnviz.gui.canvas.standing_beside import beside
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.problem_label import ProblemLabel

_LONG = 8_000
_WIDTH, _GAP = 260, 4


class Remark(ProblemLabel):
    """Stands on its parent at a point or beside a field; it goes by itself, or with what follows.

    Parameters
    ----------
    taken : callable, optional
        Returns the places on the parent over which it should not stand.
    """

    def __init__(self, parent: QWidget, taken: Callable[[], Sequence[QRect]] | None = None) -> None:
        super().__init__(parent)
        self._room, self._taken = parent, taken
        self._over = QTimer(self, interval=_LONG, singleShot=True)
        self._over.timeout.connect(self.hide)

    def say_at(self, sentence: str, at: QPoint) -> None:
        """Show a sentence with its upper edge's middle at `at`, inside the parent."""
        self._begin(sentence)
        room = self._seen_room
        left = min(at.x() - self.width() // 2, room.right() - self.width())
        top = min(at.y(), room.bottom() - self.height())
        self.move(max(left, room.left()), max(top, room.top()))

    def say_beside(self, sentence: str, field: QRect) -> None:
        """Show a sentence beside a field, where it covers least."""
        self._begin(sentence)
        self.follow(field)

    def say_after(self, sentence: str, field: QRect) -> None:
        """Show it once the press that led elsewhere, and takes away what is said, is over."""
        QTimer.singleShot(0, self, partial(self.say_beside, sentence, field))

    def follow(self, field: QRect) -> None:
        """Move with what it is said of, if it is said."""
        if self.isVisible():
            taken = () if self._taken is None else self._taken()
            self.move(beside(field, self.size(), self._seen_room, taken).topLeft())

    def _begin(self, sentence: str) -> None:
        theme = current_theme()
        self.setStyleSheet(
            f"background: {theme.error_ground}; color: {theme.error};"
            " border-radius: 6px; padding: 4px 8px;"
        )
        self.say(sentence)
        self.setFixedWidth(min(_WIDTH, self._seen_room.width()))
        self.adjustSize()
        self.raise_()
        self._over.start()

    @property
    def _seen_room(self) -> QRect:
        return self._room.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
