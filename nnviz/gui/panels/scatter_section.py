"""The classes in the two columns that tell them apart best."""

from __future__ import annotations

from nnviz.data.dataset import Dataset
from nnviz.document.edits import ShowSample
from nnviz.gui.panels.scatter import ClassScatter, telling_columns
from nnviz.gui.session import Session
from nnviz.gui.widgets.section import Section


class ScatterSection(Section):
    """A small scatter plot; there is none unless the data have two or three classes."""

    def __init__(self, session: Session) -> None:
        super().__init__("")
        self._session = session
        self._data: Dataset | None = None
        self._columns: tuple[int, int] | None = None
        self.scatter = ClassScatter()
        self.body.addWidget(self.scatter, 1)
        self.body.addStretch(0)  # where the window is higher than the points need
        self.scatter.picked.connect(self._pick)

    def refresh_data(self) -> None:
        """Show the points of the document's data."""
        data = self._session.document.data
        if data is not self._data:
            self._data = data
            self._columns = None if data is None else telling_columns(data)
            if data is not None and self._columns is not None:
                self.scatter.set_data(data, self._columns)
        if self._columns is not None:
            names = self._session.document.input_names
            first, second = (names[column] for column in self._columns)
            self.set_heading(heading(first, second))
        self.setVisible(self._columns is not None)

    def refresh_sample(self) -> None:
        """Ring the sample shown."""
        if self._columns is not None:
            self.scatter.set_sample(self._session.document.input)

    def _pick(self, row: int) -> None:
        self._session.try_apply(ShowSample(row))


def heading(first: str, second: str) -> str:
    """Return "Petal length and width" for petal length and petal width."""
    words, others = first.split(), second.split()
    shared = 0
    while shared < min(len(words), len(others)) - 1 and words[shared] == others[shared]:
        shared += 1
    text = f"{first} and {' '.join(others[shared:])}"
    return text[:1].upper() + text[1:]
