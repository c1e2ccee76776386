"""The one editor that may be open on the canvas."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnviz.gui.canvas.editor import ValueEditor
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.canvas.values import settable
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session


class Editing:
    """Opens an editor over the selected value, and closes it."""

    def __init__(
        self, canvas: QWidget, stage: Stage, session: Session, selection: Selection
    ) -> None:
        self._canvas, self._stage = canvas, stage
        self._session, self._selection = session, selection
        self._editor: ValueEditor | None = None

    @property
    def editor(self) -> ValueEditor | None:
        """The open editor."""
        editor = self._editor
        return None if editor is None or editor.closed else editor

    def open(self, typed: str = "") -> None:
        """Edit the selected value, if it has a place; `typed` begins it anew."""
        self.close()
        element = settable(self._selection.element)
        place = None if element is None else self._stage.picture.rect_of(element)
        if element is not None and place is not None:
            self._editor = ValueEditor(self._session, element, self._canvas)
            self._editor.open(self._stage.camera.to_canvas(place).toRect(), typed)

    def close(self) -> None:
        """Close the editor without setting anything."""
        editor, self._editor = self.editor, None
        if editor is not None:
            editor.close_quietly()
