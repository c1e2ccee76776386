"""Which share of the samples is kept for the test."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from nnviz.document.edits import ChangePreparation
from nnviz.gui.panels.split_bar import SplitBar
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section


class SplitSection(Section):
    """A bar of the two parts and how many samples each has."""

    def __init__(self, session: Session) -> None:
        super().__init__("Split")
        self._session = session
        self.bar = SplitBar()
        self._numbers = [Label("", "strong") for _ in range(2)]
        self._problem = ProblemLabel()
        self.body.setSpacing(5)
        self.add(self.bar)
        self.body.addLayout(self._make_counts())
        self.add(self._problem)
        self.bar.chosen.connect(self._choose)
        self.bar.previewed.connect(self._preview)

    def refresh(self) -> None:
        """Show the document's split."""
        document = self._session.document
        assert document.prepared is not None
        self.bar.set_share(document.preparation.test_share)
        self._count(len(document.prepared.train_rows), len(document.prepared.test_rows))
        self._problem.say(None)

    def counts(self) -> tuple[str, str]:
        """Return the numbers shown."""
        training, test = self._numbers
        return training.text(), test.text()

    def _make_counts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(5)
        grid.setColumnStretch(2, 1)
        for column, (word, number) in enumerate(
            zip(("training", "test"), self._numbers, strict=True)
        ):
            grid.addWidget(Label(word, "secondary"), 0, 3 * column)
            grid.addWidget(number, 0, 3 * column + 1)
        return grid

    def _count(self, training: int, test: int) -> None:
        for number, count in zip(self._numbers, (training, test), strict=True):
            number.setText(f"{count:,}")

    def _preview(self, share: float) -> None:
        data = self._session.document.data
        assert data is not None
        test = round(data.n_samples * share)
        self._count(data.n_samples - test, test)

    def _choose(self, share: float) -> None:
        problem = self._session.try_apply(ChangePreparation({"test_share": share}, "Change split"))
        self.refresh()
        self._problem.say(problem)
