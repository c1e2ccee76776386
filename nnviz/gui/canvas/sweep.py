"""The pulses of a training that runs: to the output and back, layer by layer, again and again."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from nnviz.diagram.motion import carried, paint_pulses
from nnviz.diagram.pencil import Pencil
from nnviz.diagram.picture import Picture
from nnviz.explain.frames import Pulses

_SECONDS_PER_LAYER = 0.5


def training_pulses(depth: int, seconds: float) -> tuple[Pulses, float]:
    """Return what travels `seconds` into a training through `depth` layers, and how far it is."""
    leg, progress = divmod(seconds / _SECONDS_PER_LAYER, 1.0)
    layer = int(leg) % (2 * depth)
    if layer < depth:
        return Pulses(layer + 1, 1), progress
    return Pulses(2 * depth - layer, -1), progress


def paint_sweep(painter: QPainter, picture: Picture, seconds: float) -> None:
    """Paint the pulses of a training over its picture."""
    pulses, progress = training_pulses(len(picture.drawn), seconds)
    products = carried(picture.scene.readings, pulses)
    paint_pulses(picture.scene, Pencil(painter), picture.drawn, pulses, progress, products)
