"""How the timeline is painted: chapter names over a groove with dots, and the knob."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.style import Theme, mix
from nnviz.gui.canvas.epochs import Epochs
from nnviz.gui.canvas.track import GAP, Stretch, Track

LABEL, GROOVE, HEIGHT = 12.0, 31.0, 50
# The knob reaches this far over the ends of the groove.
MARGIN = 12.0
_THICK, _KNOB, _RING = 4.0, 9.5, 3.0
# Closer than this the dots of the steps run together and say nothing.
_ROOM_FOR_DOTS = 7.0


def paint_track(
    painter: QPainter, theme: Theme, track: Track, index: int | None, focus: bool
) -> None:
    """Paint the chapters with the steps done, and the knob on step `index`."""
    for stretch in track.stretches:
        _paint_stretch(painter, theme, track, stretch, index)
    if index is not None:
        _paint_knob(painter, theme, track.x_of(index), str(index + 1))
    if focus:
        _paint_focus(painter, theme, track.x_of(index or 0))


def paint_epochs(painter: QPainter, theme: Theme, epochs: Epochs, width: float) -> None:
    """Paint the epochs done as one groove; it has no knob, since it cannot be dragged."""
    painter.setFont(interface_font(12, 600))
    painter.setPen(QColor(theme.ink))
    _write(painter, MARGIN, "Epochs")
    painter.setFont(interface_font(12))
    painter.setPen(QColor(theme.ink2))
    text = epochs.steps_text
    right = width - MARGIN
    _write(painter, right - painter.fontMetrics().horizontalAdvance(text), text)
    x = MARGIN + epochs.share * (right - MARGIN)
    _paint_groove(painter, QColor(theme.track), MARGIN, right)
    _paint_groove(painter, QColor(theme.accent), MARGIN, x)


def _paint_stretch(
    painter: QPainter, theme: Theme, track: Track, stretch: Stretch, index: int | None
) -> None:
    here = index is not None and stretch.holds(index)
    done = index is not None and stretch.stop <= index
    _paint_name(painter, theme, stretch, here)
    groove = mix(theme.accent, theme.surface, 0.45) if done else QColor(theme.track)
    _paint_groove(painter, groove, stretch.left, stretch.right)
    if track.step_length >= _ROOM_FOR_DOTS:
        steps = range(stretch.start, stretch.stop)
        dot = theme.surface if done else theme.ink3
        _paint_dots(painter, QColor(dot), [track.x_of(step) for step in steps])
    if here and index is not None:
        _paint_groove(painter, QColor(theme.accent), stretch.left, track.x_of(index))


def _paint_name(painter: QPainter, theme: Theme, stretch: Stretch, here: bool) -> None:
    painter.setFont(interface_font(12, 600 if here else 500))
    painter.setPen(QColor(theme.ink if here else theme.ink2))
    width = painter.fontMetrics().horizontalAdvance(stretch.name)
    if here or width <= stretch.right - stretch.left + GAP / 2:
        _write(painter, stretch.left, stretch.name)


def _write(painter: QPainter, left: float, text: str) -> None:
    painter.drawText(QPointF(left, LABEL + painter.fontMetrics().capHeight() / 2), text)


def _paint_groove(painter: QPainter, colour: QColor, left: float, right: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(left, GROOVE - _THICK / 2, right - left, _THICK), 2, 2)


def _paint_dots(painter: QPainter, colour: QColor, places: list[float]) -> None:
    painter.setBrush(colour)
    for x in places:
        painter.drawEllipse(QPointF(x, GROOVE), 1.5, 1.5)


def _paint_knob(painter: QPainter, theme: Theme, x: float, number: str) -> None:
    painter.setFont(interface_font(11, 600))
    high = _KNOB
    # From 100 on the number is wider than the disc, which then becomes a pill.
    half = max(high, painter.fontMetrics().horizontalAdvance(number) / 2 + 5)
    body = QRectF(x - half, GROOVE - high, 2 * half, 2 * high)
    painter.setPen(QPen(QColor(theme.surface), 2 * _RING))
    painter.drawRoundedRect(body, high, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(body, high, high)
    painter.setPen(QColor(theme.on_accent))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, number)


def _paint_focus(painter: QPainter, theme: Theme, x: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DashLine))
    painter.drawEllipse(QPointF(x, GROOVE), _KNOB + 4, _KNOB + 4)
