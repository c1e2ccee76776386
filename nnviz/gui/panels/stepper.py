"""Two arrows to the one before and the one after."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.labels import Label

_DELAY, _EVERY = 350, 60


class Stepper(QWidget):
    """‹ place ›; a held arrow repeats.

    Attributes
    ----------
    stepped : Signal(int)
        −1 or +1.
    """

    stepped = Signal(int)

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = Label("", "small")
        self.back = self._arrow("chevron-left", f"Previous {what}")
        self.on = self._arrow("chevron-right", f"Next {what}")
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self._place, self.back, self.on):
            row.addWidget(widget)

    def set_place(self, place: str) -> None:
        """Say where one is, such as 1–12 of 784."""
        self._place.setText(place + " ")

    def _arrow(self, name: str, tip: str) -> IconButton:
        arrow = IconButton(name, tip)
        arrow.setFixedSize(24, 24)
        arrow.setAutoRepeat(True)
        arrow.setAutoRepeatDelay(_DELAY)
        arrow.setAutoRepeatInterval(_EVERY)
        return arrow

    def _go_back(self) -> None:
        self.stepped.emit(-1)

    def _go_on(self) -> None:
        self.stepped.emit(1)
