"""How the timeline is painted: chapter names over a groove with dots, and the knob."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.style import Theme, mix
from nnviz.gui.canvas.track import GAP, EpochTrack, Stretch, Track

LABEL, GROOVE, HEIGHT = 12.0, 31.0, 50
# The knob reaches this far over the ends of the groove.
MARGIN = 12.0
_THICK, _KNOB, _RING, _FORK = 4.0, 9.5, 3.0, 3.5
# Closer than this the dots of the steps run together and say nothing.
_ROOM_FOR_DOTS = 7.0


def paint_track(
    painter: QPainter, theme: Theme, track: Track, index: int | None, focus: bool
) -> None:
    """Paint the chapters with the steps done, and the knob on step `index`."""
    for stretch in track.stretches:
        _paint_stretch(painter, theme, track, stretch, index)
    number = "" if index is None else str(index + 1)
    if number:
        _paint_knob(painter, theme, track.x_of(index or 0), number)
    if focus:
        _paint_focus(painter, theme, track.x_of(index or 0), number)


def paint_epochs(
    painter: QPainter, theme: Theme, track: EpochTrack, steps: str, focus: bool
) -> None:
    """Paint the epochs as one groove: shown, recorded and to come; a knob where there are some.

    Parameters
    ----------
    steps : str
        What stands at the right end, in words.
    """
    _paint_ends(painter, theme, track, steps)
    here, number = track.x_of(track.now), f"{int(track.now):,}"
    _paint_groove(painter, QColor(theme.track), track.left, track.right)
    _paint_groove(painter, _pale(theme), track.left, track.x_of(track.end))
    _paint_groove(painter, QColor(theme.accent), track.left, here)
    for epoch in track.forks:
        _paint_fork(painter, theme, track.x_of(epoch), epoch <= track.now)
    if track.end > track.start:
        _paint_knob(painter, theme, here, number)
    if focus:
        _paint_focus(painter, theme, here, number)


def _paint_ends(painter: QPainter, theme: Theme, track: EpochTrack, steps: str) -> None:
    painter.setFont(interface_font(12, 600))
    painter.setPen(QColor(theme.ink))
    _write(painter, track.left, "Epochs")
    beside = track.left + painter.fontMetrics().horizontalAdvance("Epochs ")
    painter.setFont(interface_font(12))
    painter.setPen(QColor(theme.ink2))
    if track.start:
        _write(painter, beside, f"from {int(track.start):,}")
    _write(painter, track.right - painter.fontMetrics().horizontalAdvance(steps), steps)


def _paint_fork(painter: QPainter, theme: Theme, x: float, passed: bool) -> None:
    """Paint a small ring where a branch begins."""
    painter.setBrush(QColor(theme.surface))
    painter.setPen(QPen(QColor(theme.accent if passed else theme.ink3), 1.5))
    painter.drawEllipse(QPointF(x, GROOVE), _FORK, _FORK)


def _paint_stretch(
    painter: QPainter, theme: Theme, track: Track, stretch: Stretch, index: int | None
) -> None:
    here = index is not None and stretch.holds(index)
    done = index is not None and stretch.stop <= index
    _paint_name(painter, theme, stretch, here)
    groove = _pale(theme) if done else QColor(theme.track)
    _paint_groove(painter, groove, stretch.left, stretch.right)
    if track.step_length >= _ROOM_FOR_DOTS:
        steps = range(stretch.start, stretch.stop)
        dot = theme.surface if done else theme.ink3
        _paint_dots(painter, QColor(dot), [track.x_of(step) for step in steps])
    if here and index is not None:
        _paint_groove(painter, QColor(theme.accent), stretch.left, track.x_of(index))


def _pale(theme: Theme) -> QColor:
    return mix(theme.accent, theme.surface, 0.45)


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
    body = _knob(painter, x, number)
    painter.setPen(QPen(QColor(theme.surface), 2 * _RING))
    painter.drawRoundedRect(body, _KNOB, _KNOB)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(body, _KNOB, _KNOB)
    painter.setPen(QColor(theme.on_accent))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, number)


def _knob(painter: QPainter, x: float, number: str) -> QRectF:
    """Return the knob's outline: a disc, or a pill from 100 on, that stays whole at the ends."""
    painter.setFont(interface_font(11, 600))
    half = max(_KNOB, painter.fontMetrics().horizontalAdvance(number) / 2 + 5)
    x = min(max(x, half), painter.window().width() - half)
    return QRectF(x - half, GROOVE - _KNOB, 2 * half, 2 * _KNOB)


def _paint_focus(painter: QPainter, theme: Theme, x: float, number: str) -> None:
    ring = _knob(painter, x, number).adjusted(-4, -4, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(ring, _KNOB + 4, _KNOB + 4)
