"""What the inspector shows of a neuron: its weights and bias to set, and how it computes."""

from __future__ import annotations

from nnviz.document.elements import Element, Neuron
from nnviz.document.vocabulary import ACTIVATIONS
from nnviz.explain.stories import neuron_story
from nnviz.gui.panels.equations import Equations
from nnviz.gui.panels.last_update import LastUpdate
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.weight_list import WeightList
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.section import Section


class NeuronPage(Page):
    """A slider and a number for each incoming weight and the bias; z and a with their numbers."""

    def __init__(self, session: Session, settings: Settings, last_update: LastUpdate) -> None:
        super().__init__(session, settings)
        self._last_update = last_update
        self._neuron: Neuron | None = None
        self.weights = WeightList(session)
        self.weights.pointed.connect(self.pointed)
        self.column.addWidget(self.weights)
        self.column.addStretch(1)
        self.told: list[tuple[Section, Equations]] = []

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the neuron's values; bind its rows anew where another neuron is shown."""
        assert isinstance(element, Neuron)
        document, digits = self.session.document, self.settings.digits
        if element != self._neuron or change & Change.STRUCTURE:
            self._neuron = element
            self.weights.stand_for(element)
        self.weights.refresh(digits, self._last_update)
        story = neuron_story(document, self.session.trace, element)
        activation = ACTIVATIONS[document.layers[element.layer - 1].activation]
        self.set_title(story.title, f"{story.place}, {activation}")
        self._provide(len(story.sections))
        for (section, equations), told in zip(self.told, story.sections, strict=False):
            section.set_heading(told.heading)
            equations.show_lines(told.lines, digits)

    def _provide(self, count: int) -> None:
        while len(self.told) < count:
            section = Section("")
            equations = Equations(self)
            section.add(equations)
            self.column.insertWidget(self.column.count() - 1, section)
            self.told.append((section, equations))
        for k, (section, _) in enumerate(self.told):
            section.setVisible(k < count)
