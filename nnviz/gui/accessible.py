"""The network for those who cannot see it: each weight, bias, input and neuron with name and value.

A screen reader finds the canvas' elements as its children, in the order in which Tab walks them,
and hears “weight from x1 to h2, 0.15”.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QAccessibleObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnviz.document.elements import Bias, Edge, Element, Loss, Neuron, Target
from nnviz.explain.numbers import format_number
from nnviz.gui.canvas.describe import neuron_name
from nnviz.gui.canvas.walk import Walk, walk_of

if TYPE_CHECKING:
    from nnviz.gui.canvas.stage import Stage
    from nnviz.gui.selection import Selection
    from nnviz.gui.session import Session
    from nnviz.gui.settings import Settings

MOST = 5_000
"""Elements that are told one by one; of a larger network the canvas tells the selected one."""
_ROLES = QAccessible.Role


class ElementNode(QAccessibleInterface):
    """One element, asked anew each time: it has no numbers of its own."""

    def __init__(self, canvas: CanvasNode, place: int) -> None:
        super().__init__()
        self._canvas, self._place = canvas, place

    @property
    def element(self) -> Element | None:
        """The element that now has this place in the walk; None if there is none any more."""
        walk = self._canvas.walk
        return walk.element(self._place) if self._place < len(walk) else None

    def isValid(self) -> bool:
        """Tell whether the network still has so many elements."""
        return isValid(self._canvas) and self.element is not None

    def text(self, kind: QAccessible.Text) -> str:
        """Return its name or its value in words."""
        element = self.element
        if not self.isValid() or element is None:
            return ""
        if kind == QAccessible.Text.Name:
            return self._canvas.view.name_of(element)
        return self._canvas.view.value_of(element) if kind == QAccessible.Text.Value else ""

    def role(self) -> QAccessible.Role:
        """Return what one can do with it: set it, or only read it."""
        settable = isinstance(self.element, Edge | Bias | Target) or self._is_input()
        return _ROLES.Slider if settable else _ROLES.StaticText

    def state(self) -> QAccessible.State:
        """Tell whether it is selected."""
        state = QAccessible.State()
        state.selectable = state.focusable = True
        view, element = self._canvas.view, self.element
        if self.isValid() and element is not None:
            state.selected = view.is_selected(element)
            state.focused = element == view.selected
        return state

    def rect(self) -> QRect:
        """Return where it stands on the screen."""
        element = self.element
        return QRect() if element is None else self._canvas.view.screen_rect(element)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Take nothing: values are set with the keys."""

    def object(self) -> QObject | None:  # type: ignore[override]
        """Return None: it is no widget of its own."""
        return None

    def parent(self) -> QAccessibleInterface:
        """Return the canvas."""
        return self._canvas

    def child(self, _index: int) -> None:  # type: ignore[override]
        """Return None."""

    def childCount(self) -> int:
        """Return 0."""
        return 0

    def childAt(self, _x: int, _y: int) -> None:  # type: ignore[override]
        """Return None."""

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """Return −1."""
        return -1

    def _is_input(self) -> bool:
        return isinstance(self.element, Neuron) and self.element.layer == 0


