"""The training settings in plain sight; each change is one edit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.document.edits import ChangeTraining, SetSeed
from nnviz.document.learning import STEP_IS_FLAT, has_step
from nnviz.document.options import LOSS_OPTIONS
from nnviz.document.vocabulary import LOSSES, NOTES_LOSSES
from nnviz.gui.panels.optimizer_section import OptimizerSection
from nnviz.gui.panels.option_rows import OptionRows
from nnviz.gui.panels.setting_row import SettingRow, parse_optional, parse_whole
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select


class TrainingSettingsForm(QWidget):
    """Optimizer, learning rate, loss, batch size, epochs, threshold and seed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.optimizer_section = OptimizerSection(session)
        self.optimizer = self.optimizer_section.optimizer
        self.rate, self.momentum = self.optimizer_section.rate, self.optimizer_section.momentum
        self.loss = Select("Loss", "How the error of a prediction is measured")
        self.loss.set_choices(LOSSES.items(), NOTES_LOSSES)
        self.loss_options = OptionRows()
        self.flat = Label(STEP_IS_FLAT, "secondary", wrap=True)
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
        self.optimizer_section.refresh()
        self.loss.set_key(training.loss)
        self.loss_options.show_options(LOSS_OPTIONS.get(training.loss, {}), training.loss_options)
        self.flat.setVisible(has_step(document))
        self.batch_size.set_value(training.batch_size)
        self.epochs.set_value(training.epochs)
        self.threshold.set_value(training.threshold)
        self.seed.set_value(document.seed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        loss = Section("Loss")
        loss.add(self.loss)
        loss.add(self.loss_options)
        loss.add(self._problem)
        numbers = QVBoxLayout()
        numbers.setSpacing(8)
        for row in (self.batch_size, self.epochs, self.threshold, self.seed):
            numbers.addWidget(row)
        column.addWidget(self.flat)
        column.addWidget(self.optimizer_section)
        column.addWidget(loss)
        column.addLayout(numbers)

    def _connect(self) -> None:
        self.loss.chosen.connect(self._choose_loss)
        self.loss_options.edited.connect(self._set_loss_options)
        self.batch_size.edited.connect(self._set_batch_size)
        self.epochs.edited.connect(self._set_epochs)
        self.threshold.edited.connect(self._set_threshold)
        self.seed.edited.connect(self._set_seed)

    def _choose_loss(self, key: str) -> None:
        edit = ChangeTraining({"loss": key}, "Change loss")
        self._problem.say(self._session.try_apply(edit))
        self.refresh()

    def _set_loss_options(self, values: Any) -> None:
        edit = ChangeTraining({"loss_options": values}, "Change loss")
        self.loss_options.show_problem(self._session.try_apply(edit))
        self.refresh()

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
