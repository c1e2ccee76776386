"""The plots under the canvas: two cards with tabs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.gui.following import Following
from nnviz.gui.player import Player
from nnviz.gui.plots.activation_plot import ActivationPlot
from nnviz.gui.plots.history_plot import HistoryPlot
from nnviz.gui.plots.layer_bars import GradientBars
from nnviz.gui.plots.plot_view import PlotView
from nnviz.gui.plots.standing import Standing
from nnviz.gui.plots.tabbed_card import TabbedCard
from nnviz.gui.plots.weights_view import WeightsView
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.scrubbing import can_scrub
from nnviz.gui.selection import Selection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings

Tabs = dict[str, Callable[[], PlotView]]


class PlotsRow(QWidget):
    """Loss, gradients and weights on the left; accuracy and the activation curve on the right.

    To be imported after the window's first paint, since pyqtgraph takes as long as all the rest.
    Until a person chooses a tab, the right card turns to the curve when a neuron is selected and
    to the accuracy when training starts; the left one to the course of a weight that is selected.
    """

    def __init__(
        self,
        session: Session,
        selection: Selection,
        player: Player,
        runner: Runner,
        recorder: Recorder,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._selection, self._player = session, selection, player
        self._runner, self._recorder, self._settings = runner, recorder, settings
        self._standing = Standing(session, runner)
        self._step = player.index
        self.left, self.right = TabbedCard("Left plot"), TabbedCard("Right plot")
        self._chosen: set[TabbedCard] = set()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.left, 1)
        row.addWidget(self.right, 1)
        self.setMinimumHeight(160)
        self._offer()
        session.changed.connect(self._follow)
        for card in (self.left, self.right):
            Following(session, card, patient=True).changed.connect(card.refresh)
        selection.changed.connect(self._select)
        player.changed.connect(self._follow_step)
        runner.changed.connect(self._train)
        settings.changed.connect(self._restyle)
        self.left.turned.connect(self._choose_left)
        self.right.turned.connect(self._choose_right)

    def _offer(self) -> None:
        document = self._session.document
        left: Tabs = {"Loss": self._make_loss}
        if self._session.trace.loss is not None:
            left["Gradients"] = self._make_gradients
        left["Weights"] = self._make_weights
        self.left.offer(left)
        right: Tabs = {"Activations": self._make_activation}
        if has_accuracy(document):
            right = {"Accuracy": self._make_accuracy, **right}
        self.right.offer(right)

    def _follow(self, change: Change) -> None:
        if change & (Change.STRUCTURE | Change.DATA | Change.FILE):
            self._chosen.clear()
        if change & ~(Change.PARAMETERS | Change.HISTORY):
            self._offer()
        if change == Change.ALL:
            # What they show is no more; until it is their turn they are left as they look.
            self.left.setUpdatesEnabled(False)
            self.right.setUpdatesEnabled(False)

    def _select(self) -> None:
        element = self._selection.element
        if isinstance(element, Neuron | Edge | Bias) and element.layer > 0:
            self._turn(self.right, "Activations")
        if isinstance(element, Edge | Bias) and can_scrub(self._recorder):
            self._turn(self.left, "Weights")
        elif self.left.current() == "Weights":
            self._turn(self.left, "Loss")
        self.left.refresh(Change(0))
        self.right.refresh(Change(0))

    def _turn(self, card: TabbedCard, name: str) -> None:
        """Show a tab, unless a person chose another."""
        if card not in self._chosen:
            card.show_tab(name)

    def _follow_step(self) -> None:
        """Show the neuron of another step; its motion is nothing to the plots."""
        if self._player.index != self._step:
            self._step = self._player.index
            self.right.refresh(Change(0))

    def _train(self) -> None:
        if self._runner.running:
            self._turn(self.right, "Accuracy")

    def _restyle(self) -> None:
        self.left.refresh(Change.ALL)
        self.right.refresh(Change.ALL)

    def _choose_left(self, _name: str) -> None:
        self._chosen.add(self.left)

    def _choose_right(self, _name: str) -> None:
        self._chosen.add(self.right)

    def _make_loss(self) -> PlotView:
        return self._history("loss")

    def _make_accuracy(self) -> PlotView:
        return self._history("accuracy")

    def _history(self, key: str) -> PlotView:
        return HistoryPlot(self._session, self._recorder, self._standing, self._settings, key)

    def _make_activation(self) -> PlotView:
        return ActivationPlot(self._session, self._selection, self._player, self._settings)

    def _make_gradients(self) -> PlotView:
        return GradientBars(self._session, self._settings)

    def _make_weights(self) -> PlotView:
        return WeightsView(self._session, self._selection, self._recorder, self._settings)


def has_accuracy(document: Document) -> bool:
    """Say whether there is an accuracy to show: recorded, or measured by training."""
    measured = document.data is not None and document.training.loss.endswith("crossentropy")
    return measured or "accuracy" in document.history.values
