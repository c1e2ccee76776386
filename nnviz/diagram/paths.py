"""An edge as one of Qt's paths, where one is drawn by itself."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from nnviz.diagram.curves import Bend, polylines
from nnviz.diagram.style import Floats


def path_of(line: Floats, bend: Bend) -> QPainterPath:
    """Return the way of the edge x0, y0, x1, y1."""
    return _through(polylines(line.reshape(1, 4), bend)[0])


def part_of(path: QPainterPath, start: float, end: float) -> QPainterPath:
    """Return `path` from one share of its length to another."""
    shares = np.linspace(start, end, max(path.elementCount(), 2))
    points = (path.pointAtPercent(float(share)) for share in shares)
    return _through(np.array([(point.x(), point.y()) for point in points]))


def _through(points: Floats) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in points]))
    return path
