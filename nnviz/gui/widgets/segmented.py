"""A switch between a few views or modes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from nnviz.diagram.fonts import text_font


class SegmentedSwitch(QFrame):
    """One of several words, side by side on a sunken ground.

    Attributes
    ----------
    chosen : Signal(str)
        The key that a person picked.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Iterable[tuple[str, str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        """Make a segment for each (key, words, tooltip); `name` is for assistive technology."""
        super().__init__(parent)
        self.setProperty("role", "switch")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, words, tip in choices:
            row.addWidget(self._segment(key, words, tip))
        self._group.buttonClicked.connect(self._picked)

    def _segment(self, key: str, words: str, tip: str) -> QPushButton:
        segment = QPushButton(words)
        segment.setProperty("kind", "segment")
        segment.setProperty("key", key)
        segment.setFont(text_font(13, 500))
        segment.setCheckable(True)
        segment.setToolTip(tip)
        segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(segment)
        self._buttons[key] = segment
        return segment

    def key(self) -> str:
        """Return the key of the chosen segment, '' before any is."""
        button = self._group.checkedButton()
        return button.property("key") if button else ""

    def set_key(self, key: str) -> None:
        """Show `key` as chosen."""
        self._buttons[key].setChecked(True)

    def set_enabled(self, key: str, enabled: bool) -> None:
        """Allow or forbid one segment."""
        self._buttons[key].setEnabled(enabled)

    def is_enabled(self, key: str) -> bool:
        """Return whether one segment can be chosen."""
        return self._buttons[key].isEnabled()

    def offer(self, key: str, offered: bool) -> None:
        """Show one segment, or take it away."""
        self._buttons[key].setVisible(offered)
        self._buttons[key].setEnabled(offered)

    def _picked(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.property("key"))
