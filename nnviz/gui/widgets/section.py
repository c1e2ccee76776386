"""A headed part of a panel."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.gui.widgets.labels import ElidedLabel


class Section(QWidget):
    """A small heading, what stands at its right end, and its body below."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = ElidedLabel(heading, "section")
        self.head = QHBoxLayout()
        self.head.setSpacing(4)
        self.head.addWidget(self._heading, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.body.addLayout(self.head)
        self.setAccessibleName(heading)

    def set_heading(self, heading: str) -> None:
        """Say something else over the section."""
        if heading != self._heading.text():
            self._heading.setText(heading)
            self.setAccessibleName(heading)

    def add(self, widget: QWidget) -> QWidget:
        """Put `widget` at the end of the body and return it."""
        self.body.addWidget(widget)
        return widget
