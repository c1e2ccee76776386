"""What a dialog asks, between its title and its buttons: it scrolls on a screen that is too low."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

# Heading, buttons, a sentence of what is wrong, and the frame that the system draws.
_ROUND_IT = 210


class FormBody(QScrollArea):
    """Labelled rows, as high as they are where the screen has room for them.

    Attributes
    ----------
    rows : QFormLayout
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = ground = QWidget()
        ground.setProperty("role", "panel")
        self._column = QVBoxLayout(ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self.rows = QFormLayout()
        self.rows.setHorizontalSpacing(16)
        self.rows.setVerticalSpacing(12)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(self.rows)
        self.setWidget(ground)
        ground.installEventFilter(self)

    def insert(self, widget: QWidget) -> None:
        """Put `widget` under the rows."""
        self._column.addWidget(widget, 1)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ask for other room when the rows do."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False

    def sizeHint(self) -> QSize:
        """Return the room that the rows need, as far as the screen has it."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return that same room: nothing scrolls that need not."""
        needed = self._ground.minimumSizeHint().expandedTo(self._ground.sizeHint())
        most = self.screen().availableSize().height() - _ROUND_IT
        if needed.height() <= most:
            return needed
        return QSize(needed.width() + self.verticalScrollBar().sizeHint().width(), most)
