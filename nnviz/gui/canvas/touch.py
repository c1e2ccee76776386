"""Two fingers on a touch screen zoom and move the picture; one is a mouse to Qt, and left so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF
from PySide6.QtGui import QEventPoint, QTouchEvent
from PySide6.QtWidgets import QWidget

from nnviz.gui.canvas.camera import Camera

_Fingers = dict[int, QPointF]
# Fingers nearer to each other than this, in pixels, do not tell a scale.
_APART = 20.0


class Touch(QObject):
    """Watches the window for fingers on the canvas.

    It asks the window, not the canvas: a widget that takes touches gets no mouse from one finger.

    Parameters
    ----------
    canvas : QWidget
        It owns this.
    camera : Camera
    let_go : callable
        Takes back what the first finger did until the second one came.
    moved : callable
        Told when the camera moved.
    """

    def __init__(
        self,
        canvas: QWidget,
        camera: Camera,
        let_go: Callable[[], object],
        moved: Callable[[], None],
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._camera = canvas, camera
        self._let_go, self._moved = let_go, moved
        self._fingers: _Fingers = {}
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take touches of two fingers, let all else pass."""
        if watched is self._canvas:
            if event.type() == QEvent.Type.Show:
                self._watch_window()
            return False
        return isinstance(event, QTouchEvent) and self._take(event)

    def _watch_window(self) -> None:
        window = self._canvas.window().windowHandle()
        if window is not None:
            window.removeEventFilter(self)  # it may be the same one again
            window.installEventFilter(self)

    def _take(self, event: QTouchEvent) -> bool:
        fingers = self._on_canvas(event)
        before, self._fingers = self._fingers, fingers
        if len(fingers) != 2:
            return False
        if before.keys() == fingers.keys():
            self._follow(list(before.values()), list(fingers.values()))
        else:
            self._let_go()
        event.accept()
        return True

    def _on_canvas(self, event: QTouchEvent) -> _Fingers:
        """Return where fingers are on the canvas."""
        held = (p for p in event.points() if p.state() != QEventPoint.State.Released)
        places = {p.id(): self._canvas.mapFromGlobal(p.globalPosition()) for p in held}
        room = self._canvas.rect().toRectF()
        return {key: place for key, place in places.items() if room.contains(place)}

    def _follow(self, before: list[QPointF], now: list[QPointF]) -> None:
        """Keep under the fingers what lay under them."""
        old, new = QLineF(*before), QLineF(*now)
        self._camera.pan(new.center() - old.center())
        if min(old.length(), new.length()) > _APART:
            self._camera.zoom(new.length() / old.length(), new.center())
        self._moved()
