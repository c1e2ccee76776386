"""Which data the network learns from."""

from __future__ import annotations

from PySide6.QtCore import Signal

from nnviz.data.builtin import builtin, builtin_names
from nnviz.data.dataset import Dataset
from nnviz.document.document import Document
from nnviz.document.edits import ReplaceData
from nnviz.gui.session import Session
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select

_NONE, _OWN, _IMPORT = "no data", "own data", "import"
_HIDDEN = (8,)
_ABBREVIATION = 3


class DataSection(Section):
    """The data set and its size; choosing another brings a network that fits it.

    Attributes
    ----------
    import_wanted : Signal()
        A person asked for data of their own.
    """

    import_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("Data set")
        self._session = session
        self.select = Select("Data set", "Choose data; a network that fits them comes with them")
        self._size = Label("", "secondary", wrap=True)
        self._problem = ProblemLabel()
        for widget in (self.select, self._size, self._problem):
            self.add(widget)
        self.select.chosen.connect(self._choose)

    def refresh(self) -> None:
        """Show the document's data."""
        data = self._session.document.data
        self.select.set_choices(_choices(data))
        self.select.set_key(_key(data))
        self._size.setText(described(data))
        self._problem.say(None)

    def _choose(self, key: str) -> None:
        if key == _key(self._session.document.data):
            return
        if key == _IMPORT:
            self.refresh()
            self.import_wanted.emit()
            return
        options = {"hidden": _hidden(self._session.document)}
        edit = ReplaceData(builtin(key), options=options, text="Change data set")
        problem = self._session.try_apply(edit)
        self.refresh()
        self._problem.say(problem)


def described(data: Dataset | None) -> str:
    """Return the size of the data: 150 samples, 4 features, 3 classes."""
    if data is None:
        return "The network learns from the one sample below."
    features = data.inputs.shape[1]
    parts = [
        f"{data.n_samples:,} samples",
        f"{features:,} {'feature' if features == 1 else 'features'}",
    ]
    if data.classes:
        parts.append(f"{len(data.classes)} classes")
    return ", ".join(parts)


def _choices(data: Dataset | None) -> list[tuple[str, str]]:
    """Return what is there now, if it is not built in, the built-in sets, and the import."""
    own = [] if data is None or data.builtin is not None else [(_OWN, data.title)]
    none = [(_NONE, "One sample")] if data is None else []
    built_in = [(name, title_of(name)) for name in builtin_names()]
    return [*none, *own, *built_in, (_IMPORT, "Import a table…")]


def title_of(name: str) -> str:
    """Return the words for a built-in set; short names are abbreviations."""
    return name.upper() if len(name) <= _ABBREVIATION else name.capitalize()


def _key(data: Dataset | None) -> str:
    if data is None:
        return _NONE
    return _OWN if data.builtin is None else data.builtin[0]


def _hidden(document: Document) -> tuple[int, ...]:
    return document.sizes[1:-1] or _HIDDEN
