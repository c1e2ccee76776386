"""The two boxes that Qt makes, in the manner of the other dialogs."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

_Button = QMessageBox.StandardButton
_TIPS = {
    _Button.Ok: "Close this",
    _Button.Save: "Save first, then go on",
    _Button.Yes: "Go on: what is there now is lost",
    _Button.Discard: "Go on without saving: the changes are lost",
    _Button.Cancel: "Leave everything as it is",
}


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
        button.setToolTip(_TIPS[box.standardButton(button)])
    return box
