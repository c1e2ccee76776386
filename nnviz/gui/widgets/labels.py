"""Text in the sizes and weights of the look."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from nnviz.diagram.fonts import interface_font, text_font

_FONTS = {
    "headline": (20, 600),
    "title": (17, 600),
    "strong": (13, 600),
    "body": (13, 400),
    "number": (13, 500),
    "figure": (13, 400),
    "name": (13, 600),
    "section": (12, 600),
    "secondary": (12, 400),
    "detail": (12, 400),
    "unit": (12, 400),
    "small": (11, 400),
    "accent": (11, 400),
    "error": (12, 400),
}
_NUMBERS = ("headline", "strong", "number", "figure", "small")


class Label(QLabel):
    """One text in a role of the look; `wrap` lets it take several lines."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        font = interface_font if role in _NUMBERS else text_font
        self.setFont(font(*_FONTS[role]))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)


class ElidedLabel(Label):
    """One line that ends in … where room is short; the tooltip then tells the whole."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def setText(self, text: str) -> None:
        """Show `text`, shortened where room is short."""
        super().setText(text)
        self.setToolTip(text if self._shortened() != text else "")

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is clipped."""
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self._shortened() != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.rect(), int(self.alignment()), self._shortened())

    def _shortened(self) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())


def button(text: str, kind: str = "secondary", tip: str = "") -> QPushButton:
    """Return a push button: 'primary' (one per view), 'secondary' or 'quiet'."""
    result = QPushButton(text)
    result.setProperty("kind", kind)
    result.setFont(text_font(13, 600))
    result.setToolTip(tip)
    return result
