"""What is told, in a corner of the caption: of which samples, in what steps; and the way into one.

Quiet words that open a menu; beside them, of a minibatch, the arrows from sample to sample.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.document.document import Document
from nnviz.explain.grain import Grain
from nnviz.gui.player import Player
from nnviz.gui.session import Session
from nnviz.gui.theme import icon
from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.restyled import is_restyled

_HIGH, _ICON = 24, 14
GRAIN_WORDS = {
    Grain.PASS: "by chapter",
    Grain.LAYER: "by layer",
    Grain.NEURON: "by neuron",
    Grain.TERM: "by term",
}


class ScopeBar(QWidget):
    """‹ mean of 16 samples › and “batch 1 of 7, by layer”, a button with a menu.

    Attributes
    ----------
    resized : Signal()
        There are other words, which take more room or less.
    choose : QToolButton
    back, whole, on : buttons
        To the sample before, to the minibatch as a whole, to the next sample.
    """

    resized = Signal()

    def __init__(self, session: Session, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self.back = self._arrow("chevron-left", "Previous sample of the batch (Alt+Left)")
        self.on = self._arrow("chevron-right", "Next sample of the batch (Alt+Right)")
        self.whole = _quiet()
        self.choose = _quiet()
        self.choose.setIcon(icon("chevron-down", _ICON))
        self.choose.setIconSize(QSize(_ICON, _ICON))
        self.choose.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The arrow stands behind the words.
        self.choose.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(self.choose)
        self.choose.setMenu(self.menu)
        self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (self.back, self.whole, self.on):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self.choose)
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        self.whole.clicked.connect(self._leave_sample)
        player.changed.connect(self._refresh)
        session.changed.connect(self._refresh)
        self._refresh()

    def offer(self, groups: Sequence[Sequence[QAction]]) -> None:
        """Fill the menu."""
        for k, actions in enumerate(groups):
            if k:
                self.menu.addSeparator()
            self.menu.addActions(list(actions))

    def words(self) -> str:
        """Return what is told, e.g. “Sample 12, by layer”."""
        return f"{self._subject()}, {GRAIN_WORDS[self._player.choice.grain]}"

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self.choose.setIcon(icon("chevron-down", _ICON))

    def _subject(self) -> str:
        scope, (number, count) = self._player.choice.scope, self._player.place
        if scope == "sample":
            return sample_words(self._session.document)
        if scope == "batch":
            return f"Batch {number:,} of {count:,}"
        return f"Epoch, batch {number:,} of {count:,}"

    def _refresh(self, _change: object = None) -> None:
        trains = self._player.mode == "train"
        self.setVisible(not trains)
        if trains:
            return
        samples, member = self._player.samples, self._player.choice.member
        for part in (self.back, self.whole, self.on):
            part.setVisible(samples > 1)
        whole = member is None
        words = "Mean of" if member is None else f"Sample {member + 1:,} of"
        _say(self.whole, f"{words} {samples:,}")
        self.whole.setEnabled(not whole)
        means = f"The means over {samples:,} samples; the arrows go into each"
        self.whole.setToolTip(means if whole else "Back to the whole batch (Alt+Home)")
        _say(self.choose, self.words())
        self.choose.setToolTip("Choose what is told, and in what steps")
        self.adjustSize()
        self.resized.emit()

    def _arrow(self, name: str, tip: str) -> IconButton:
        arrow = IconButton(name, tip)
        arrow.setFixedSize(QSize(_HIGH, _HIGH))
        arrow.setAutoRepeat(True)
        return arrow

    def _go_back(self) -> None:
        self._player.enter_beside(-1)

    def _go_on(self) -> None:
        self._player.enter_beside(1)

    def _leave_sample(self) -> None:
        self._player.enter(None)


def sample_words(document: Document) -> str:
    """Return which sample is shown: “Sample 12”, or that it is none of the data."""
    if document.data is None:
        return "One sample"
    return "Own sample" if document.sample is None else f"Sample {document.sample + 1:,}"


def _quiet() -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setFont(text_font(12))
    button.setFixedHeight(_HIGH)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _say(button: QToolButton, words: str) -> None:
    if words != button.text():
        button.setText(words)
        button.setAccessibleName(words)
