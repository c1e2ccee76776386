"""What a hand does to the structure on the canvas: heads with buttons, dragged; names; Delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from nnviz.diagram.heads import headed_columns, text_box
from nnviz.diagram.name_places import name_at, name_place
from nnviz.diagram.pencil import rect_of
from nnviz.document.elements import Element, Layer, Neuron
from nnviz.document.name_edits import name_of
from nnviz.document.structure_edits import is_hidden
from nnviz.gui.canvas.head_bar import HeadBar
from nnviz.gui.canvas.head_drag import HeadDrag
from nnviz.gui.canvas.name_editor import NameEditor
from nnviz.gui.canvas.network import NetworkView
from nnviz.gui.changes import Change
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.structure import Structure

_SLACK = 6
_DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_LEFT = Qt.MouseButton.LeftButton


class HeadTools(QObject):
    """Watches the canvas, and takes what concerns heads and names.

    Attributes
    ----------
    bar : HeadBar
        The buttons, beside the head that is hovered or selected.
    remark : Remark
        Says at the place why something cannot be done.
    drag : HeadDrag or None
        The head in the hand.
    """

    def __init__(
        self, network: NetworkView, session: Session, selection: Selection, structure: Structure
    ) -> None:
        super().__init__(network)
        self._network, self._session = network, session
        self._selection, self._structure = selection, structure
        self.bar = HeadBar(session, structure, network)
        self.remark = network.remark
        self.drag: HeadDrag | None = None
        self._editor: NameEditor | None = None
        self._pressed: tuple[int, QPoint] | None = None
        network.installEventFilter(self)
        network.pictured.connect(self._place_bar)
        network.panned.connect(self._follow_camera)
        selection.changed.connect(self._place_bar)
        self.bar.left.connect(self._place_bar)
        session.changed.connect(self._follow)
        structure.refused.connect(self._refuse)
        structure.renaming.connect(self.rename)

    @property
    def editor(self) -> NameEditor | None:
        """The open editor of a name."""
        return None if self._editor is None or self._editor.closed else self._editor

    # ------------------------------------------------------------------ events

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take what is wanted, let all else pass."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut:
            self._let_go()
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        if event.type() != QEvent.Type.MouseMove and self._network.keeps(event):
            return False
        match event.type():
            case QEvent.Type.MouseButtonDblClick:
                return event.button() == _LEFT and self._edit_name(event.position())
            case QEvent.Type.MouseButtonPress:
                self._press(event, at)
            case QEvent.Type.MouseMove:
                return self._move(event, at)
            case QEvent.Type.MouseButtonRelease:
                return self._release()
        return False

    def _press(self, event: QMouseEvent, at: QPoint) -> None:
        self._close()
        element = self._element_at(event.position())
        left = event.button() == _LEFT
        layer = element.layer if left and isinstance(element, Layer) else 0
        self._pressed = (layer, at) if is_hidden(self._session.document, layer) else None

    def _move(self, event: QMouseEvent, at: QPoint) -> bool:
        if self._pressed is None or not event.buttons() & _LEFT:
            return False
        layer, start = self._pressed
        if self.drag is None and (at - start).manhattanLength() >= _SLACK:
            self.bar.hide()
            document = self._session.document
            title = document.layer_title(layer)
            vertical = self._network.picture.layout.vertical
            self.drag = HeadDrag(layer, title, self._middles(), at, self._network, vertical)
        if self.drag is not None:
            self.drag.follow(at)
        return self.drag is not None

    def _release(self) -> bool:
        drag = self._let_go()
        if drag is not None:
            self._network.let_go()  # the release is not for it
            self._structure.move_layer(drag.layer, drag.to)
            self._place_bar()
        return drag is not None

    def _let_go(self) -> HeadDrag | None:
        drag, self.drag, self._pressed = self.drag, None, None
        if drag is not None:
            drag.drop()
        return drag

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and (self.drag or self.remark.isVisible()):
            self._let_go()
            self.remark.hide()
            return True
        if self._network.in_hand:
            return False
        elements = self._selection.elements
        removes = elements and all(isinstance(one, Neuron | Layer) for one in elements)
        if event.key() in _DELETES and not event.modifiers() and removes:
            self._structure.remove_selected()
            return True
        return False

    # ------------------------------------------------------------------- names

    def _edit_name(self, at: QPointF) -> bool:
        place = self._network.camera.to_picture(at)
        found = name_at(self._network.picture.scene, place.x(), place.y())
        if found is not None:
            self.rename(found[0])
        return found is not None

    def rename(self, element: Element) -> None:
        """Open the editor over the name of `element`, over itself, or over its layer's head."""
        if not self._network.isVisible():
            self._structure.refused.emit(element, "Leave the maps to name it, or use the inspector")
            return
        head = Layer(self._structure.layer_of(element))
        name = name_of(self._session.document, element)
        place = self._name_rect(element) or self._text_rect(head)
        if name is None or place is None:
            return
        self._close()

        def give(text: str) -> str | None:
            return self._structure.name(element, text)

        self._editor = NameEditor(name, give, self.remark, self._network)
        self._editor.open(self._network.camera.to_canvas(place).toRect())
        self._editor.gone.connect(self._place_bar)
        self.bar.hide()

    def _name_rect(self, element: Element) -> QRectF | None:
        picture = self._network.picture
        box = name_place(picture.scene, element)
        return picture.rect_of(element) if box is None else rect_of(box)

    # ---------------------------------------------------------------- showing

    def _follow(self, change: Change) -> None:
        if change & Change.STRUCTURE:
            self._let_go()
            self._close()

    def _follow_camera(self) -> None:
        self._close()
        self._place_bar()

    def _close(self) -> None:
        self.remark.hide()
        if self.editor is not None:
            self.editor.close_quietly()
        self._editor = None

    def _refuse(self, element: Element, sentence: str) -> None:
        place = self._text_rect(element) if isinstance(element, Layer) else self._name_rect(element)
        if place is None:
            place = QRectF(self._network.rect().adjusted(0, 0, 0, -self._network.height()))
        else:
            place = self._network.camera.to_canvas(place)
        self.remark.say_beside(sentence, place.toRect())

    def _place_bar(self) -> None:
        """Show the buttons where a head is hovered or, with nothing hovered, selected."""
        if self.bar.isVisible() and self.bar.underMouse():
            layer: int | None = self.bar.layer
        else:
            layer = self._wanted()
        head = None if layer is None else self._seen_head(layer)
        busy = self.drag is not None or self.editor is not None
        if layer is None or head is None or busy:
            self.bar.hide()
        else:
            self.bar.stand_for(layer, head)

    def _seen_head(self, layer: int) -> QRectF | None:
        """Return where the text of a layer's head stands on the canvas; None where it does not."""
        head = self._text_rect(Layer(layer))
        seen = None if head is None else self._network.camera.to_canvas(head)
        canvas = QRectF(self._network.rect())
        return seen if seen is not None and canvas.intersects(seen) else None

    def _wanted(self) -> int | None:
        for element in (self._selection.hover, self._selection.element):
            if isinstance(element, Layer):
                return element.layer
        return None

    def _text_rect(self, layer: Layer) -> QRectF | None:
        scene = self._network.picture.scene
        columns = (column for column in headed_columns(scene) if column.layer == layer.layer)
        return next((rect_of(text_box(scene, column)) for column in columns), None)

    def _element_at(self, at: QPointF) -> Element | None:
        place = self._network.camera.to_picture(at)
        return self._network.picture.element_at(place.x(), place.y())

    def _middles(self) -> list[float]:
        """Return where the hidden layers stand on the canvas."""
        columns = self._network.picture.layout.columns[1:-1]
        places = (QRectF(*column.point(0.0), 0, 0) for column in columns)
        shown = [self._network.camera.to_canvas(place) for place in places]
        vertical = self._network.picture.layout.vertical
        return [place.y() if vertical else place.x() for place in shown]
