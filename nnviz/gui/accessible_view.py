"""What the canvas tells those who cannot see it: each element's name, number and place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleValueChangeEvent
from PySide6.QtWidgets import QWidget

from nnviz.document.edits import set_values
from nnviz.document.elements import Bias, Edge, Element, Loss, Neuron, Target
from nnviz.document.group import parameter_places
from nnviz.explain.numbers import format_number
from nnviz.gui.accessible_number import Number, announce
from nnviz.gui.canvas.describe import neuron_name
from nnviz.gui.canvas.values import Settable, settable, step_of
from nnviz.gui.canvas.walk import Walk, walk_of
from nnviz.gui.changes import Change
from nnviz.gui.widgets.slider_scale import signed_range

if TYPE_CHECKING:
    from nnviz.gui.canvas.stage import Stage
    from nnviz.gui.selection import Selection
    from nnviz.gui.session import Session
    from nnviz.gui.settings import Settings

MOST = 5_000
"""Elements that are told one by one; of a larger network the canvas tells the selected one."""
_NUMBERS = Change.PARAMETERS | Change.SAMPLE


class View(QObject):
    """What the nodes read of the canvas and of what it shows."""

    def __init__(
        self,
        canvas: QWidget,
        stage: Stage,
        session: Session,
        selection: Selection,
        settings: Settings,
    ) -> None:
        super().__init__(canvas)
        self.canvas, self._stage = canvas, stage
        self._session, self._selection, self._settings = session, selection, settings
        self._chosen: tuple[Sequence[Element], frozenset[Element]] = ((), frozenset())
        session.changed.connect(self._tell_number)

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
        elements = self._selection.elements
        if elements is not self._chosen[0]:
            self._chosen = elements, frozenset(elements)
        return element in self._chosen[1]

    def is_frozen(self, element: Element) -> bool:
        """Return whether a weight or bias keeps its value in training."""
        document = self._session.document
        if not document.has_frozen or not isinstance(element, Edge | Bias):
            return False
        return bool(document.frozen[parameter_places(document, [element])].all())

    # ------------------------------------------------------------------ news

    def tell_selected(self) -> None:
        """Tell a screen reader that something else is selected."""
        self._tell(QAccessibleEvent(self.canvas, QAccessible.Event.Focus))

    def _tell_number(self, change: Change) -> None:
        """Tell it that the selected number, or all of them, changed."""
        if change & _NUMBERS and self.selected is not None and QAccessible.isActive():
            words = self.value_of(self.selected)
            self._tell(QAccessibleValueChangeEvent(self.canvas, words))

    def _tell(self, event: QAccessibleEvent) -> None:
        place = None if self.selected is None else self.walk.place(self.selected)
        if QAccessible.isActive() and place is not None and len(self.walk) <= MOST:
            event.setChild(place)
            QAccessible.updateAccessibility(event)

    # ------------------------------------------------------------------ hand

    def take(self, element: Element) -> None:
        """Select an element and give the canvas the keyboard."""
        self._selection.select(element)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def number_of(self, element: Callable[[], Element | None]) -> Number:
        """Return the number of what `element` gives at the time; 0 where it cannot be set."""

        def now() -> Settable | None:
            return settable(element())

        return Number(
            read=lambda: self._read(now()),
            words=lambda: "" if (one := now()) is None else self.value_of(one),
            write=lambda value: self._write(now(), value),
            limits=lambda: _ends(self._read(now())),
            step=lambda: 0.0 if (one := now()) is None else step_of(self._session.document, one),
        )

    def _read(self, element: Settable | None) -> float:
        return 0.0 if element is None else self._session.document.value(element)

    def _write(self, element: Settable | None, value: float) -> None:
        if element is not None:
            edit = set_values(self._session.document, (element,), np.array([value]))
            announce(self.canvas, self._session.try_apply(edit) or "")

    # ----------------------------------------------------------------- words

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
        """Return an element's number, as it is painted."""
        (document, trace), digits = self._stage.shown, self._settings.digits
        if isinstance(element, Neuron) and element.layer:
            activations = trace.layers[element.layer - 1].a
            return format_number(float(activations[0, element.unit]), digits)
        if isinstance(element, Loss):
            return "" if trace.loss is None else format_number(trace.loss, digits)
        return format_number(document.value(element), digits)

    # ---------------------------------------------------------------- places

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


def _ends(value: float) -> tuple[float, float]:
    """Return what a slider of `value` spans."""
    span = signed_range(value)
    return span.low, span.high
