"""What the inspector shows of a step while nothing is selected: its equations in full."""

from __future__ import annotations

from nnviz.document.elements import Element
from nnviz.explain.equation import Text
from nnviz.explain.frames import Frame
from nnviz.explain.terms import Lines
from nnviz.gui.panels.equations import Equations
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.result_row import ResultRow
from nnviz.gui.player import Player
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings


class StepPage(Page):
    """The step's equations in letters, with the numbers put in, and the one number it gives."""

    def __init__(self, session: Session, settings: Settings, player: Player) -> None:
        super().__init__(session, settings)
        self._player = player
        self.equations = Equations(self)
        self.rest = Equations(self, paired=False)
        self.result = ResultRow(self)
        for part in (self.equations, self.rest, self.result):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the step that the player is at."""
        del element, change
        frames, index = self._player.frames, self._player.index
        assert frames is not None
        assert index is not None
        frame = frames[index]
        self.set_title(Text(frame.chapter.value), f"Step {index + 1} of {len(frames)}")
        self._tell(frame)

    def _tell(self, frame: Frame) -> None:
        digits = self.settings.digits
        pairs = zip(frame.symbols, frame.numbers, strict=False)
        self.equations.setVisible(bool(frame.symbols))
        self.equations.show_lines([Lines(*pair) for pair in pairs], digits)
        # Samples of a batch, or how many more neurons of a wide layer there are.
        rest = frame.numbers[len(frame.symbols) :]
        self.rest.setVisible(bool(rest))
        self.rest.show_rows(rest, digits)
        self.result.setVisible(frame.result is not None)
        if frame.result is not None:
            self.result.show_result(frame.result, "", digits)
