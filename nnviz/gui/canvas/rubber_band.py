"""The rubber band: a drag over empty ground selects what lies in its rectangle."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.diagram.band import elements_in
from nnviz.diagram.spacing import Box
from nnviz.document.group import Group
from nnviz.gui.canvas.interactions import SLACK, Interaction
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.selection import Selection
from nnviz.gui.theme import current_theme

# Up to so many weights the selection follows the band; of larger networks it is made at its end.
_FEW = 20_000
_FILL = 0.10


class RubberBand(Interaction):
    """Selects nodes and edges inside, else crossing edges; Esc brings back what was selected.

    Parameters
    ----------
    adds : bool
        Whether what was selected before stays so.
    repaint : callable
        Paints the canvas' overlay anew.
    """

    def __init__(
        self,
        stage: Stage,
        selection: Selection,
        at: QPointF,
        *,
        adds: bool,
        repaint: Callable[[], None],
    ) -> None:
        self._stage, self._selection, self._repaint = stage, selection, repaint
        self._adds, self._before = adds, selection.elements
        self._start = self._at = at
        self._begun = False

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the mouse to `at`."""
        del modifiers
        if not self._begun and (at - self._start).manhattanLength() < SLACK:
            return
        self._begun, self._at = True, at
        if self._stage.picture.scene.document.n_parameters <= _FEW:
            self._select()
        self._repaint()

    def release(self) -> None:
        """Select what is in the band; a mere click on the ground lets go of everything."""
        if self._begun:
            self._select()
        elif not self._adds:
            self._selection.select(None)
        self._repaint()

    def cancel(self) -> None:
        """Select again what was selected before."""
        self._selection.select_all(self._before)
        self._repaint()

    def paint(self, painter: QPainter) -> None:
        """Paint the rectangle."""
        if self._begun:
            accent = QColor(current_theme().accent)
            painter.setPen(QPen(accent, 1.5))
            accent.setAlphaF(_FILL)
            painter.setBrush(accent)
            painter.drawRect(self._rect)

    @property
    def _rect(self) -> QRectF:
        return QRectF(self._start, self._at).normalized()

    def _select(self) -> None:
        found = self._found()
        if self._adds:
            found = found.united(self._before)
        self._selection.select_all(found or ())

    def _found(self) -> Group:
        """Return what lies in the band on the picture."""
        picture, rect = self._stage.picture, self._stage.camera.from_canvas(self._rect)
        band = Box(rect.x(), rect.y(), rect.width(), rect.height())
        slices = picture.scene.document.layer_slices
        return elements_in(picture.layout, slices, picture.label_boxes(), band)
