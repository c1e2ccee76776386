"""Large layers unfolded and folded by a click, as long as their discs can be told apart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from nnviz.diagram.layout import MOST_UNFOLDED
from nnviz.document.elements import Element, Loss, Target
from nnviz.gui.canvas.remark import Remark
from nnviz.gui.canvas.stage import Stage


class Folding:
    """Which of the large layers are shown whole; a wish of the view, which no file keeps."""

    def __init__(self, canvas: QWidget, stage: Stage) -> None:
        self._canvas, self._stage = canvas, stage
        self._remark = Remark(canvas)
        self._remark.hide()

    @property
    def remark(self) -> Remark:
        """Says why a layer cannot be unfolded."""
        return self._remark

    @property
    def unfolded(self) -> frozenset[int]:
        """The large layers that are shown whole."""
        return self._stage.unfolded

    def click(self, at: QPointF) -> bool:
        """Unfold the layer whose capsule was clicked, or fold it again; False elsewhere."""
        self._remark.hide()
        layer = self._stage.fold_at(at)
        if layer is None:
            return False
        self.turn(layer, at)
        return True

    def turn(self, layer: int, at: QPointF) -> None:
        """Unfold a layer, or fold it again; where it cannot be, say so at a point."""
        column = self._stage.picture.layout.columns[layer]
        if column.capsule is None and not column.opened:
            self._say("This layer is small enough to be shown whole.", at)
        elif layer not in self._stage.unfolded and column.size > MOST_UNFOLDED:
            self._say(
                f"Layers of up to {MOST_UNFOLDED} neurons can be unfolded; this one has"
                f" {column.size:,}. See it whole under Maps.",
                at,
            )
        else:
            self._stage.unfolded = self._stage.unfolded ^ {layer}

    def forget(self) -> None:
        """Fold all layers again: they are another network's."""
        self._stage.unfolded = frozenset()

    def tip(self, at: QPointF) -> str:
        """Return what a click at a point would do; '' where it would do nothing."""
        layer = self._stage.fold_at(at)
        if layer is None:
            return ""
        column = self._stage.picture.layout.columns[layer]
        if column.opened:
            return "Fold this layer: show its first and last neurons only"
        return f"Unfold this layer: show all of its {column.size:,} neurons"

    def hover(self, at: QPointF) -> None:
        """Show that a click does something here."""
        if self._stage.fold_at(at) is not None:
            self._canvas.setCursor(Qt.CursorShape.PointingHandCursor)

    def layer_of(self, element: Element | None) -> int | None:
        """Return the layer that an element belongs to; without one, the first that is folded."""
        if isinstance(element, Loss | Target) or element is None:
            columns = self._stage.picture.layout.columns
            return next((c.layer for c in columns if c.capsule is not None or c.opened), None)
        return element.layer

    def _say(self, sentence: str, at: QPointF) -> None:
        self._remark.say_at(sentence, at.toPoint())
        self._remark.show()
