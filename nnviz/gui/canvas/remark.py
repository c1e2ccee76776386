"""A sentence at the place where something could not be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QWidget

from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.problem_label import ProblemLabel

_LONG = 8_000
_WIDTH, _GAP = 300, 4


class Remark(ProblemLabel):
    """Stands on its parent below a point; it goes by itself, or with the next thing done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._over = QTimer(self, interval=_LONG, singleShot=True)
        self._over.timeout.connect(self.hide)

    def say_at(self, sentence: str, at: QPoint) -> None:
        """Show a sentence with its upper edge's middle at `at`, inside the parent."""
        theme = current_theme()
        self.setStyleSheet(
            f"background: {theme.error_ground}; color: {theme.error};"
            " border-radius: 6px; padding: 4px 8px;"
        )
        self.say(sentence)
        self._stand(at)
        self._over.start()

    def say_after(self, sentence: str, at: QPoint) -> None:
        """Show it once the press that led elsewhere, and takes away what is said, is over."""
        QTimer.singleShot(0, self, partial(self.say_at, sentence, at))

    def follow(self, at: QPoint) -> None:
        """Move with what it is said of, if it is said."""
        if self.isVisible():
            self._stand(at)

    def _stand(self, at: QPoint) -> None:
        room = self._room.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        self.setFixedWidth(min(_WIDTH, room.width()))
        self.adjustSize()
        left = min(at.x() - self.width() // 2, room.right() - self.width())
        top = min(at.y(), room.bottom() - self.height())
        self.move(max(left, room.left()), max(top, room.top()))
        self.raise_()
