"""Two columns of the data as a small scatter plot, classes by colour and shape."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.data.dataset import Dataset
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.card import Card
from nnviz.gui.widgets.restyled import is_restyled

Floats = NDArray[np.float64]
_PADDING, _RADIUS = 22.0, 3.2
_MOST = 3_000


class ClassScatter(Card):
    """A point per sample; the sample shown is ringed, a click shows another.

    Attributes
    ----------
    picked : Signal(int)
        The row of the sample nearest to the click.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Floats = np.empty((0, 2))
        self._classes: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._ring: Floats | None = None
        self._picture: QImage | None = None
        self.setMinimumHeight(140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(300)
        self.setAccessibleName("Scatter plot of the classes")
        self.setToolTip("Click a point to show its sample")

    def set_data(self, data: Dataset, columns: tuple[int, int]) -> None:
        """Show two columns of `data`, which has at most three classes."""
        values = data.inputs[:_MOST, list(columns)]
        low, span = values.min(axis=0), np.ptp(values, axis=0)
        self._points = (values - low) / np.where(span > 0, span, 1.0)
        self._classes = data.targets[:_MOST].argmax(axis=1)
        self._low, self._span, self._columns = low, np.where(span > 0, span, 1.0), list(columns)
        self._picture = None
        self.update()

    def set_sample(self, inputs: Floats) -> None:
        """Ring the place of the sample shown, whether it is a row of the data or not."""
        self._ring = (inputs[self._columns] - self._low) / self._span
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the sample nearest to the click."""
        if len(self._points):
            places = self._places(self._points)
            away = np.hypot(*(places - [event.position().x(), event.position().y()]).T)
            self.picked.emit(int(away.argmin()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the end of the click, too."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint the points anew."""
        super().resizeEvent(event)
        self._picture = None

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._picture = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the points, kept as a picture, and the ring."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            if self._picture is None:
                self._picture = self._painted_points()
            painter.drawImage(QPointF(0, 0), self._picture)
            if self._ring is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(current_theme().ink), 2))
                x, y = self._places(self._ring[np.newaxis])[0]
                if self.rect().contains(round(x), round(y)):
                    painter.drawEllipse(QPointF(x, y), 7, 7)

    def _places(self, points: Floats) -> Floats:
        room = QRectF(self.rect()).adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        x = room.left() + points[:, 0] * room.width()
        y = room.bottom() - points[:, 1] * room.height()
        return np.stack([x, y], axis=1)

    def _painted_points(self) -> QImage:
        ratio = self.devicePixelRatioF()
        picture = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            surface = QColor(current_theme().surface)
            painter.setPen(QPen(surface, 0.75))
            for (x, y), kind in zip(self._places(self._points), self._classes, strict=True):
                painter.setBrush(QColor(current_theme().classes[kind]))
                _paint_mark(painter, QPointF(x, y), int(kind))
        return picture


def telling_columns(data: Dataset) -> tuple[int, int] | None:
    """Return the two input columns that tell the classes apart best, in their own order.

    Ranked by the variance between the classes over the variance within them; None unless there
    are two columns and at most three classes.
    """
    n_classes, n_columns = len(data.classes), data.inputs.shape[1]
    if not 2 <= n_classes <= 3 or n_columns < 2:
        return None
    kinds = data.targets.argmax(axis=1)
    groups = [data.inputs[kinds == kind] for kind in range(n_classes)]
    groups = [group for group in groups if len(group)]
    within = sum(len(group) * group.var(axis=0) for group in groups)
    mean = data.inputs.mean(axis=0)
    between = sum(len(group) * (group.mean(axis=0) - mean) ** 2 for group in groups)
    ratio = np.divide(between, within, out=np.zeros(n_columns), where=np.asarray(within) > 0)
    first, second = sorted(np.argsort(-ratio, kind="stable")[:2])
    return int(first), int(second)


def _paint_mark(painter: QPainter, place: QPointF, kind: int) -> None:
    """Paint a disc, a square or a triangle."""
    x, y, r = place.x(), place.y(), _RADIUS
    if kind == 0:
        painter.drawEllipse(place, r, r)
    elif kind == 1:
        painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
    else:
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, y - r - 0.6), QPointF(x + r + 0.6, y + r), QPointF(x - r - 0.6, y + r)]
            )
        )
