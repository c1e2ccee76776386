"""The whole picture in small while the canvas shows a part of it; its frame can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from nnviz.gui.canvas.covers import Covers
from nnviz.gui.canvas.stage import Stage
from nnviz.gui.theme import current_theme
from nnviz.gui.widgets.restyled import is_restyled

_WIDE, _HIGH, _AWAY = 180.0, 110.0, 12
_SLACK = 1.0
_OUTSIDE = 0.55
"""How much of the ground lies over what the canvas does not show."""


class Minimap(QWidget):
    """Stands in the lower right corner of the canvas while not all of the picture is in sight.

    Attributes
    ----------
    moved : Signal()
        The camera was moved by hand.
    """

    moved = Signal()

    def __init__(self, canvas: QWidget, stage: Stage) -> None:
        super().__init__(canvas)
        self._canvas, self._stage = canvas, stage
        self._picture: QPixmap | None = None
        self._old = False
        # Its own: with fewer edges it wants others than the canvas.
        self._covers = Covers(self)
        self._covers.made.connect(self._take_covers)
        self._held: QPointF | None = None
        self._doubled = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName("Overview of the network")
        self.setToolTip("Drag the frame to move over the network; double-click to see all of it")
        self.hide()

    def follow(self, renewed: bool) -> None:
        """Appear where the picture does not fit, and frame what is in sight.

        Parameters
        ----------
        renewed : bool
            Whether the picture itself may have changed; of a large one that is still moving the
            small one stays as it was, until it rests.
        """
        self._old = self._old or renewed
        if self._old and (self._stage.small or not self._stage.moving):
            self._picture, self._old = None, False
        shown = self._stage.camera.scale > 1.0 and not self._everything_in_sight()
        if shown:
            self._place()
            self.lower()  # what is said or edited over it stays in sight
            self.update()
        self.setVisible(shown)

    def end(self) -> None:
        """End what is made beside this thread."""
        self._covers.close()

    def _take_covers(self) -> None:
        self.follow(renewed=True)

    @property
    def frame(self) -> QRectF:
        """What the canvas shows, in this widget's pixels."""
        sight = self._sight()
        return QRectF(sight.topLeft() * self._scale, sight.size() * self._scale)

    def _sight(self) -> QRectF:
        """Return what the canvas shows, in the picture's pixels."""
        camera, canvas = self._stage.camera, QRectF(self._canvas.rect())
        corner = camera.to_picture(canvas.topLeft())
        return QRectF(corner, canvas.size() / camera.scale)

    def _everything_in_sight(self) -> bool:
        whole = QRectF(self._canvas.rect()).adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK)
        return self._sight().contains(whole)

    @property
    def _scale(self) -> float:
        """Pixels here to one of the picture."""
        return min(_WIDE / self._canvas.width(), _HIGH / self._canvas.height())

    def _place(self) -> None:
        whole = QRectF(self._canvas.rect()).size() * self._scale
        size = QSize(round(whole.width()), round(whole.height()))
        if size != self.size():
            self.resize(size)
            self._picture = None
        room = self._canvas.rect()
        self.move(room.right() - size.width() - _AWAY, room.bottom() - size.height() - _AWAY)

    # ---------------------------------------------------------------- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the frame into the hand; beside it, bring it there first."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not self.frame.contains(event.position()):
            self._centre(event.position())
        self._held = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the frame with the hand."""
        if self._held is not None:
            self._move(event.position() - self._held)
            self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the frame; after a double click show the whole network, and go."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if self._doubled:
            self._doubled = False
            self._stage.camera.fit()
            self.moved.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the whole network, once the button is let go: until then this must stay."""
        self._doubled = self._doubled or event.button() == Qt.MouseButton.LeftButton

    def _centre(self, at: QPointF) -> None:
        self._move(at - self.frame.center())

    def _move(self, by: QPointF) -> None:
        self._stage.camera.pan(-by / self._scale * self._stage.camera.scale)
        self.moved.emit()

    # ------------------------------------------------------------- painting

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if is_restyled(event):
            self._picture = None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture in small, the rest of it pale, and the frame."""
        theme = current_theme()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._small())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole, frame = QRectF(self.rect()), self.frame.intersected(QRectF(self.rect()))
            pale = QColor(theme.surface)
            pale.setAlphaF(_OUTSIDE)
            for part in _around(frame, whole):
                painter.fillRect(part, pale)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 2, 2)

    def _small(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._picture is None:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(current_theme().surface))
            with QPainter(self._picture) as painter:
                painter.scale(self._scale, self._scale)
                self._stage.overview(self._covers.of).paint_base(painter)
        return self._picture


def _around(hole: QRectF, whole: QRectF) -> list[QRectF]:
    """Return what of `whole` is not in `hole`, as four rectangles."""
    return [
        QRectF(whole.topLeft(), QPointF(whole.right(), hole.top())),
        QRectF(QPointF(whole.left(), hole.bottom()), whole.bottomRight()),
        QRectF(QPointF(whole.left(), hole.top()), hole.bottomLeft()),
        QRectF(hole.topRight(), QPointF(whole.right(), hole.bottom())),
    ]
