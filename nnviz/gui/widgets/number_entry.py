"""A line for one number, as wide and high as all of them; what is typed stays as it is typed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from nnviz.diagram.fonts import interface_font

_LONGEST = 200


class NumberEntry(QLineEdit):
    """A line of a form: who asks reads its text when the form is taken."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "number")
        self.setFont(interface_font(13, 500))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMaxLength(_LONGEST)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return QSize(76, 28)
