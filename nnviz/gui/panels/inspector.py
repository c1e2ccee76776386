"""The right panel: what is selected, else the step shown, else how the network learns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QWidget

from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.gui.panels.last_update import LastUpdate
from nnviz.gui.panels.layer_page import LayerPage
from nnviz.gui.panels.loss_page import LossPage
from nnviz.gui.panels.neuron_page import NeuronPage
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.panel import Panel
from nnviz.gui.panels.several_page import SeveralPage
from nnviz.gui.panels.step_page import StepPage
from nnviz.gui.panels.training_page import TrainingPage
from nnviz.gui.panels.value_page import ValuePage
from nnviz.gui.panels.weight_page import WeightPage
from nnviz.gui.player import Player
from nnviz.gui.plots.standing import Standing
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection, within
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings


class InspectorPanel(Panel):
    """Shows one page at a time; each is made when it is first needed."""

    margins = QMargins(12, 12, 16, 16)

    def __init__(
        self,
        session: Session,
        selection: Selection,
        player: Player,
        runner: Runner,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        # Before the panel itself listens to the session: they are to know first.
        last_update, standing = LastUpdate(session, runner), Standing(session, runner)
        super().__init__(session, "Inspector", parent)
        self._last_update, self._standing = last_update, standing
        self._selection, self._player = selection, player
        self._runner, self._settings = runner, settings
        self._elements: Sequence[Element] = ()
        self._network = session.document.layers, session.document.input_names
        self._step: int | None = None
        self._told = player.told
        self._pages: dict[type[Page], Page] = {}
        self._shown: Page | None = None
        selection.changed.connect(self._follow_selection)
        player.changed.connect(self._follow_player)
        settings.changed.connect(self._restyle)

    @property
    def page(self) -> Page | None:
        """The page that is shown; None before the panel was."""
        return self._shown

    def refresh(self, change: Change) -> None:
        """Show the page of what is selected."""
        self._elements = self._selection.elements
        elements = within(self._session.document, self._elements)
        element = elements[-1] if elements else None
        self._step, self._told = self._player.index, self._player.told
        page = self._page(page_kind(elements, stepping=self._step is not None))
        network = self._session.document.layers, self._session.document.input_names
        if network != self._network:
            # The player, too, may be the first to tell of another network.
            self._network, change = network, change | Change.STRUCTURE
        if page is not self._shown:
            self._turn_to(page)
            change = Change.ALL
        page.tell(element, change, self._selection.hover)

    def _page(self, kind: type[Page]) -> Page:
        if kind not in self._pages:
            page = self._make(kind)
            page.pointed.connect(self._selection.set_hover)
            page.picked.connect(self._selection.select)
            page.hide()
            self.column.addWidget(page)
            self._pages[kind] = page
        return self._pages[kind]

    def _make(self, kind: type[Page]) -> Page:
        basics = self._session, self._settings
        makers: dict[type[Page], Callable[[], Page]] = {
            TrainingPage: lambda: TrainingPage(*basics, self._runner, self._standing),
            WeightPage: lambda: WeightPage(*basics, self._player, self._last_update),
            NeuronPage: lambda: NeuronPage(*basics, self._player, self._last_update),
            LayerPage: lambda: LayerPage(*basics, self._player),
            SeveralPage: lambda: SeveralPage(*basics, self._selection),
            LossPage: lambda: LossPage(*basics, self._player),
            StepPage: lambda: StepPage(*basics, self._player),
            ValuePage: lambda: ValuePage(*basics),
        }
        return makers[kind]()

    def _turn_to(self, page: Page) -> None:
        if self._shown is not None:
            self._shown.hide()
        self._shown = page
        page.show()
        self.verticalScrollBar().setValue(0)

    def _follow_selection(self) -> None:
        """Turn to what is selected; what is only pointed at is set off where it is told of."""
        if self._selection.elements != self._elements:
            self._select()
        elif self._shown is not None:
            self._shown.light(self._selection.hover)

    def _follow_player(self) -> None:
        """Turn to another step; its motion is nothing to the page."""
        if self._player.told != self._told:
            self._select()

    def _select(self) -> None:
        if self.isVisible():
            self.refresh(Change(0))
        else:
            self._missed |= Change.ALL

    def _restyle(self) -> None:
        self._follow(Change.ALL)


def page_kind(elements: Sequence[Element], stepping: bool = False) -> type[Page]:
    """Return which page tells of `elements`; of nothing, the step's own if one is shown."""
    if len(elements) > 1:
        return SeveralPage
    element = elements[0] if elements else None
    if isinstance(element, Edge | Bias):
        return WeightPage
    if isinstance(element, Target) or (isinstance(element, Neuron) and element.layer == 0):
        return ValuePage
    if isinstance(element, Neuron):
        return NeuronPage
    if isinstance(element, Layer):
        return LayerPage
    if isinstance(element, Loss):
        return LossPage
    return StepPage if element is None and stepping else TrainingPage
