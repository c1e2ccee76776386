"""The frame of a dialog: labelled rows, a sentence of what is wrong, OK and Cancel."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.gui.dialogs.form_body import FormBody
from nnviz.gui.tab_order import go_on, tab_stops, take_keyboard_to
from nnviz.gui.widgets.labels import button
from nnviz.gui.widgets.problem_label import ProblemLabel


class Form(QDialog):
    """A window-modal dialog that checks itself before it is accepted.

    Subclasses override `take`, which does what the dialog is for and returns None, or the
    sentence of what is wrong.
    """

    def __init__(self, title: str, accept: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setFont(interface_font(17, 600))
        self._body = FormBody()
        self.rows = self._body.rows
        self.problem = ProblemLabel()
        self.ok = button(accept, "primary", tip)
        self.ok.setDefault(True)
        self.cancel = button("Cancel", "secondary", "Leave everything as it is")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(16)
        self.column.addWidget(heading)
        self.column.addWidget(self._body, 1)
        self._end()
        self.ok.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def _end(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.ok)
        self._buttons = buttons
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.column.addLayout(buttons)

    def insert(self, widget: QWidget) -> None:
        """Put `widget` under the rows."""
        self._body.insert(widget)

    def row(self, label: str, field: QWidget) -> None:
        """Add a labelled field."""
        field.setAccessibleName(label)
        self.rows.addRow(label, field)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first field."""
        super().showEvent(event)
        take_keyboard_to(tab_stops(self)[0], 1)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on as one reads."""
        return go_on(tab_stops(self), 1 if forward else -1) or super().focusNextPrevChild(forward)

    def take(self) -> str | None:
        """Do what the dialog is for; return what is wrong, if anything."""
        raise NotImplementedError

    def accept(self) -> None:
        """Close, unless something is wrong: then say it and stay."""
        wrong = self.take()
        self.tell(wrong)
        if wrong is None:
            super().accept()

    def tell(self, wrong: str | None) -> None:
        """Say what is wrong, if anything."""
        self.problem.say(wrong)
        if wrong is not None:
            self._make_room()

    def _make_room(self) -> None:
        """Grow by what the sentence needs, so that the rows keep their heights."""
        self.column.invalidate()
        needed = self.column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(needed, self.height()))
