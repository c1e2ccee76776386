"""Icons: the shipped line drawings, coloured and drawn at the screen's own resolution."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from nnviz.data.resources import resource

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_LINE = 1.6
_GRID = 24
_RATIOS = (1.0, 2.0, 3.0)


@cache
def coloured_icon(name: str, size: int, colour: str, disabled: str) -> QIcon:
    """Return the icon `name` at `size` pixels in `colour`; half of `disabled` when switched off."""
    icon = QIcon()
    for ratio in _RATIOS:
        icon.addPixmap(icon_pixmap(name, size, colour, ratio))
        pale = icon_pixmap(name, size, disabled, ratio, opacity=0.5)
        icon.addPixmap(pale, QIcon.Mode.Disabled)
    return icon


@cache
def icon_pixmap(
    name: str, size: int, colour: str, ratio: float = 1.0, opacity: float = 1.0
) -> QPixmap:
    """Return the icon as a picture of `size` logical pixels for a screen of `ratio`."""
    drawing = _renderer(name, size, QColor(colour).name())
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setOpacity(opacity)
        drawing.render(painter, QRectF(0, 0, size, size))
    return pixmap


@cache
def _renderer(name: str, size: int, colour: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer  # when the first is drawn, after the window's frame

    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    width = _LINE * _GRID / size
    text = text.replace("currentColor", colour)
    text = text.replace('stroke-width="2"', f'stroke-width="{width:.3f}"')
    return QSvgRenderer(QByteArray(text.encode()))
