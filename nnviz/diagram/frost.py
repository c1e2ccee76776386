"""The marks of what is frozen: a snowflake on an edge, a badge on a neuron."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor

from nnviz.diagram.edges import Edges
from nnviz.diagram.focus import Mask
from nnviz.diagram.frozen import frozen_kernel
from nnviz.diagram.pencil import Pencil
from nnviz.diagram.scene import Scene
from nnviz.document.elements import Neuron

_MOST = 300
"""Marks at most; where a whole large layer is frozen its neurons' badges say so."""
_ON_EDGE, _ON_NODE = 7.0, 10.0
_ALONG = 0.5


def paint_frost(scene: Scene, pencil: Pencil, drawn: tuple[Edges, ...]) -> None:
    """Mark frozen weights that are drawn, and neurons of which all that leads to them is frozen."""
    if not scene.document.has_frozen:
        return
    for edges in drawn:
        frozen: Mask = frozen_kernel(scene.document, edges.layer)
        own = frozen[edges.sources, edges.units]
        whole = np.atleast_1d(frozen.all(axis=0))
        for middle in edges.only(np.flatnonzero(own & ~whole[edges.units])[-_MOST:]).at(_ALONG):
            _paint_flake(scene, pencil, (float(middle[0]), float(middle[1])), _ON_EDGE)
        for unit in np.flatnonzero(whole):
            _paint_badge(scene, pencil, Neuron(edges.layer, int(unit)))


def _paint_badge(scene: Scene, pencil: Pencil, neuron: Neuron) -> None:
    centre = scene.layout.centre(neuron)
    if centre is not None:
        away = 0.78 * scene.layout.columns[neuron.layer].radius
        _paint_flake(scene, pencil, (centre[0] + away, centre[1] - away), _ON_NODE)


def _paint_flake(scene: Scene, pencil: Pencil, centre: tuple[float, float], radius: float) -> None:
    """Paint a snowflake in a disc."""
    outline = QColor(scene.theme.border)
    pencil.disc(centre, radius, fill=QColor(scene.theme.surface), outline=outline)
    painter = pencil.shape(outline=QColor(scene.theme.ink2), width=1.4)
    reach = 0.62 * radius
    for turn in range(3):
        x, y = (reach * wave(math.pi * turn / 3) for wave in (math.sin, math.cos))
        painter.drawLine(QLineF(centre[0] - x, centre[1] - y, centre[0] + x, centre[1] + y))
