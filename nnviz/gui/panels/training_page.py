"""What the inspector shows when nothing is selected: how the network learns, and how well."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QPushButton

from nnviz.document.edits import InitialWeights, NewWeights
from nnviz.document.elements import Element
from nnviz.document.vocabulary import MAX_SEED
from nnviz.explain.equation import Text
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.scores_table import ScoresTable
from nnviz.gui.panels.training_settings import TrainingSettingsForm
from nnviz.gui.plots.standing import Standing
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.labels import Label, button

_MEAN = "Training: the mean of the last epoch, taken while it was learned. Test: after it."
_NOW = "Of the weights as they are now"


class TrainingPage(Page):
    """Loss and accuracy, the ways to train, the settings, and where the weights begin."""

    def __init__(
        self, session: Session, settings: Settings, runner: Runner, standing: Standing
    ) -> None:
        super().__init__(session, settings)
        self._runner, self._standing = runner, standing
        self.set_title(Text("Training"), "")
        self.scores = ScoresTable()
        self.form = TrainingSettingsForm(session)
        self._reason = Label("", "secondary", wrap=True)
        self.column.addWidget(self.scores)
        self.column.addLayout(self._make_buttons())
        self.column.addWidget(self._reason)
        self.column.addWidget(self.form)
        self.column.addLayout(self._make_weights())
        self.column.addStretch(1)
        runner.changed.connect(self._show_running)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the scores and, where they changed, the settings."""
        del element
        tip = _MEAN if self._standing.recorded else _NOW
        self.scores.show_scores(self._standing.scores(), self.settings.digits, tip)
        if change & (Change.TRAINING | Change.STRUCTURE):
            self.form.refresh()
        if change & (Change.DATA | Change.SAMPLE | Change.STRUCTURE):
            self._show_running()

    def _make_buttons(self) -> QGridLayout:
        self.one_sample = button("One sample", tip="Update once on the sample shown")
        self.one_batch = button("One batch", tip="Update once on the next batch")
        self.one_epoch = button("One epoch", tip="Train on all training samples once")
        self.run = button("Run", "primary", tip="Train until the epochs or the threshold")
        self.one_sample.clicked.connect(self._runner.one_sample)
        self.one_batch.clicked.connect(self._runner.one_batch)
        self.one_epoch.clicked.connect(self._runner.one_epoch)
        self.run.clicked.connect(self._run_or_stop)
        return _two_columns((self.one_sample, self.one_batch, self.one_epoch, self.run))

    def _make_weights(self) -> QGridLayout:
        self.initial = button("Initial weights", tip="Go back to the weights before any training")
        self.new_weights = button("New weights", tip="Draw new random weights from the next seed")
        self.initial.clicked.connect(self._restart)
        self.new_weights.clicked.connect(self._draw_weights)
        return _two_columns((self.initial, self.new_weights))

    def _run_or_stop(self) -> None:
        if self._runner.running:
            self._runner.stop()
        else:
            self._runner.start()

    def _restart(self) -> None:
        self.session.try_apply(InitialWeights())

    def _draw_weights(self) -> None:
        seed = self.session.document.seed
        self.session.try_apply(NewWeights(seed + 1 if seed < MAX_SEED else 0))

    def _show_running(self) -> None:
        running, reason = self._runner.running, self._runner.can_train()
        self.run.setText("Stop" if running else "Run")
        for way in (self.one_sample, self.one_batch, self.one_epoch):
            way.setEnabled(reason is None and not running)
        self.run.setEnabled(reason is None)
        self._reason.setText(reason or "")
        self._reason.setVisible(reason is not None)


def _two_columns(buttons: tuple[QPushButton, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(8)
    for k, each in enumerate(buttons):
        grid.addWidget(each, k // 2, k % 2)
    return grid
