"""A page of the inspector: what can be said and changed about one kind of thing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnviz.document.elements import Element
from nnviz.explain.equation import Node, Row
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.copy_button import CopyButton
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.maths_widget import MathsWidget


class Page(QWidget):
    """A heading and sections; it redraws itself for the element it is shown.

    Attributes
    ----------
    pointed : Signal(object)
        The element whose symbol or row is under the pointer, or None.
    picked : Signal(object)
        The element that was clicked in an equation.
    copy : CopyButton
        Copies the page's equations; it is not there where the page has none.
    """

    pointed = Signal(object)
    picked = Signal(object)

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self._equations: list[EquationView] = []
        self.title = self.linked(EquationView(17, weight=600, text_weight=600))
        self.subtitle = Label("", "secondary", wrap=True)
        self.copy = CopyButton(self.rows, lambda: self.settings.digits)
        self.head = QHBoxLayout()
        self.head.setSpacing(2)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.copy)
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

    def tell(self, element: Element | None, change: Change, hover: Element | None) -> None:
        """Show `element` as it is now, with what is under the pointer set off."""
        self.refresh(element, change)
        self.copy.setVisible(bool(self.rows()))
        self.light(hover)

    def light(self, element: Element | None) -> None:
        """Set off every symbol and number that stands for `element`."""
        for view in self.findChildren(MathsWidget):
            view.light(element)

    def rows(self) -> list[Row]:
        """Return the equations shown, line by line."""
        shown = [view for view in self._equations if view.isVisibleTo(self)]
        return [row for view in shown for row in view.rows()]

    def set_title(self, title: Node, subtitle: str) -> None:
        """Head the page."""
        self.title.set_node(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def equation(self, px: float = 14.0, role: str = "ink", weight: int = 500) -> EquationView:
        """Return a new equation: its terms light what they stand for, and it can be copied."""
        view = self.linked(EquationView(px, role=role, weight=weight))
        view.take_keys()
        self._equations.append(view)
        return view

    def linked(self, view: EquationView) -> EquationView:
        """Let the terms of `view` light what they stand for, and go there."""
        view.hovered.connect(self.pointed)
        view.picked.connect(self.picked)
        return view
