"""How the picture lies in the canvas: zoomed and moved."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

LEAST, MOST = 0.5, 16.0


class Camera:
    """A scale and a shift from the picture's pixels to the canvas'.

    Attributes
    ----------
    scale : float
        1 shows the picture as it was laid out to fit.
    shift : QPointF
        Where the picture's origin lies in the canvas.
    """

    def __init__(self) -> None:
        self.scale = 1.0
        self.shift = QPointF()

    def fit(self) -> None:
        """Show the whole network."""
        self.scale, self.shift = 1.0, QPointF()

    def pan(self, by: QPointF) -> None:
        """Move the picture."""
        self.shift += by

    def zoom(self, factor: float, at: QPointF) -> None:
        """Zoom by `factor`; what lies under `at` stays there."""
        scale = min(max(self.scale * factor, LEAST), MOST)
        fixed = self.to_picture(at)
        self.scale = scale
        self.shift = at - fixed * scale

    def show(self, part: QRectF, canvas: QRectF) -> None:
        """Bring `part` of the picture large into the middle of `canvas`."""
        room = min(canvas.width() / part.width(), canvas.height() / part.height())
        self.scale = min(max(room, LEAST), MOST)
        self.shift = canvas.center() - part.center() * self.scale

    @property
    def transform(self) -> QTransform:
        """The way from picture to canvas, for a painter."""
        return QTransform.fromTranslate(self.shift.x(), self.shift.y()).scale(
            self.scale, self.scale
        )

    def to_picture(self, point: QPointF) -> QPointF:
        """Return where a point of the canvas lies in the picture."""
        return (point - self.shift) / self.scale

    def to_canvas(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the picture lies in the canvas."""
        return self.transform.mapRect(rect)

    def from_canvas(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the canvas lies in the picture."""
        return QRectF(self.to_picture(rect.topLeft()), self.to_picture(rect.bottomRight()))
