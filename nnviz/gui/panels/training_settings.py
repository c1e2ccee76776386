"""The training settings in plain sight; each change is one edit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.document.edits import ChangeTraining, SetSeed
from nnviz.document.vocabulary import LOSSES, OPTIMIZERS
from nnviz.gui.panels.rate_row import RateRow
from nnviz.gui.panels.setting_row import SettingRow, parse_optional, parse_whole
from nnviz.gui.session import Session
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select


class TrainingSettingsForm(QWidget):
    """Optimizer, learning rate, loss, batch size, epochs, threshold and seed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.optimizer = Select("Optimizer", "How the weights follow the gradient")
        self.optimizer.set_choices(OPTIMIZERS.items())
        self.loss = Select("Loss", "How the error of a prediction is measured")
        self.loss.set_choices(LOSSES.items())
        self.rate = RateRow(session)
        self.momentum = SettingRow("Momentum", "How much of the last step is kept, 0 to 1")
        self.batch_size = SettingRow("Batch size", "Samples per update", parse_whole)
        self.epochs = SettingRow("Epochs", "How often a run sees all training samples", parse_whole)
        self.threshold = SettingRow(
            "Threshold",
            "Training ends once the loss is below this; empty for never",
            parse_optional,
        )
        self.threshold.field.setPlaceholderText("none")
        self.seed = SettingRow("Seed", "Fixes the random weights, split and order", parse_whole)
        self._problem = ProblemLabel()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the document's settings."""
        document = self._session.document
        training = document.training
        self.optimizer.set_key(training.optimizer)
        self.loss.set_key(training.loss)
        self.rate.refresh()
        self.momentum.set_value(training.momentum)
        self.momentum.setVisible(training.optimizer == "sgd")
        self.batch_size.set_value(training.batch_size)
        self.epochs.set_value(training.epochs)
        self.threshold.set_value(training.threshold)
        self.seed.set_value(document.seed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        optimizer = Section("Optimizer")
        optimizer.add(self.optimizer)
        optimizer.add(self.rate)
        optimizer.add(self.momentum)
        loss = Section("Loss")
        loss.add(self.loss)
        loss.add(self._problem)
        numbers = QVBoxLayout()
        numbers.setSpacing(8)
        for row in (self.batch_size, self.epochs, self.threshold, self.seed):
            numbers.addWidget(row)
        column.addWidget(optimizer)
        column.addWidget(loss)
        column.addLayout(numbers)

    def _connect(self) -> None:
        self.optimizer.chosen.connect(self._choose_optimizer)
        self.loss.chosen.connect(self._choose_loss)
        self.momentum.edited.connect(self._set_momentum)
        self.batch_size.edited.connect(self._set_batch_size)
        self.epochs.edited.connect(self._set_epochs)
        self.threshold.edited.connect(self._set_threshold)
        self.seed.edited.connect(self._set_seed)

    def _choose_optimizer(self, key: str) -> None:
        self._choose("optimizer", key)

    def _choose_loss(self, key: str) -> None:
        self._choose("loss", key)

    def _choose(self, name: str, key: str) -> None:
        edit = ChangeTraining({name: key}, f"Change {name}")
        self._problem.say(self._session.try_apply(edit))
        self.refresh()

    def _set_momentum(self, value: float) -> None:
        self._set(self.momentum, "momentum", value)

    def _set_batch_size(self, value: float) -> None:
        self._set(self.batch_size, "batch_size", int(value))

    def _set_epochs(self, value: float) -> None:
        self._set(self.epochs, "epochs", int(value))

    def _set_threshold(self, value: float | None) -> None:
        self._set(self.threshold, "threshold", value)

    def _set(self, row: SettingRow, name: str, value: Any) -> None:
        edit = ChangeTraining({name: value}, f"Change {name.replace('_', ' ')}")
        row.show_problem(self._session.try_apply(edit))
        self.refresh()

    def _set_seed(self, value: float) -> None:
        self.seed.show_problem(self._session.try_apply(SetSeed(int(value))))
        self.refresh()
