"""Open the dialogs; none of them blocks the window's own work."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from nnviz.gui.dialogs.boxes import message_box
from nnviz.gui.dialogs.waiting import Waiting, is_large, made_beside
from nnviz.gui.exported_view import exported_view
from nnviz.gui.notices import Notice
from nnviz.gui.task import GivenUpError

if TYPE_CHECKING:
    from nnviz.data.table import Table
    from nnviz.gui.window import Window

_UNREADABLE = "The data could not be read."
_ABOUT = (
    "nnviz shows a neural network as it computes.\n\n"
    "MIT licence. Inter and STIX Two Math: SIL Open Font License. Lucide icons: ISC licence."
)


class Dialogs(QObject):
    """One method per dialog; each imports its dialog when it is first wanted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.closed.connect(self._give_up)

    def new_network(self) -> None:
        """Ask for layer sizes."""
        from nnviz.gui.dialogs.new_network import NewNetworkDialog

        self._open(NewNetworkDialog(self._window.session, self._window.files, self._window))

    def choose_data(self) -> None:
        """Ask for a CSV file, then how to use it."""
        tables = "Data (*.csv *.tsv *.txt);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, "Import data", "", tables)
        if name:
            self.import_data(Path(name))

    def import_data(self, path: Path) -> None:
        """Read a table and ask how to use it."""
        from nnviz.gui.dialogs.import_data import ImportDialog

        try:
            table = self._table(path)
        except GivenUpError:
            return
        except (ValueError, OSError) as error:
            self._window.say(Notice("error", _UNREADABLE, str(error)))
            return
        self._window.messages.withdraw(_UNREADABLE)
        self._open(ImportDialog(self._window.session, table, path, self._window))

    def _table(self, path: Path) -> Table:
        """Return what a file holds; the window lives on while a large one is read."""
        from nnviz.data.csv_reader import read_csv

        if not is_large(path):
            return read_csv(path)
        return made_beside(partial(read_csv, path), f"Reading “{path.name}”", self._window)

    def export_picture(self) -> None:
        """Ask for the format of a picture, and write it."""
        from nnviz.gui.dialogs.export_picture import ExportDialog

        path, session = self._window.session.path, self._window.session
        folder = str(path.parent if path else Path.home())
        tell = self._window.status.tell
        view = exported_view(self._window)
        turns = session.turns
        self._open(ExportDialog(session.document, folder, tell, self._window, view, turns))

    def weights(self) -> None:
        """Show the weights of the selected layer as a table, beside the window."""
        from nnviz.gui.tables.dialog import WeightsWindow

        window = self._window
        table = window.findChild(WeightsWindow)
        if table is None:
            table = WeightsWindow(window.session, window.selection, window.settings, window)
            table.finished.connect(table.deleteLater)
            table.addActions([window.acts["edit.undo"], window.acts["edit.redo"]])
        table.show()
        table.raise_()

    def preferences(self) -> None:
        """Show the preferences."""
        from nnviz.gui.dialogs.preferences import PreferencesDialog

        self._open(PreferencesDialog(self._window.settings, self._window))

    def search(self) -> None:
        """Search the commands."""
        from nnviz.gui.dialogs.command_search import CommandSearch

        more = self._window.document_menus.titles()
        self._open(CommandSearch(self._window.acts, more, self._window))

    def shortcuts(self) -> None:
        """Show all commands and their keys."""
        from nnviz.gui.dialogs.shortcuts import ShortcutSheet

        self._open(ShortcutSheet(self._window.acts, self._window))

    def about(self) -> None:
        """Say what this is."""
        from nnviz import __version__

        ok = QMessageBox.StandardButton.Ok
        name = f"nnviz {__version__}"
        box = message_box(self._window, "About nnviz", name, _ABOUT, ok)
        self._open(box)

    def _give_up(self) -> None:
        """End what the window still waits for."""
        for dialog in self._window.findChildren(Waiting):
            dialog.reject()

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
