"""Options of the exported picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from nnviz.document.document import Document
from nnviz.document.parsing import parse_number
from nnviz.figures import FigureError, View, render
from nnviz.figures.view import AS_IT_IS
from nnviz.gui.dialogs.form import Form
from nnviz.gui.widgets.number_entry import NumberEntry
from nnviz.gui.widgets.select import Select
from nnviz.gui.widgets.switch import Switch

_FORMATS = (("png", "PNG, for the screen"), ("svg", "SVG, for the web"), ("pdf", "PDF, for print"))
_THEMES = (("light", "Light"), ("dark", "Dark"))
_SCALES = (0.1, 20.0)


class ExportDialog(Form):
    """Asks for format, scale, theme and ground, then where to save.

    Parameters
    ----------
    view : View
        What is shown, and in which form.
    """

    def __init__(
        self,
        document: Document,
        folder: str,
        told: Callable[[str], None],
        parent: QWidget | None = None,
        view: View = AS_IT_IS,
    ) -> None:
        super().__init__("Export picture", "Export…", "Choose a file and write it", parent)
        self._document, self._folder, self._told = document, folder, told
        self._view = view
        self.format = Select("Format", "What kind of file to write")
        self.format.set_choices(_FORMATS)
        self.scale = NumberEntry("2")
        self.scale.setToolTip("Times as large as on the screen, 0.1 to 20; for PNG, its pixels")
        self.theme = Select("Theme", "Colours of the picture")
        self.theme.set_choices(_THEMES)
        self.transparent = Switch("Transparent ground", "Leave out the ground, for slides")
        self.setMinimumWidth(400)
        self.row("Format", self.format)
        self.row("Scale", self.scale)
        self.row("Theme", self.theme)
        self.rows.addRow("", self.transparent)

    def take(self) -> str | None:
        """Ask for the file and write it."""
        try:
            scale = self._scale()
        except ValueError as error:
            return str(error)
        path = self._ask()
        if path is None:
            return "Choose a file, or cancel."
        try:
            render(
                self._document,
                path,
                scale=scale,
                theme="dark" if self.theme.key() == "dark" else "light",
                transparent=self.transparent.isChecked(),
                **self._view._asdict(),
            )
        except (FigureError, OSError) as error:
            return str(error)
        self._told(f"Saved {path.name}")
        return None

    def _scale(self) -> float:
        scale = parse_number(self.scale.text())
        if not _SCALES[0] <= scale <= _SCALES[1]:
            raise ValueError(f"Scale: {scale:g} is not between {_SCALES[0]} and {_SCALES[1]:g}.")
        return scale

    def _ask(self) -> Path | None:
        suffix = "." + self.format.key()
        proposal = str(Path(self._folder, self._document.title.replace("/", "-") + suffix))
        name, _ = QFileDialog.getSaveFileName(self, "Export picture", proposal, f"*{suffix}")
        path = Path(name)
        return None if not name else path if path.suffix else path.with_suffix(suffix)
