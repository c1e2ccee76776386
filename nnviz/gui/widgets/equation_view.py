"""An equation in a panel: set anew whenever a number changes, shrunk or broken to the width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.diagram.maths import Typeset
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.explain.equation import Leaf, Node, Number, Row, as_rows, leaves, plain
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.copy_menu import CopyMenu
from nnviz.gui.widgets.line_breaking import fitted
from nnviz.gui.widgets.maths_widget import Line, MathsWidget
from nnviz.gui.widgets.restyled import is_restyled

_LEADING = 6.0


class EquationView(MathsWidget):
    """Shows one equation in as many lines as it needs."""

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
        self._shape: list[Leaf | None] = []
        self._digits = 4
        self._menu: CopyMenu | None = None
        self._kept = 0.0
        self._hint = QSize()
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored if wraps else policy.Fixed, policy.Fixed)

    def set_node(self, node: Node | None, digits: int = 4) -> None:
        """Show `node` with that many decimals; None shows nothing.

        While only its numbers change, it keeps the height it has, so that nothing below jumps.
        """
        if (node, digits) == (self._node, self._digits):
            return
        shape = _shape(node)
        if shape != self._shape or digits != self._digits:
            self._kept = 0.0
        self._node, self._digits, self._shape = node, digits, shape
        self.setAccessibleName("" if node is None else plain(node, digits))
        self._lay_out()

    def node(self) -> Node | None:
        """Return what is shown."""
        return self._node

    def rows(self) -> tuple[Row, ...]:
        """Return what is shown as lines, to be copied."""
        return () if self._node is None else as_rows(self._node)

    def text(self) -> str:
        """Return what is shown as one line of text."""
        return self.accessibleName()

    def lines(self) -> int:
        """Return how many lines it took."""
        return len(self._lines)

    def natural_width(self) -> float:
        """Return the width of the widest line as it is set now."""
        return max((line.words.width for line in self._lines), default=0.0)

    def sizeHint(self) -> QSize:
        """Return the size it likes best."""
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is clipped."""
        return QSize(0 if self._wraps else self._hint.width(), self._hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new size."""
        super().resizeEvent(event)
        if self._wraps and event.oldSize().width() != event.size().width():
            self._kept = 0.0
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event) or event.type() == QEvent.Type.EnabledChange:
            self._lay_out()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the equation."""
        if not self._reads:
            event.ignore()
            return
        if self._menu is None:
            self._menu = CopyMenu(self.rows, lambda: self._digits, self)
        self._menu.popup(event.globalPos())

    def _lay_out(self) -> None:
        lines, top = [], 1.0
        for words in [] if self._node is None else self._fitted(self._node):
            lines.append(Line(words, 0.0, top + words.ascent))
            top += words.height + _LEADING
        self.place(lines)
        self._kept = max(self._kept, top - _LEADING + 2.5 if lines else 0.0)
        hint = QSize(round(self.natural_width() + 1.5), round(self._kept))
        if hint != self._hint:
            self._hint = hint
            self.updateGeometry()

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


def _shape(node: Node | None) -> list[Leaf | None]:
    """Return what an equation says apart from its numbers."""
    said = [] if node is None else leaves(node)
    return [None if isinstance(leaf, Number) else leaf for leaf in said]
