"""The white ground on which pictures and plots stand."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


class Card(QFrame):
    """A rounded surface with a hairline round it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
