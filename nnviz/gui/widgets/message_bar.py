"""The bar over the canvas' top edge: what happened, where, and the one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.gui.notices import Notice
from nnviz.gui.theme import icon
from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.labels import Label, button
from nnviz.gui.widgets.restyled import is_restyled

_ICONS = {"error": "circle-alert", "warning": "triangle-alert"}
_HEIGHTS = {"error": 52, "warning": 40}
_MARGINS = {"error": 6, "warning": 4}
_DETAIL_LINES, _PADDING = 6, 6
_ROLES = {"error": "error", "warning": "warn"}


class MessageBar(QFrame):
    """Shows one notice; it takes no focus and stays until closed or solved.

    Attributes
    ----------
    closed : Signal()
        The bar was closed, or its action was taken.
    resized : Signal()
        The details were folded out or in: the bar wants another height.
    """

    closed = Signal()
    resized = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("role", f"bar-{notice.kind}")
        self.setAccessibleName(f"{notice.title} {notice.text}".strip())
        self._icon = QLabel()
        self._icon.setFixedSize(20, 20)
        self._details = self._make_details()
        self._copy = self._make_copy()
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(16, _MARGINS[notice.kind], 12, _MARGINS[notice.kind])
        box.setSpacing(8)
        box.addLayout(self._make_row())
        box.addWidget(self._details)
        self.setMinimumHeight(_HEIGHTS[notice.kind])
        self._draw_icon()

    def fit(self, width: int) -> None:
        """Take `width` and the height that the text needs there."""
        self.setFixedWidth(width)
        needed = self._box.heightForWidth(width)
        self.resize(width, max(needed, self.minimumHeight()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._draw_icon()

    def _make_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(self._make_words(), 1)
        if self.notice.details:
            details = button("Details", "quiet", "Show what is known about it")
            details.clicked.connect(self._fold)
            row.addWidget(self._copy)
            row.addWidget(details)
        for text, _ in self._offers():
            row.addWidget(self._make_action(text))
        close = IconButton("x", "Close this message")
        close.clicked.connect(self._close)
        row.addWidget(close)
        return row

    def _make_words(self) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        strong = self.notice.kind == "error"
        title = Label(self.notice.title, "strong" if strong else "body", wrap=True)
        title.setProperty("bar", self.notice.kind)
        words.addWidget(title)
        if self.notice.text:
            words.addWidget(Label(self.notice.text, "detail", wrap=True))
        return words

    def _offers(self) -> list[tuple[str, Callable[[], object]]]:
        first = [(self.notice.action, self.notice.act)] if self.notice.act is not None else []
        return [*first, *self.notice.more]

    def _make_action(self, text: str) -> QPushButton:
        kind = "secondary" if self.notice.kind == "error" else "warn"
        action = button(text, kind, "Do this, and close the message")
        action.clicked.connect(self._act)
        return action

    def _make_details(self) -> QPlainTextEdit:
        details = QPlainTextEdit(self.notice.details)
        details.setReadOnly(True)
        details.setAccessibleName("Details")
        details.setToolTip("What is known about it")
        details.setFixedHeight(_height_of(details))
        details.hide()
        return details

    def _make_copy(self) -> QPushButton:
        copy = button("Copy", "quiet", "Copy the message with its details to the clipboard")
        copy.clicked.connect(self._copy_all)
        copy.hide()
        return copy

    def _copy_all(self) -> None:
        notice = self.notice
        parts = (notice.title, notice.text, notice.details)
        QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))

    def _fold(self) -> None:
        folded = self._details.isHidden()
        self._details.setVisible(folded)
        self._copy.setVisible(folded)
        self.fit(self.width())
        self.resized.emit()

    def _act(self) -> None:
        taken = self.sender()
        assert isinstance(taken, QPushButton)  # connected to buttons alone
        dict(self._offers())[taken.text()]()
        self._close()

    def leave(self) -> None:
        """Hide, and give the keyboard back to what it stood over: Qt would go to what is next."""
        over, focus = self.parentWidget(), QApplication.focusWidget()
        if over is not None and focus is not None and self.isAncestorOf(focus):
            over.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _close(self) -> None:
        self.leave()
        self.closed.emit()

    def _draw_icon(self) -> None:
        role = _ROLES[self.notice.kind]
        picture = icon(_ICONS[self.notice.kind], 18, role)
        self._icon.setPixmap(picture.pixmap(QSize(18, 18), self.devicePixelRatioF()))


def _height_of(details: QPlainTextEdit) -> int:
    """Return the height of all lines, of many the first: the rest of the canvas stays in view."""
    lines = min(details.blockCount(), _DETAIL_LINES)
    around = 2 * (int(details.document().documentMargin()) + details.frameWidth() + _PADDING)
    return lines * details.fontMetrics().lineSpacing() + around
