"""What the inspector shows of a neuron: its weights and bias to set, and how it computes."""

from __future__ import annotations

from nnviz.document.elements import Element, Neuron
from nnviz.document.vocabulary import ACTIVATIONS
from nnviz.explain.stories import neuron_story
from nnviz.gui.panels.last_update import LastUpdate
from nnviz.gui.panels.name_row import NameRow
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.told_sections import ToldSections
from nnviz.gui.panels.weight_list import WeightList
from nnviz.gui.player import Player
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings


class NeuronPage(Page):
    """A slider and a number for each incoming weight and the bias; z and a with their numbers."""

    def __init__(
        self, session: Session, settings: Settings, player: Player, last_update: LastUpdate
    ) -> None:
        super().__init__(session, settings)
        self._player, self._last_update = player, last_update
        self._neuron: Neuron | None = None
        self.weights = WeightList(session)
        self.weights.pointed.connect(self.pointed)
        self.name = NameRow(session)
        self.column.addWidget(self.name)
        self.column.addWidget(self.weights)
        self.story = ToldSections(self)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the neuron's values; bind its rows anew where another neuron is shown."""
        assert isinstance(element, Neuron)
        document, digits = self.session.document, self.settings.digits
        if element != self._neuron or change & Change.STRUCTURE:
            self._neuron = element
            self.weights.stand_for(element)
        self.weights.refresh(digits, self._last_update)
        self.name.stand_for(element)
        story = neuron_story(*self._player.subject, element)
        activation = ACTIVATIONS[document.layers[element.layer - 1].activation]
        self.set_title(story.title, f"{story.place}, {activation}")
        self.story.tell(story.sections, digits)
