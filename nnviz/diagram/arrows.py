"""The way of the chain rule over the picture: curved arrows from the loss back to a parameter.

They are worked out as if layers were columns; in rows all of it is turned, down becoming right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QPolygonF, QTransform

from nnviz.diagram.pencil import Pencil
from nnviz.diagram.places import LossPlace
from nnviz.diagram.scene import Scene
from nnviz.diagram.zoom import STEM_AT
from nnviz.document.elements import Bias, Edge, Loss, Neuron
from nnviz.explain.frames import Arrow, Spot

_HEAD, _WIDTH, _SLIM = 9.0, 3.0, 2.5
_UNDER_EDGE = 16.0
_TURNED = QTransform(0, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Curve:
    """A cubic from start to end, hanging `depth` below the lower of them.

    Attributes
    ----------
    slant : float
        How flat it arrives: 0 straight from below.
    aside : float
        How far left of its start it passes, instead of hanging down.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    depth: float
    slant: float
    aside: float = 0.0


def paint_arrows(scene: Scene, pencil: Pencil) -> None:
    """Paint the frame's arrows, in the colour of each slope's sign."""
    pencil.painter.save()
    if scene.layout.vertical:
        pencil.painter.setTransform(_TURNED, True)
    for arrow in _arrows(scene):
        curve = _curve(scene, arrow)
        if curve is not None:
            inner = arrow.start.element == arrow.end.element
            _paint(pencil, curve, scene.theme.sign(arrow.value), _SLIM if inner else _WIDTH)
    pencil.painter.restore()


def _arrows(scene: Scene) -> Sequence[Arrow]:
    return () if scene.frame is None else scene.frame.arrows


def arrow_reach(scene: Scene) -> tuple[float, float] | None:
    """Return the left and right end of all arrows, or None without any."""
    curves = [_curve(scene, arrow) for arrow in _arrows(scene)]
    xs = [x for curve in curves if curve is not None for x in (curve.start[0], curve.end[0])]
    return (min(xs), max(xs)) if xs else None


def _curve(scene: Scene, arrow: Arrow) -> _Curve | None:
    start = _foot(scene, arrow.start, leaving=True)
    end = _foot(scene, arrow.end, leaving=False)
    if start is None or end is None:
        return None
    if isinstance(arrow.end.element, Bias):
        radius = scene.layout.columns[arrow.end.element.layer].radius
        return _Curve(start, end, 0.0, 0.0, aside=max(58.0, 0.97 * radius))
    span = abs(start[0] - end[0])
    slant = 0.3 if isinstance(arrow.end.element, Neuron) else 0.05
    depth = float(np.clip(0.4 * span, 20, 58))
    if scene.layout.chips_top is not None:
        depth = min(depth, scene.layout.chips_top - max(start[1], end[1]) - 6)
    return _Curve(start, end, max(depth, 8.0), slant)


def _foot(scene: Scene, spot: Spot, leaving: bool) -> tuple[float, float] | None:
    """Return where an arrow touches an element: below a disc's half, under the loss or an edge."""
    element, layout = spot.element, scene.layout
    if isinstance(element, Loss):
        place = layout.loss
        if place is None:
            return None
        return (place.y, place.x + place.half + 6) if layout.vertical else _under_loss(place)
    if isinstance(element, Neuron):
        centre = _upright_centre(scene, element)
        if centre is None:
            return None
        radius = layout.columns[element.layer].radius
        side = {"z": -1.0, "a": 1.0, "": 0.0}[spot.half]
        share = (0.62 if leaving == (side < 0) else 0.4) if side else 0.0
        return centre[0] + side * share * radius, centre[1] + radius * _drop(share) + 3
    if isinstance(element, Edge):
        return _under_edge(scene, element)
    # A bead lies so close to its disc's z that there is no way to show.
    if isinstance(element, Bias) and layout.zoomed:
        return _beside_bias(scene, element)
    return None


def _under_loss(place: LossPlace) -> tuple[float, float]:
    return place.x, place.y + place.half + 6


def _upright_centre(scene: Scene, neuron: Neuron) -> tuple[float, float] | None:
    """Return a neuron's centre, x being the direction of the layers."""
    centre = scene.layout.centre(neuron)
    return centre[::-1] if centre is not None and scene.layout.vertical else centre


def _drop(share: float) -> float:
    """Return how far below its middle a disc's rim is, `share` radii aside."""
    return float(np.sqrt(1 - share**2)) if share < 1 else 0.0


def _under_edge(scene: Scene, edge: Edge) -> tuple[float, float] | None:
    a = _upright_centre(scene, Neuron(edge.layer - 1, edge.source))
    b = _upright_centre(scene, Neuron(edge.layer, edge.unit))
    if a is None or b is None:
        return None
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + _UNDER_EDGE


def _beside_bias(scene: Scene, bias: Bias) -> tuple[float, float] | None:
    """Return a place under the left half of a bias's pill, in rows at the end of its upper half."""
    centre = _upright_centre(scene, Neuron(bias.layer, bias.unit))
    if centre is None:
        return None
    column = scene.layout.columns[bias.layer]
    pill = centre[1] - column.radius - scene.layout.stem
    stem = centre[0] - STEM_AT * column.radius
    return (stem - 6, pill + 3) if column.vertical else (stem - 16, pill + 15)


def _paint(pencil: Pencil, curve: _Curve, colour: QColor, width: float) -> None:
    """Paint a curve that hangs down or, to a bias, passes the disc at its left."""
    (x0, y0), (x1, y1) = curve.start, curve.end
    if curve.aside:
        left = x0 - curve.aside
        _paint_cubic(pencil, curve, QPointF(left, y0 + 8), QPointF(left, y1 + 30), (colour, width))
        return
    low = max(y0, y1) + 1.33 * curve.depth
    towards = QPointF(x1 + curve.slant * (x0 - x1), low)
    _paint_cubic(pencil, curve, QPointF(x0 - 0.06 * (x0 - x1), low), towards, (colour, width))


def _paint_cubic(
    pencil: Pencil, curve: _Curve, leaving: QPointF, towards: QPointF, ink: tuple[QColor, float]
) -> None:
    (x0, y0), (x1, y1) = curve.start, curve.end
    colour, width = ink
    direction = np.array([x1 - towards.x(), y1 - towards.y()])
    direction = direction / np.hypot(*direction)
    neck = QPointF(x1 - 0.8 * _HEAD * direction[0], y1 - 0.8 * _HEAD * direction[1])
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(leaving, towards, neck)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter = pencil.shape()
    painter.setPen(pen)
    painter.drawPath(path)
    aside = np.array([-direction[1], direction[0]]) * 0.55 * _HEAD
    back = np.array([x1, y1]) - direction * 1.15 * _HEAD
    corners = [(x1, y1), tuple(back + aside), tuple(back - aside)]
    pencil.shape(fill=colour).drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
