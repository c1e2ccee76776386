"""The optimizer with its learning rate, its schedule and its other arguments."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from nnviz.document.edits import ChangeTraining
from nnviz.document.options import OPTIMIZER_OPTIONS, SCHEDULE_OPTIONS, TAKE_MOMENTUM
from nnviz.document.vocabulary import NOTES_OPTIMIZERS, OPTIMIZERS, SCHEDULES
from nnviz.gui.panels.option_rows import OptionRows
from nnviz.gui.panels.rate_row import RateRow
from nnviz.gui.panels.setting_row import SettingRow
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import button
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select


class OptimizerSection(Section):
    """Name, learning rate and momentum in plain sight; what is seldom changed opens by a button."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Optimizer", parent)
        self._session = session
        self.optimizer = Select("Optimizer", "How the weights follow the gradient")
        self.optimizer.set_choices(OPTIMIZERS.items(), NOTES_OPTIMIZERS)
        self.rate = RateRow(session)
        self.momentum = SettingRow("Momentum", "How much of the last step is kept, 0 to 1")
        self.schedule = Select("Schedule", "How the learning rate changes while training")
        self.schedule.set_choices(SCHEDULES.items())
        self.options, self.schedule_options = OptionRows(), OptionRows()
        self.more = button("More settings", "quiet", "Weight decay, clipping, schedules")
        self.more.setCheckable(True)
        self._problem = ProblemLabel()
        self._lay_out()
        self.optimizer.chosen.connect(self._choose_optimizer)
        self.momentum.edited.connect(self._set_momentum)
        self.schedule.chosen.connect(self._choose_schedule)
        self.options.edited.connect(self._set_options)
        self.schedule_options.edited.connect(self._set_schedule_options)
        self.more.clicked.connect(self.refresh)

    def refresh(self) -> None:
        """Show the document's settings."""
        training, whole = self._session.document.training, self.more.isChecked()
        self.optimizer.set_key(training.optimizer)
        self.rate.refresh()
        self.momentum.set_value(training.momentum)
        self.momentum.setVisible(training.optimizer in TAKE_MOMENTUM)
        known = OPTIMIZER_OPTIONS[training.optimizer]
        self.options.show_options(known, training.optimizer_options, whole)
        self.schedule.set_key(training.schedule)
        self.schedule.setVisible(whole or training.schedule != "none")
        known = SCHEDULE_OPTIONS.get(training.schedule, {})
        self.schedule_options.show_options(known, training.schedule_options)
        self.more.setText("Fewer settings" if whole else "More settings")

    def _lay_out(self) -> None:
        for widget in (self.optimizer, self._problem, self.rate, self.momentum, self.options):
            self.add(widget)
        self.add(self.schedule)
        self.add(self.schedule_options)
        self.add(self.more)

    def _choose_optimizer(self, key: str) -> None:
        self._problem.say(self._change("optimizer", key))

    def _choose_schedule(self, key: str) -> None:
        self._problem.say(self._change("schedule", key))

    def _set_momentum(self, value: float) -> None:
        self.momentum.show_problem(self._change("momentum", value))

    def _set_options(self, values: Any) -> None:
        self.options.show_problem(self._change("optimizer_options", values, "optimizer"))

    def _set_schedule_options(self, values: Any) -> None:
        self.schedule_options.show_problem(self._change("schedule_options", values, "schedule"))

    def _change(self, name: str, value: Any, words: str = "") -> str | None:
        edit = ChangeTraining({name: value}, f"Change {words or name}")
        problem = self._session.try_apply(edit)
        self.refresh()
        return problem
