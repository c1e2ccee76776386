"""Options of the exported picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from nnviz.diagram.style import ThemeName
from nnviz.document.document import Document
from nnviz.document.parsing import parse_number
from nnviz.figures import FigureError, View
from nnviz.figures.rendering import SCALES, check_scale, rendering
from nnviz.figures.view import AS_IT_IS
from nnviz.gui.dialogs.form import Form
from nnviz.gui.dialogs.waiting import Waiting
from nnviz.gui.stepwise import Stepwise
from nnviz.gui.task import GivenUpError
from nnviz.gui.turns import Turns
from nnviz.gui.widgets.number_entry import NumberEntry
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_FORMATS = (("png", "PNG, for the screen"), ("svg", "SVG, for the web"), ("pdf", "PDF, for print"))
_THEMES = (("light", "Light"), ("dark", "Dark"))


class ExportDialog(Form):
    """Asks for format, scale, theme and ground, then where to save; stays until it is written.

    Parameters
    ----------
    view : View
        What is shown, and in which form.
    turns : Turns, optional
        Those of the window in which the picture is painted meanwhile.
    """

    def __init__(
        self,
        document: Document,
        folder: str,
        told: Callable[[str], None],
        parent: QWidget | None = None,
        view: View = AS_IT_IS,
        turns: Turns | None = None,
    ) -> None:
        super().__init__("Export picture", "Export…", "Choose a file and write it", parent)
        self._document, self._folder, self._told = document, folder, told
        self._view, self._turns = view, turns or Turns(self)
        self._work: Stepwise | None = None
        self._path = Path()
        self.format = Select("Format", "What kind of file to write")
        self.format.set_choices(_FORMATS)
        self.scale = NumberEntry("2")
        low, high = SCALES
        tip = f"Times as large as on the screen, {low:g} to {high:g}; for PNG, its pixels"
        self.scale.setToolTip(tip)
        self.theme = Select("Theme", "Colours of the picture")
        self.theme.set_choices(_THEMES)
        self.transparent = Switch("Transparent ground", "Leave out the ground, for slides")
        self.setMinimumWidth(400)
        self.row("Format", self.format)
        self.row("Scale", self.scale)
        self.row("Theme", self.theme)
        self.rows.addRow("", self.transparent)

    def take(self) -> str | None:
        """Ask for the file and begin to write it."""
        try:
            scale = parse_number(self.scale.text())
            check_scale(scale)
            path = self._ask()
            if path is None:
                return ""  # nobody chose a file: nothing is wrong, and nothing is done
            self._begin(path, scale)
        except ValueError as error:
            return str(error)
        return None

    def accept(self) -> None:
        """Write the picture unless something is wrong; the dialog goes when it is written."""
        self.tell(self.take())

    def reject(self) -> None:
        """Leave the old file as it is."""
        if self._work is not None:
            self._work.give_up()
        super().reject()

    def _begin(self, path: Path, scale: float) -> None:
        theme: ThemeName = "dark" if self.theme.key() == "dark" else "light"
        transparent = self.transparent.isChecked()
        steps = rendering(self._document, path, scale, theme, transparent, self._view)
        # It may have to outlive the dialog, until a thread has left it.
        self._work = Stepwise(steps, f"Writing “{path.name}”", self._turns, self._turns)
        self._path = path
        self._work.ended.connect(self._end_writing)
        Waiting(self._work, self)
        self.ok.setEnabled(False)

    def _end_writing(self) -> None:
        work, self._work = self._work, None
        assert work is not None  # whose end this is
        self.ok.setEnabled(True)
        try:
            work.result()
        except GivenUpError:
            return
        except (FigureError, OSError, MemoryError) as error:
            self.tell(str(error))
            return
        self._told(f"Saved {self._path.name}")
        self.done(QDialog.DialogCode.Accepted)

    def _ask(self) -> Path | None:
        suffix = "." + self.format.key()
        proposal = str(Path(self._folder, self._document.title.replace("/", "-") + suffix))
        name, _ = QFileDialog.getSaveFileName(self, "Export picture", proposal, f"*{suffix}")
        path = Path(name)
        return None if not name else path if path.suffix else path.with_suffix(suffix)
