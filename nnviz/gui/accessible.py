"""The network for those who cannot see it: each weight, bias, input and neuron with name and value.

A screen reader finds the canvas' elements as its children, in the order in which Tab walks them,
and hears “weight from x1 to h2, 0.15”.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnviz.document.elements import Element
from nnviz.gui.accessible_number import ActionInterface, ValueInterface, cast_to
from nnviz.gui.accessible_view import MOST, View
from nnviz.gui.canvas.values import settable
from nnviz.gui.canvas.walk import Walk

_ROLES = QAccessible.Role
_SET_FOCUS = ActionInterface.setFocusAction()


class ElementNode(QAccessibleInterface):
    """One element, asked anew each time: it has no numbers of its own."""

    def __init__(self, canvas: CanvasNode, place: int) -> None:
        super().__init__()
        self._canvas, self._place = canvas, place
        self._value = ValueInterface(canvas.view.number_of(self._element))
        self._actions = ActionInterface({_SET_FOCUS: self._take})

    @property
    def element(self) -> Element | None:
        """The element that now has this place in the walk; None if there is none any more."""
        return self._element()

    def _element(self) -> Element | None:
        walk = self._canvas.walk
        return walk.element(self._place) if self._place < len(walk) else None

    def _take(self) -> None:
        element = self.element
        if element is not None:
            self._canvas.view.take(element)

    def isValid(self) -> bool:
        """Tell whether the network still has so many elements."""
        return isValid(self._canvas) and self.element is not None

    def text(self, kind: QAccessible.Text) -> str:
        """Return its name, its value in words, or that it is frozen."""
        element, view = self.element, self._canvas.view
        if not self.isValid() or element is None:
            return ""
        if kind == QAccessible.Text.Name:
            return view.name_of(element)
        if kind == QAccessible.Text.Description:
            return "frozen" if view.is_frozen(element) else ""
        return view.value_of(element) if kind == QAccessible.Text.Value else ""

    def role(self) -> QAccessible.Role:
        """Return what one can do with it: set it, or only read it."""
        return _ROLES.StaticText if settable(self.element) is None else _ROLES.Slider

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """Return what sets its number, if it can be set, and what selects it."""
        value = None if settable(self.element) is None else self._value
        return cast_to(kind, value, self._actions)

    def state(self) -> QAccessible.State:
        """Tell whether it is selected."""
        state = QAccessible.State()
        state.selectable = state.extSelectable = state.focusable = True
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
        """Take nothing: a number is set as a number."""

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
        state.focusable = state.multiSelectable = state.extSelectable = True
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

    def let_go(self) -> None:
        """Have Qt forget the elements, too, once the canvas is no more."""
        for node in self._given.values():
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(node))
        self._given.clear()

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of an element in the walk."""
        found = (place for place, node in self._given.items() if node is child)
        return next(found, -1)


def install() -> None:
    """Let Qt ask for the canvas' elements; once for the program."""
    QAccessible.installFactory(_interface)


# What Qt was given is Qt's to delete, with its widget: until then nothing else may let it go.
_given: list[QAccessibleInterface] = []


def _interface(_name: str, widget: QObject) -> QAccessibleInterface | None:
    make = getattr(widget, "accessible_node", None)
    if make is None or not isinstance(widget, QWidget):
        return None
    for node in _given:
        if isinstance(node, CanvasNode) and not isValid(node):
            node.let_go()
    _given[:] = [node for node in _given if isValid(node)]
    # Each time a new one: asked twice of a widget, Qt keeps both and deletes both.
    _given.append(make())
    return _given[-1]
