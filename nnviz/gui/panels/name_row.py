"""The name of a layer, an input or an output as a field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from nnviz.diagram.fonts import text_font
from nnviz.document.edits import Name
from nnviz.document.elements import Element
from nnviz.document.name_edits import name_of
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel

_WIDTH = 160


class NameField(QLineEdit):
    """A line of text; Esc brings back what stood there."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.setFont(text_font(13))
        self.setFixedSize(_WIDTH, 28)
        self.setMaxLength(200)
        self.setAccessibleName("Name")
        self.setToolTip("Its name on the picture, in captions and in files")

    def show_name(self, name: str) -> None:
        """Show a name; what is being typed stays."""
        self.shown = name
        if not (self.hasFocus() and self.isModified()):
            self.put_back()

    def put_back(self) -> None:
        """Show the name that stands."""
        self.setText(self.shown)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Revert on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.put_back()
        else:
            super().keyPressEvent(event)


class NameRow(QWidget):
    """Names what it stands for; it is not there for what has no name."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._element: Element | None = None
        self.field = NameField()
        self._problem = ProblemLabel()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(Label("Name", "section"), 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self._problem, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.field.editingFinished.connect(self._give)
        self.field.textEdited.connect(self._forget_problem)

    def stand_for(self, element: Element) -> None:
        """Show the name of `element`."""
        name = name_of(self._session.document, element)
        if element != self._element:
            self.field.setModified(False)
            self._problem.say(None)
        self._element = element
        self.setVisible(name is not None)
        self.field.show_name(name or "")

    @property
    def problem(self) -> str:
        """The sentence that is shown, '' if none."""
        return self._problem.text()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was wrong."""
        super().hideEvent(event)
        self._forget_problem()

    def _give(self) -> None:
        text = self.field.text()
        if not self.field.isModified() or self._element is None:
            return
        self.field.setModified(False)
        problem = None
        if text.strip() != self.field.shown:
            problem = self._session.try_apply(Name(self._element, text))
        self.field.put_back()
        self._problem.say(problem)

    def _forget_problem(self) -> None:
        self._problem.say(None)
