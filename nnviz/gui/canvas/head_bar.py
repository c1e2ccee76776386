"""The buttons beside a layer's head: fewer neurons, more neurons, and all else in a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from nnviz.document.document import Document
from nnviz.gui.canvas.layer_menu import fill_layer_menu
from nnviz.gui.session import Session
from nnviz.gui.structure import Structure
from nnviz.gui.widgets.icon_button import IconButton

_ICON, _SIDE, _GAP = 14, 24, 2


class HeadBar(QFrame):
    """− + ⋯ for one layer.

    Attributes
    ----------
    left : Signal()
        The pointer went away.
    layer : int
        Whose it is.
    """

    left = Signal()

    def __init__(self, session: Session, structure: Structure, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._session, self._structure = session, structure
        self._canvas, self.layer = canvas, 0
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.fewer, self.more = self._button("minus"), self._button("plus")
        self.menu_button = self._button("ellipsis")
        self.fewer.clicked.connect(self._remove)
        self.more.clicked.connect(self._add)
        self.menu_button.clicked.connect(self._open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for button in (self.fewer, self.more, self.menu_button):
            row.addWidget(button)
        self.adjustSize()
        self.hide()

    def stand_for(self, layer: int, head: QRectF) -> None:
        """Appear beside the text of a layer's head: right of it, else left."""
        self.layer = layer
        self._tell(self._session.document)
        left = head.right() + _GAP
        if left + self.width() > self._canvas.width():
            left = head.left() - _GAP - self.width()
        self.move(QPointF(left, head.center().y() - self.height() / 2).toPoint())
        self.show()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer went away."""
        super().leaveEvent(event)
        self.left.emit()

    def _tell(self, document: Document) -> None:
        layer, last = self.layer, len(document.layers)
        what = "input" if layer == 0 else "output" if layer == last else "neuron"
        title = document.layer_title(layer)
        for button, words in (
            (self.more, f"Add {what}: the weights that are there stay"),
            (self.fewer, f"Remove the last {what} with its weights"),
            (self.menu_button, f"More for {title}"),
        ):
            button.setToolTip(words)
            button.setAccessibleName(f"{title}: {words}")

    def _add(self) -> None:
        self._structure.add_neuron(self.layer)

    def _remove(self) -> None:
        self._structure.remove_neuron(self.layer)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_layer_menu(menu, self._session, self._structure, self.layer)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + _GAP)))

    def _button(self, name: str) -> IconButton:
        button = IconButton(name, "", _ICON, parent=self)
        button.setFixedSize(_SIDE, _SIDE)
        return button
