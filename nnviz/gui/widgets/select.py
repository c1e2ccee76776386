"""A drop-down of named choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nnviz.diagram.fonts import text_font
from nnviz.gui.theme import current_theme, disabled_text, icon

_ARROW = 14
_Index: TypeAlias = QModelIndex | QPersistentModelIndex


class _Items(QStyledItemDelegate):
    """Paints the list by the style sheet, which Qt's own painter of such lists does not know."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint an entry, or the line between two."""
        if _separates(index):
            middle = option.rect.center().y()
            painter.fillRect(option.rect.left() + 8, middle, option.rect.width() - 16, 1, _line())
        else:
            super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of an entry, or of a line."""
        return QSize(0, 9) if _separates(index) else super().sizeHint(option, index)


def _separates(index: _Index) -> bool:
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")


def _line() -> QColor:
    return QColor(current_theme().border)


class Select(QComboBox):
    """Shows words for keys; `chosen` tells the key that a person picked.

    Attributes
    ----------
    chosen : Signal(str)
    """

    chosen = Signal(str)

    def __init__(self, name: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setFont(text_font(13))
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setItemDelegate(_Items(self))
        self.activated.connect(self._picked)

    def set_choices(self, choices: Iterable[tuple[str, str]], first: int = 0) -> None:
        """Offer (key, words) pairs, if they are not offered already; a line ends the `first`."""
        choices = list(choices)
        if choices != self._offered():
            self.clear()
            for key, words in choices:
                self.addItem(words, key)
            if first:
                self.insertSeparator(first)

    def _offered(self) -> list[tuple[str, str]]:
        offered = ((self.itemData(k), self.itemText(k)) for k in range(self.count()))
        return [(key, words) for key, words in offered if key is not None]

    def set_key(self, key: str) -> None:
        """Show the choice `key`; what is not offered is shown by its own name."""
        index = self.findData(key)
        if index < 0:
            self.addItem(key, key)
            index = self.count() - 1
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def key(self) -> str:
        """Return the key shown."""
        return str(self.currentData())

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which nothing is clipped."""
        return QSize(72, 30)

    def showEvent(self, event: QShowEvent) -> None:
        """Have a label that names it: on Linux a screen reader hears no other name of a choice."""
        super().showEvent(event)
        beside, direct = self.parentWidget(), Qt.FindChildOption.FindDirectChildrenOnly
        labels = [] if beside is None else beside.findChildren(QLabel, options=direct)
        if beside is not None and not any(label.buddy() is self for label in labels):
            label = QLabel(self.accessibleName(), beside)
            label.hide()
            label.setBuddy(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        event.ignore()

    def showPopup(self) -> None:
        """Open the list, wide enough for its words."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        super().showPopup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint in the colours of the present theme."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_box(painter)
            theme = current_theme()
            painter.setPen(QColor(theme.ink) if self.isEnabled() else disabled_text(theme))
            room = self.rect().adjusted(12, 0, -_ARROW - 18, 0)
            text = self.fontMetrics().elidedText(
                self.currentText(), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            self._paint_arrow(painter)

    def _paint_box(self, painter: QPainter) -> None:
        theme = current_theme()
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.border), width))
        painter.setBrush(QColor(theme.field if self.isEnabled() else theme.sunken))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)

    def _paint_arrow(self, painter: QPainter) -> None:
        place = QRect(self.width() - _ARROW - 10, (self.height() - _ARROW) // 2 + 1, _ARROW, _ARROW)
        icon("chevron-down", _ARROW).paint(painter, place)

    def _picked(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))
