"""The problem: which data, how they are split and scaled, and the sample shown."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Signal
from PySide6.QtWidgets import QWidget

from nnviz.gui.panels.data_section import DataSection
from nnviz.gui.panels.panel import Panel
from nnviz.gui.panels.sample_section import SampleSection
from nnviz.gui.panels.scaling_section import ScalingSection
from nnviz.gui.panels.scatter_section import ScatterSection
from nnviz.gui.panels.split_section import SplitSection
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.labels import Label

_DATA = Change.DATA | Change.STRUCTURE | Change.TRAINING
# The seed, a setting of training, says which samples scaling is fitted to.
_SAMPLE = Change.SAMPLE | Change.DATA | Change.STRUCTURE | Change.TRAINING


class ProblemPanel(Panel):
    """The left panel.

    Attributes
    ----------
    import_wanted : Signal()
        A person asked for data of their own.
    """

    import_wanted = Signal()
    margins = QMargins(16, 9, 8, 16)
    patient = True

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, "Problem", parent)
        self.data = DataSection(session)
        self.split = SplitSection(session)
        self.scaling = ScalingSection(session)
        self.sample = SampleSection(session, settings)
        self.scatter = ScatterSection(session)
        self.data.import_wanted.connect(self.import_wanted)
        settings.changed.connect(self.sample.refresh)
        self.column.addWidget(Label("Problem", "title"))
        for section in (self.data, self.split, self.scaling, self.sample):
            self.column.addWidget(section)
        self.column.addWidget(self.scatter, 1)
        self.column.addStretch(0)

    def refresh(self, change: Change) -> None:
        """Show the parts that changed; without data only the sample."""
        if change & _DATA:
            self._refresh_data()
        if change & _SAMPLE:
            self.sample.refresh()
            self.scatter.refresh_sample()

    def _refresh_data(self) -> None:
        has_data = self._session.document.data is not None
        self.split.setVisible(has_data)
        self.scaling.setVisible(has_data)
        self.data.refresh()
        if has_data:
            self.split.refresh()
            self.scaling.refresh()
        self.scatter.refresh_data()
