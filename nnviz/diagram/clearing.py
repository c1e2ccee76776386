"""The part of a picture that no line drawn later may cross: its numbers and labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QTransform

from nnviz.diagram.numbers import EdgeNumber, number_ground
from nnviz.diagram.pencil import rect_of
from nnviz.diagram.tags import Tag


def clear_of_labels(
    whole: QRectF, tags: Sequence[Tag], numbers: Sequence[EdgeNumber]
) -> QPainterPath:
    """Return `whole` without what lies under `tags` and `numbers`, to clip with."""
    labels = QPainterPath()
    labels.setFillRule(Qt.FillRule.WindingFill)
    for tag in tags:
        labels.addRoundedRect(rect_of(tag.box), tag.box.height / 2, tag.box.height / 2)
    for number in numbers:
        labels.addPath(number_path(number))
    clear = QPainterPath()
    clear.addRect(whole)
    return clear.subtracted(labels)


def number_path(number: EdgeNumber) -> QPainterPath:
    """Return what a number along an edge covers."""
    path = QPainterPath()
    path.addPolygon(_turn(number).mapToPolygon(number_ground(number).toAlignedRect()))
    path.closeSubpath()
    return path


def _turn(number: EdgeNumber) -> QTransform:
    return QTransform().translate(number.x, number.y).rotate(number.angle)
