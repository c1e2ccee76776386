"""Import a table: which columns are inputs, which is the target, scaling and test share."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from nnviz.data.table import Table
from nnviz.diagram.fonts import interface_font
from nnviz.document.parsing import parse_number
from nnviz.document.settings import Preparation
from nnviz.document.vocabulary import SCALINGS
from nnviz.explain.words import counted
from nnviz.gui.dialogs.form import Form
from nnviz.gui.dialogs.import_edit import import_edit, is_text
from nnviz.gui.dialogs.preview import preview_table
from nnviz.gui.dialogs.sizes import parse_hidden
from nnviz.gui.session import Session
from nnviz.gui.widgets.number_entry import NumberEntry
from nnviz.gui.widgets.select import Select

# So many fit on a low screen; of more, half of the next tells that they go on.
_INPUTS_SHOWN, _INPUT_HEIGHT, _INPUTS_PADDING = 9, 22, 3


class ImportDialog(Form):
    """Shows the table that was read and builds a fitting network for it."""

    def __init__(
        self, session: Session, table: Table, path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__("Import data", "Import", "Build a network that fits these data", parent)
        self._session, self._table, self._path = session, table, path
        self.inputs = QListWidget()
        self.target = Select("Target", "The column to predict; words become classes")
        self.input_scaling = _scaling("Scaling of inputs")
        self.target_scaling = _scaling("Scaling of the target")
        self.test_share = NumberEntry("30")
        self.hidden = QLineEdit("10")
        self.facts = QLabel(_facts(table, path))
        self._lay_out()
        self.target.chosen.connect(self._target_chosen)
        self._choose_target(table.columns[-1])

    def _lay_out(self) -> None:
        self.setMinimumWidth(560)
        self.facts.setFont(interface_font(12))
        self.facts.setProperty("role", "secondary")
        self.inputs.setToolTip("Checked columns are inputs")
        for name in self._table.columns:
            self.inputs.addItem(_column_item(name, is_text(self._table, name)))
        shown = self.inputs.count() if self.inputs.count() <= _INPUTS_SHOWN else _INPUTS_SHOWN - 0.5
        self.inputs.setFixedHeight(round(shown * _INPUT_HEIGHT) + 2 * _INPUTS_PADDING)
        self.target.set_choices((name, name) for name in self._table.columns)
        self.test_share.setToolTip("Percent of the rows kept for testing")
        self.hidden.setToolTip("Sizes of the hidden layers, such as 10 or 16-8; empty for none")
        self.rows.addRow(self.facts)
        self.row("Target", self.target)
        self.row("Inputs", self.inputs)
        self.row("Scaling of inputs", self.input_scaling)
        self.row("Scaling of the target", self.target_scaling)
        self.row("Test share, %", self.test_share)
        self.row("Hidden layers", self.hidden)
        self.insert(preview_table(self._table))

    def _choose_target(self, name: str) -> None:
        self.target.set_key(name)
        self._target_chosen(name)

    def _target_chosen(self, name: str) -> None:
        classes = is_text(self._table, name)
        self.target_scaling.setEnabled(not classes)
        self.target_scaling.set_key("none" if classes else "standardise")
        for item in self._items():
            usable = item.text() != name and not is_text(self._table, item.text())
            item.setFlags(_USABLE if usable else Qt.ItemFlag.NoItemFlags)
            item.setCheckState(Qt.CheckState.Checked if usable else Qt.CheckState.Unchecked)

    def chosen_inputs(self) -> tuple[str, ...]:
        """Return the checked columns."""
        checked = Qt.CheckState.Checked
        return tuple(item.text() for item in self._items() if item.checkState() == checked)

    def take(self) -> str | None:
        """Make the data set and its network, as one edit."""
        try:
            share = _share(self.test_share.text())
            preparation = Preparation(
                self.input_scaling.key(), self.target_scaling.key(), test_share=share
            )
            edit = import_edit(
                self._table,
                self.chosen_inputs(),
                self.target.key(),
                self._path.stem,
                preparation,
                parse_hidden(self.hidden.text()),
            )
        except ValueError as error:
            return str(error)
        return self._session.try_apply(edit)

    def _items(self) -> list[QListWidgetItem]:
        return [self.inputs.item(row) for row in range(self.inputs.count())]


_USABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable


def _column_item(name: str, text: bool) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setSizeHint(QSize(0, _INPUT_HEIGHT))
    item.setToolTip("Words: can only be the target" if text else "Numbers")
    return item


def _scaling(name: str) -> Select:
    select = Select(name, "Fitted on the training part; predictions are scaled back")
    select.set_choices(SCALINGS.items())
    select.set_key("standardise")
    return select


def _facts(table: Table, path: Path) -> str:
    rows, columns = len(table.cells[0]), len(table.columns)
    return f"{path.name}: {counted(rows, 'row')}, {counted(columns, 'column')}"


def _share(text: str) -> float:
    share = parse_number(text)
    if not 0 <= share <= 90:
        raise ValueError(f"Test share: {share:g} is not between 0 and 90 percent.")
    return share / 100
