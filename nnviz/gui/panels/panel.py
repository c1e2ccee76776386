"""A side panel: it scrolls, and redraws from the session when something changed and it is seen."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnviz.gui.following import Following
from nnviz.gui.session import Change, Session


class Panel(QScrollArea):
    """A column of sections, as wide as its dock.

    Attributes
    ----------
    margins : QMargins
        Around the column; less towards the canvas, from which the docks' gap sets it apart.
    patient : bool
        Whether it waits for its turn when another document was opened.
    """

    margins = QMargins(16, 12, 16, 16)
    patient = False

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._missed = Change.ALL
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        ground.setProperty("role", "panel")
        self.column = QVBoxLayout(ground)
        self.column.setContentsMargins(self.margins)
        self.column.setSpacing(24)
        self.setWidget(ground)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        Following(session, self, self.patient).changed.connect(self._follow)

    def refresh(self, change: Change) -> None:
        """Show what the session holds now; `change` says what is new."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while the panel was hidden."""
        super().showEvent(event)
        self._catch_up()

    def _make_room(self, _least: int, most: int) -> None:
        """Let the scroll bar take its width from the margin, so that nothing else moves."""
        bar = self.verticalScrollBar().sizeHint().width() if most else 0
        margins = QMargins(self.margins)
        margins.setRight(max(margins.right() - bar, 2))
        self.column.setContentsMargins(margins)

    def _follow(self, change: Change) -> None:
        self._missed |= change
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        missed, self._missed = self._missed, Change(0)
        if missed:
            self.refresh(missed)