class CanvasNode(QAccessibleObject):
    """The canvas with its elements."""

    def __init__(self, view: View) -> None:
        super().__init__(view.canvas)
        self.view = view
        # Qt keeps plain pointers to what it was given, so nothing given may go before the canvas.
        self._given: dict[int, ElementNode] = {}

    @property
    def walk(self) -> Walk:
        """The order of the elements."""
        return self.view.walk

    def text(self, kind: QAccessible.Text) -> str:
        """Return the canvas' name and what it says of the selected element."""
        widget = self.view.canvas
        if kind == QAccessible.Text.Name:
            return widget.accessibleName()
        return widget.accessibleDescription() if kind == QAccessible.Text.Description else ""

    def role(self) -> QAccessible.Role:
        """Return that it is a picture to work in."""
        return _ROLES.Canvas

    def state(self) -> QAccessible.State:
        """Tell whether it has the focus."""
        state, widget = QAccessible.State(), self.view.canvas
        state.focusable = True
        state.focused = widget.hasFocus()
        state.invisible = not widget.isVisible()
        return state

    def rect(self) -> QRect:
        """Return where it stands on the screen."""
        widget = self.view.canvas
        return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return what the canvas lies in."""
        around = self.view.canvas.parentWidget()
        return None if around is None else QAccessible.queryAccessibleInterface(around)

    def childCount(self) -> int:
        """Return how many elements there are; none of a network too large to be told so."""
        count = len(self.walk)
        return count if count <= MOST else 0

    def child(self, index: int) -> ElementNode | None:  # type: ignore[override]
        """Return an element by its place in the walk."""
        if not 0 <= index < self.childCount():
            return None
        if index not in self._given:
            self._given[index] = ElementNode(self, index)
        return self._given[index]

    def childAt(self, x: int, y: int) -> ElementNode | None:  # type: ignore[override]
        """Return the element at a point of the screen."""
        element = self.view.element_at(QPoint(x, y))
        place = None if element is None else self.walk.place(element)
        return None if place is None else self.child(place)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the selected element."""
        element = self.view.selected
        place = None if element is None else self.walk.place(element)
        return None if place is None else self.child(place)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of an element in the walk."""
        found = (place for place, node in self._given.items() if node is child)
        return next(found, -1)


class View:
    """What the nodes read of the canvas and of what it shows."""

    def __init__(
        self,
        canvas: QWidget,
        stage: Stage,
        session: Session,
        selection: Selection,
        settings: Settings,
    ) -> None:
        self.canvas, self._stage = canvas, stage
        self._session, self._selection, self._settings = session, selection, settings

    @property
    def walk(self) -> Walk:
        """The walk through the network that is shown."""
        return walk_of(self._session.document)

    @property
    def selected(self) -> Element | None:
        """The selected element, the last one of several."""
        return self._selection.element

    def is_selected(self, element: Element) -> bool:
        """Return whether an element is selected, alone or among others."""
        return element in self._selection.elements

    def tell_selected(self) -> None:
        """Tell a screen reader that another element is selected."""
        place = None if self.selected is None else self.walk.place(self.selected)
        if QAccessible.isActive() and place is not None and len(self.walk) <= MOST:
            event = QAccessibleEvent(self.canvas, QAccessible.Event.Focus)
            event.setChild(place)
            QAccessible.updateAccessibility(event)

    def name_of(self, element: Element) -> str:
        """Return what an element is, in words."""
        document = self._session.document
        if isinstance(element, Edge):
            source = neuron_name(document, Neuron(element.layer - 1, element.source))
            unit = neuron_name(document, Neuron(element.layer, element.unit))
            return f"weight from {source} to {unit}"
        if isinstance(element, Bias):
            return f"bias of {neuron_name(document, Neuron(element.layer, element.unit))}"
        if isinstance(element, Target):
            output = Neuron(len(document.layers), element.unit)
            return f"target of {neuron_name(document, output)}"
        if isinstance(element, Neuron):
            kind = "input" if element.layer == 0 else "activation of"
            return f"{kind} {neuron_name(document, element)}"
        return "loss"

    def value_of(self, element: Element) -> str:
        """Return an element's number, as it is shown."""
        session, digits = self._session, self._settings.digits
        if isinstance(element, Neuron) and element.layer:
            activations = session.trace.layers[element.layer - 1].a
            return format_number(float(activations[0, element.unit]), digits)
        if isinstance(element, Loss):
            loss = session.trace.loss
            return "" if loss is None else format_number(loss, digits)
        return format_number(session.document.value(element), digits)

    def element_at(self, place: QPoint) -> Element | None:
        """Return the element at a point of the screen."""
        return self._stage.element_at(self.canvas.mapFromGlobal(place).toPointF())

    def screen_rect(self, element: Element) -> QRect:
        """Return where an element stands on the screen; empty where it is folded away."""
        place = self._stage.picture.rect_of(element)
        if place is None:
            return QRect()
        shown = self._stage.camera.transform.mapRect(place).toRect()
        return QRect(self.canvas.mapToGlobal(shown.topLeft()), shown.size())


def install() -> None:
    """Let Qt ask for the canvas' elements; once for the program."""
    QAccessible.installFactory(_interface)


def _interface(_name: str, widget: QObject) -> QAccessibleInterface | None:
    make = getattr(widget, "accessible_node", None)
    return make() if make is not None and isinstance(widget, QWidget) else None
