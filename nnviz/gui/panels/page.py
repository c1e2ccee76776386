"""A page of the inspector: what can be said and changed about one kind of thing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.document.elements import Element
from nnviz.explain.equation import Node
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import Label


class Page(QWidget):
    """A heading and sections; it redraws itself for the element it is shown.

    Attributes
    ----------
    pointed : Signal(object)
        The element whose symbol or row is under the pointer, or None.
    picked : Signal(object)
        The element that was clicked in an equation.
    """

    pointed = Signal(object)
    picked = Signal(object)

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self.title = EquationView(17, weight=600, text_weight=600)
        self.subtitle = Label("", "secondary", wrap=True)
        self.head = QHBoxLayout()
        self.head.setSpacing(2)
        self.head.addWidget(self.title, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(24)
        top = QVBoxLayout()
        top.setSpacing(4)
        top.addLayout(self.head)
        top.addWidget(self.subtitle)
        self.column.addLayout(top)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show `element` as the session holds it now."""
        raise NotImplementedError

    def set_title(self, title: Node, subtitle: str) -> None:
        """Head the page."""
        self.title.set_node(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def equation(self, px: float = 14.0, role: str = "ink", weight: int = 500) -> EquationView:
        """Return a new equation whose symbols light what they stand for."""
        view = EquationView(px, role=role, weight=weight)
        view.hovered.connect(self.pointed)
        view.picked.connect(self.picked)
        return view
