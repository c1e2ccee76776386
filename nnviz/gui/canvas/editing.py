"""The one editor that may be open on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from nnviz.document.elements import Element
from nnviz.gui.canvas.editor import ValueEditor
from nnviz.gui.canvas.remark import Remark
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.canvas.values import last_settable
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session


class Editing:
    """Opens an editor over the selected value, and closes it.

    Attributes
    ----------
    remark : Remark
        The one sentence on the canvas of what cannot be.
    """

    def __init__(
        self, canvas: QWidget, stage: Stage, session: Session, selection: Selection
    ) -> None:
        self._canvas, self._stage = canvas, stage
        self._session, self._selection = session, selection
        self._editor: ValueEditor | None = None
        self._element: Element | None = None
        self.remark = Remark(canvas, stage.taken)

    @property
    def editor(self) -> ValueEditor | None:
        """The open editor."""
        editor = self._editor
        return None if editor is None or editor.closed else editor

    def open(self, typed: str = "") -> None:
        """Edit what is selected, one value or several; `typed` begins it anew."""
        self.close()
        elements = self._selection.elements
        self._element = last = last_settable(elements)
        if last is not None:
            self._editor = ValueEditor(self._session, elements, self.remark, self._canvas)
            self._editor.open(self._place(last), typed)

    def follow(self) -> None:
        """Let the editor stay with its value, which stands elsewhere now."""
        if self.editor is not None and self._element is not None:
            self.editor.place(self._place(self._element))

    def _place(self, element: Element) -> QRect:
        """Return where an element stands; the middle of the canvas for one folded away."""
        place = self._stage.picture.rect_of(element)
        if place is None:
            return QRect(self._canvas.rect().center(), QSize(1, 1))
        return self._stage.camera.to_canvas(place).toRect()

    def close(self) -> None:
        """Close the editor without setting anything."""
        editor, self._editor = self.editor, None
        if editor is not None:
            editor.close_quietly()
