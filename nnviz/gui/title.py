"""The document's title in the tool bar, and whether it is saved."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.diagram.fonts import text_font
from nnviz.gui.session import Session
from nnviz.gui.theme import current_theme

_GAP = 9
_MARK = "Edited"


class TitleLabel(QWidget):
    """Title and "Edited" in a fixed width, so that what follows keeps its place."""

    def __init__(self, session: Session, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setFixedSize(QSize(width, 36))
        session.changed.connect(self._refresh)
        session.undo_stack.cleanChanged.connect(self._refresh)
        self._refresh()

    def _refresh(self, *_: object) -> None:
        mark = f" ({_MARK.lower()})" if self._session.modified else ""
        path = self._session.path
        words = self._session.document.title + mark
        if words != self.accessibleName():
            self.setAccessibleName(words)
            self.setToolTip(str(path) if path else f"{self._session.document.title}: not saved yet")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        theme, bold, plain = current_theme(), text_font(13, 600), text_font(12)
        mark = _MARK if self._session.modified else ""
        room = self.width() - 12 - (QFontMetrics(plain).horizontalAdvance(mark) + _GAP) * bool(mark)
        title = QFontMetrics(bold).elidedText(
            self._session.document.title, Qt.TextElideMode.ElideRight, max(room, 0)
        )
        base = (self.height() + QFontMetrics(bold).capHeight()) // 2
        with QPainter(self) as painter:
            painter.setFont(bold)
            painter.setPen(QColor(theme.ink))
            painter.drawText(0, base, title)
            painter.setFont(plain)
            painter.setPen(QColor(theme.ink2))
            painter.drawText(QFontMetrics(bold).horizontalAdvance(title) + _GAP, base, mark)
