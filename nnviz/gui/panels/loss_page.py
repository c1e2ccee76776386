"""What the inspector shows of the loss: its equation, and how the outputs move it."""

from __future__ import annotations

from nnviz.document.elements import Element
from nnviz.explain.stories import loss_story
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.told_sections import ToldSections
from nnviz.gui.player import Player
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.labels import Label


class LossPage(Page):
    """E in letters and in numbers, of the sample shown or the mean over a minibatch."""

    def __init__(self, session: Session, settings: Settings, player: Player) -> None:
        super().__init__(session, settings)
        self._player = player
        self.no_target = Label("There is no target, so there is no error.", "secondary", wrap=True)
        self.column.addWidget(self.no_target)
        self.story = ToldSections(self)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the loss as it is now."""
        del element, change
        story = loss_story(*self._player.subject)
        self.set_title(story.title, story.place)
        self.no_target.setVisible(not story.sections)
        self.story.tell(story.sections, self.settings.digits)
