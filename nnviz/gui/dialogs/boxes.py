"""The two boxes that Qt makes, in the manner of the other dialogs."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget


def message_box(
    parent: QWidget, title: str, text: str, detail: str, buttons: QMessageBox.StandardButton
) -> QMessageBox:
    """Return a box whose buttons say what they do in words alone."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    box.setStandardButtons(buttons)
    for button in box.buttons():
        button.setIcon(QIcon())
    return box
