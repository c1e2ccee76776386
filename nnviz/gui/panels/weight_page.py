"""What the inspector shows of a weight or a bias: its value, its gradient, its update."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from nnviz.document.edits import SetParameters, set_value
from nnviz.document.elements import Bias, Edge, Element
from nnviz.document.naming import symbol
from nnviz.explain.stories import WeightStory, weight_story
from nnviz.gui.panels.element_row import ElementRow
from nnviz.gui.panels.equations import Equations
from nnviz.gui.panels.last_update import LastUpdate
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.path_values import PathValues
from nnviz.gui.panels.rate_row import RateRow
from nnviz.gui.panels.result_row import ResultRow
from nnviz.gui.panels.update_bar import UpdateBar
from nnviz.gui.player import Player
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.icon_button import IconButton
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.section import Section


class WeightPage(Page):
    """The whole story of one parameter, live while its slider moves."""

    def __init__(
        self, session: Session, settings: Settings, player: Player, last_update: LastUpdate
    ) -> None:
        super().__init__(session, settings)
        self._player, self._last_update = player, last_update
        self._element: Edge | Bias | None = None
        self.row = ElementRow(session)
        self.no_target = Label("There is no target, so there is no error to follow.", "secondary",
                               wrap=True)  # fmt: skip
        self.gradient = Section("Gradient")
        self.chain_rule = self.equation()
        self.gradient.add(self.chain_rule)
        self.handed_back = Equations(self)
        self.result = ResultRow(self)
        self.update_section = Section("Update")
        self.rate = RateRow(session)
        self.bar = UpdateBar()
        self.update_section.add(self.rate)
        self.update_lines = Equations(self)
        self.path = Section("Values on this path")
        self.values = PathValues(self)
        self.path.add(self.values)
        self._add_parts()
        self._add_menu()

    def _add_parts(self) -> None:
        self.gradient.body.setSpacing(14)
        self.gradient.add(self.handed_back)
        self.gradient.add(self.result)
        self.update_section.add(self.update_lines)
        self.update_section.add(self.bar)
        for part in (self.row, self.no_target, self.gradient, self.update_section, self.path):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _add_menu(self) -> None:
        self.reset = IconButton("rotate-ccw", "Back to the initial value")
        self.more = IconButton("ellipsis", "More")
        self.menu = QMenu(self.more)
        self.menu.addAction("Set to zero").triggered.connect(self._set_zero)
        self.menu.addAction("Copy value").triggered.connect(self._copy)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.reset.clicked.connect(self._reset)
        self.head.addWidget(self.reset)
        self.head.addWidget(self.more)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Tell the story of `element` with the numbers of now."""
        assert isinstance(element, Edge | Bias)
        digits = self.settings.digits
        if element != self._element or change & Change.STRUCTURE:
            self._element = element
            self.row.stand_for(element)
        story = weight_story(*self._player.subject, element)
        self.set_title(story.title, story.place)
        self._show_value(element, digits)
        told = story.result is not None
        self.no_target.setVisible(not told)
        self.gradient.setVisible(told)
        self.update_section.setVisible(bool(story.update))
        if told:
            self._tell(story, digits)
        self.values.show_values(story.path, digits)

    def _show_value(self, element: Edge | Bias, digits: int) -> None:
        before, now = self._last_update.before(element), self.session.document.value(element)
        if before is None or before == now:
            self.row.refresh(digits, before)
            self.row.show_limits()  # which may have grown just now
        else:
            self.row.set_note(f"last update {'raised' if now > before else 'lowered'} it")
            self.row.refresh(digits, before)

    def _tell(self, story: WeightStory, digits: int) -> None:
        self.chain_rule.setVisible(story.gradient is not None)
        self.chain_rule.set_node(story.gradient, digits)
        self.handed_back.setVisible(bool(story.handed_back))
        self.handed_back.show_lines(story.handed_back, digits)
        assert story.result is not None
        self.result.show_result(story.result, story.verdict, digits)
        self.rate.refresh()
        self.update_lines.show_lines(story.update, digits)
        if story.after is not None:
            self.bar.show_update(story.now.value, story.after, digits)

    def _reset(self) -> None:
        assert self._element is not None
        document = self.session.document
        index = np.array([document.parameter_index(self._element)])
        text = f"Reset {symbol(document, self._element).plain}"
        self.session.try_apply(SetParameters(index, document.initial[index], text))

    def _set_zero(self) -> None:
        assert self._element is not None
        self.session.try_apply(set_value(self.session.document, self._element, 0.0))

    def _copy(self) -> None:
        assert self._element is not None
        QGuiApplication.clipboard().setText(repr(self.session.document.value(self._element)))
