"""The curve of an activation beside its neuron, in the step that tells how z becomes a."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from nnviz.diagram.edges import Edges
from nnviz.diagram.motion import slid
from nnviz.diagram.pencil import Pencil, rect_of
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats
from nnviz.document.elements import Layer, Neuron
from nnviz.document.models import make_activation
from nnviz.engine.activations import Activation

_WIDE, _HIGH, _PADDING = 108.0, 76.0, 10.0
_REACH, _POINTS = 4.0, 97
_AROUND, _STEP = 190.0, 12.0
"""How far from its disc a place is looked for, and at what distances."""
_APART, _MOST_EDGES, _OVER_EDGE = 6.0, 60, 4.0
_MOST_DOTS = 100


@dataclass(frozen=True, eq=False)
class Inset:
    """Where the curve is drawn, and what stands on it.

    Attributes
    ----------
    disc : tuple of float
        x, y and radius of the neuron that it belongs to.
    z, a : ndarray, shape (n,)
        The neurons on the curve; of a whole layer all of them.
    """

    box: Box
    disc: tuple[float, float, float]
    activation: Activation
    z: Floats
    a: Floats

    @cached_property
    def curve(self) -> tuple[Floats, Floats]:
        """The sums from end to end, and what the activation makes of each."""
        reach = max(_REACH, 1.15 * float(np.abs(self.z).max()))
        z = np.linspace(-reach, reach, _POINTS)
        return z, np.asarray(self.activation(z), dtype=np.float64)

    def point(self, z: float, a: float) -> QPointF:
        """Return where (z, a) is drawn."""
        (zs, heights), box = self.curve, self.box
        low, high = min(float(heights.min()), 0.0), max(float(heights.max()), 0.0)
        across = (z - zs[0]) / (zs[-1] - zs[0])
        up = (a - low) / (high - low or 1.0)
        inner = box.width - 2 * _PADDING, box.height - 2 * _PADDING
        return QPointF(
            box.left + _PADDING + across * inner[0], box.bottom - _PADDING - up * inner[1]
        )


def inset_of(scene: Scene, drawn: Sequence[Edges], labels: Sequence[Box]) -> Inset | None:
    """Return the curve of the step that is told; None where it tells of none or has no room.

    Parameters
    ----------
    labels : sequence of Box
        What it must not cover, beside discs and loss.
    """
    neuron = _told(scene)
    centre = None if neuron is None else scene.layout.centre(neuron)
    if neuron is None or centre is None:
        return None
    activation = make_activation(scene.document.layers[neuron.layer - 1])
    traced = scene.readings.trace.layers[neuron.layer - 1]
    units = [neuron.unit]
    if scene.frame is not None and isinstance(scene.frame.target, Layer):
        units = list(range(min(scene.document.sizes[neuron.layer], _MOST_DOTS)))
    z, a = traced.z[0, units], traced.a[0, units]
    if not activation.elementwise or not np.isfinite([*z, *a]).all():
        return None
    disc = (*centre, scene.layout.columns[neuron.layer].radius)
    loss = [] if scene.layout.loss is None else [scene.layout.loss.box]
    box = _place(scene, drawn, [*labels, *loss], disc)
    return None if box is None else Inset(box, disc, activation, z, a)


def _told(scene: Scene) -> Neuron | None:
    """Return the neuron whose activation is told, of a whole layer the first."""
    frame = scene.frame
    hidden = scene.options.figure or scene.options.quantity != "values"
    if frame is None or hidden or slid(frame, 0.0) == 1.0:
        return None
    if isinstance(frame.target, Layer):
        return Neuron(frame.target.layer, 0)
    return frame.target if isinstance(frame.target, Neuron) else None


def _place(
    scene: Scene, drawn: Sequence[Edges], labels: Sequence[Box], disc: tuple[float, float, float]
) -> Box | None:
    """Return the free place nearest to a disc, rather off the edges."""
    box, (x, y, _) = scene.layout.box, disc
    steps = np.arange(-_AROUND, _AROUND + 1, _STEP)
    across, down = (grid.ravel() for grid in np.meshgrid(steps, steps))
    left, top = x + across - _WIDE / 2, y + down - _HIGH / 2
    inside = (left >= box.left) & (left + _WIDE <= box.right)
    inside &= (top >= box.top) & (top + _HIGH <= box.bottom - 2)
    free = inside & _off_discs(scene, left, top) & _off_boxes(labels, left, top)
    if not free.any():
        return None
    left, top = left[free], top[free]
    away = np.hypot(left + _WIDE / 2 - x, top + _HIGH / 2 - y)
    best = int(np.argmin(away + _OVER_EDGE * _covered(drawn, left, top)))
    return Box(float(left[best]), float(top[best]), _WIDE, _HIGH)


def _off_discs(
    scene: Scene, left: Floats, top: Floats
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    off = np.full(len(left), True)
    for column in scene.layout.columns:
        x, y = (part[:, None] for part in column.centres.T)
        aside = x - np.clip(x, left, left + _WIDE)
        over = y - np.clip(y, top, top + _HIGH)
        off &= (np.hypot(aside, over) >= column.radius + _APART).all(axis=0)
    return off


def _off_boxes(
    boxes: Sequence[Box], left: Floats, top: Floats
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    off = np.full(len(left), True)
    for box in boxes:
        beside = (left >= box.right + _APART) | (left + _WIDE <= box.left - _APART)
        off &= beside | (top >= box.bottom + _APART) | (top + _HIGH <= box.top - _APART)
    return off


def _covered(drawn: Sequence[Edges], left: Floats, top: Floats) -> Floats:
    """Return how many points of edges each place would cover; of many edges it covers some."""
    if sum(map(len, drawn)) > _MOST_EDGES:
        return np.zeros(len(left))
    shares = np.linspace(0.0, 1.0, 24)
    points = np.concatenate([edges.at(share) for edges in drawn for share in shares])
    x, y = points[:, :1], points[:, 1:]
    over = (x >= left) & (x <= left + _WIDE) & (y >= top) & (y <= top + _HIGH)
    return np.asarray(over.sum(axis=0), dtype=np.float64)


def paint_inset(scene: Scene, pencil: Pencil, inset: Inset) -> None:
    """Paint the curve on a card that a line joins with its disc, and its neurons on the curve."""
    theme, rect = scene.theme, rect_of(inset.box)
    hair, ink2 = QColor(theme.hair), QColor(theme.ink2)
    pencil.shape(outline=QColor(theme.border), width=1).drawLine(_leader(inset))
    pencil.shape(scene.surface, QColor(theme.border), 1).drawRoundedRect(rect, 8, 8)
    z, a = inset.curve
    axis, upright = inset.point(float(z[0]), 0.0).y(), inset.point(0.0, 0.0).x()
    painter = pencil.shape(outline=hair, width=1)
    painter.drawLine(QLineF(rect.left() + _PADDING, axis, rect.right() - _PADDING, axis))
    painter.drawLine(QLineF(upright, rect.top() + _PADDING, upright, rect.bottom() - _PADDING))
    pencil.shape(outline=ink2, width=1.75).drawPolyline(
        QPolygonF([inset.point(*pair) for pair in zip(z, a, strict=True)])
    )
    _paint_leaders(scene, pencil, inset, axis, upright)
    for pair in zip(inset.z, inset.a, strict=True):
        place = inset.point(*pair)
        around = 3.0 if len(inset.z) > 1 else 4.0
        pencil.disc((place.x(), place.y()), around, QColor(theme.accent), scene.surface, 1.25)


def _paint_leaders(scene: Scene, pencil: Pencil, inset: Inset, axis: float, upright: float) -> None:
    """Paint dashed lines from the axes to the point of a single neuron."""
    if len(inset.z) > 1:
        return
    place = inset.point(float(inset.z[0]), float(inset.a[0]))
    painter = pencil.shape()
    painter.setPen(QPen(QColor(scene.theme.ink3), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(place.x(), axis, place.x(), place.y()))
    painter.drawLine(QLineF(upright, place.y(), place.x(), place.y()))


def _leader(inset: Inset) -> QLineF:
    """Return the line from the disc's rim to the nearest point of the card."""
    x, y, radius = inset.disc
    rect = QRectF(rect_of(inset.box))
    near_x = float(np.clip(x, rect.left(), rect.right()))
    near_y = float(np.clip(y, rect.top(), rect.bottom()))
    line = QLineF(near_x, near_y, x, y)
    line.setLength(max(line.length() - radius, 0.0))
    return line


def paint_way(scene: Scene, pencil: Pencil, inset: Inset, progress: float) -> None:
    """Paint each neuron on its way along the curve, from z = 0."""
    share = 1.0 if scene.frame is None else slid(scene.frame, progress)
    sums = share * inset.z
    for pair in zip(sums, np.asarray(inset.activation(sums)), strict=True):
        place = inset.point(*map(float, pair))
        pencil.disc((place.x(), place.y()), 5.0, QColor(scene.theme.accent), scene.surface, 1.5)
