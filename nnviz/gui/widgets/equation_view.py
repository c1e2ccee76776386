"""An equation in a panel: set anew whenever a number changes, shrunk or broken to the width."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.maths import Typeset
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Element
from nnviz.explain.equation import Node, plain
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.line_breaking import fitted
from nnviz.gui.widgets.restyled import is_restyled

_LEADING = 6.0


@dataclass(frozen=True)
class _Line:
    set: Typeset
    top: float


class EquationView(QWidget):
    """Shows one equation; hovering a symbol tells the element it stands for.

    Attributes
    ----------
    hovered : Signal(object)
        The element under the pointer, or None.
    picked : Signal(object)
        The element that was clicked.
    """

    hovered = Signal(object)
    picked = Signal(object)

    def __init__(
        self,
        px: float = 14.0,
        *,
        role: str = "ink",
        weight: int = 500,
        text_weight: int = 400,
        wraps: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make a view; `wraps` False keeps one line of its natural width (a symbol)."""
        super().__init__(parent)
        self._px, self._role, self._wraps = px, role, wraps
        self._weights = weight, text_weight
        self._node: Node | None = None
        self._digits = 4
        self._lines: list[_Line] = []
        self._over: Element | None = None
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored if wraps else policy.Fixed, policy.Fixed)
        self.setMouseTracking(True)

    def set_node(self, node: Node | None, digits: int = 4) -> None:
        """Show `node` with that many decimals; None shows nothing."""
        if (node, digits) == (self._node, self._digits):
            return
        self._node, self._digits = node, digits
        self.setAccessibleName("" if node is None else plain(node, digits))
        self._lay_out()

    def node(self) -> Node | None:
        """Return what is shown."""
        return self._node

    def text(self) -> str:
        """Return what is shown as one line of text."""
        return self.accessibleName()

    def lines(self) -> int:
        """Return how many lines it took."""
        return len(self._lines)

    def natural_width(self) -> float:
        """Return the width of the widest line as it is set now."""
        return max((line.set.width for line in self._lines), default=0.0)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        last = self._lines[-1] if self._lines else None
        height = last.top + last.set.height if last else 0
        return QSize(round(self.natural_width() + 1.5), round(height + 2.5))

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is clipped."""
        return QSize(0 if self._wraps else self.sizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        if self._wraps and event.oldSize().width() != event.size().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event) or event.type() == QEvent.Type.EnabledChange:
            self._lay_out()

    def _lay_out(self) -> None:
        lines = [] if self._node is None else self._fitted(self._node)
        self._lines, top = [], 1.0
        for line in lines:
            self._lines.append(_Line(line, top))
            top += line.height + _LEADING
        self.updateGeometry()
        self.update()

    def _fitted(self, node: Node) -> list[Typeset]:
        if self._wraps and self.width():
            return fitted(node, self._setting(), self.width())
        return [typeset(node, self._setting())]

    def _setting(self) -> Setting:
        theme = current_theme()
        ink = QColor(getattr(theme, self._role if self.isEnabled() else "ink3"))
        weight, text_weight = self._weights
        words = ink if text_weight >= 600 else QColor(theme.ink2)
        return Setting(theme, self._px, self._digits, weight, text_weight, ink, words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for line in self._lines:
                line.set.draw(painter, 0.0, line.top + line.set.ascent)

    def element_at(self, place: QPointF) -> Element | None:
        """Return the element whose symbol or number stands at `place`."""
        for line in self._lines:
            there = QPointF(place.x(), place.y() - line.top - line.set.ascent)
            for leaf in line.set.leaves:
                if leaf.rect.contains(there):
                    return leaf.element
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._point_at(self.element_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        super().leaveEvent(event)
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what the pointer does here."""
        element = self.element_at(event.position())
        if element is None:
            event.ignore()
        else:
            self.picked.emit(element)

    def _point_at(self, element: Element | None) -> None:
        if element != self._over:
            self._over = element
            self.hovered.emit(element)
