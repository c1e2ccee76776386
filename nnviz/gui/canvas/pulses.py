"""Pulses: what travels along the edges while the network works, one sprite per edge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from shiboken6 import Shiboken

from nnviz.diagram.places import Layout
from nnviz.diagram.style import THEMES, Theme
from nnviz.engine.trace import Trace
from nnviz.explain.frames import Pulses

Floats = npt.NDArray[np.float64]

# More dots than this are a cloud; the strongest tell where the signal goes.
MOST = 400
_CELL = 14
_RADII = (3.0, 3.5, 4.0, 4.5)


@dataclass(frozen=True)
class Dots:
    """Pulses at one moment: where they are, and the value that each carries."""

    x: Floats
    y: Floats
    values: Floats


def dots_of(layout: Layout, trace: Trace, pulses: Pulses, progress: float) -> Dots:
    """Return the pulses of one step, `progress` (0 to 1) of their way along the edges."""
    values = _carried(trace, pulses)
    sources, units = (layout.columns[pulses.layer - k].units for k in (1, 0))
    shown = values[np.ix_(sources, units)].ravel()
    lines = layout.segments(pulses.layer).reshape(-1, 4)
    chosen = np.flatnonzero(_wanted(pulses, sources, units) & (shown != 0))
    chosen = chosen[np.argsort(np.abs(shown[chosen]))][-MOST:]
    at = progress if pulses.direction > 0 else 1.0 - progress
    ends = lines[chosen]
    x = ends[:, 0] + (ends[:, 2] - ends[:, 0]) * at
    y = ends[:, 1] + (ends[:, 3] - ends[:, 1]) * at
    return Dots(x, y, shown[chosen])


def training_pulses(depth: int, seconds: float) -> tuple[Pulses, float]:
    """Return the pulses of a training that runs: to the output and back, a layer in 0.4 s."""
    leg, progress = divmod(seconds / 0.4, 1.0)
    k = int(leg) % (2 * depth)
    if k < depth:
        return Pulses(k + 1, 1), progress
    return Pulses(2 * depth - k, -1), progress


def paint_dots(painter: QPainter, dots: Dots, theme: Theme) -> None:
    """Paint the pulses: sign colours, larger where more is carried."""
    if not len(dots.values):
        return
    sheet = _sprites(theme.name, painter.device().devicePixelRatioF())
    rows = _fragments(dots, sheet.devicePixelRatio())
    fragment = Shiboken.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
    painter.drawPixmapFragments(fragment, len(rows), sheet)


def _carried(trace: Trace, pulses: Pulses) -> Floats:
    """Return w·a of each edge on the way forward, w·δ on the way back."""
    layer = trace.layers[pulses.layer - 1]
    if pulses.direction > 0 or layer.delta is None:
        return layer.kernel_old * layer.inputs[0][:, np.newaxis]
    return layer.kernel_old * layer.delta[0]


def _wanted(pulses: Pulses, sources: npt.NDArray, units: npt.NDArray) -> npt.NDArray[np.bool_]:
    if pulses.edges == "all":
        return np.ones(len(sources) * len(units), dtype=bool)
    named = {(edge.source, edge.unit) for edge in pulses.edges}
    return np.array([(int(s), int(u)) in named for s in sources for u in units])


def _fragments(dots: Dots, ratio: float) -> Floats:
    """Return rows laid out in memory as Qt's PixmapFragment: place, source, scale, turn, alpha."""
    share = np.abs(dots.values) / np.abs(dots.values).max()
    size = np.minimum((share * len(_RADII)).astype(int), len(_RADII) - 1)
    rows = np.zeros((len(dots.values), 10))
    rows[:, 0], rows[:, 1] = dots.x, dots.y
    rows[:, 2] = size * _CELL * ratio
    rows[:, 3] = np.where(dots.values < 0, _CELL * ratio, 0.0)
    rows[:, 4:6] = _CELL * ratio
    rows[:, 6:8] = 1.0 / ratio
    rows[:, 9] = 1.0
    return rows


@lru_cache(maxsize=4)
def _sprites(theme_name: str, ratio: float) -> QPixmap:
    """Return the dots of each size, the positive above the negative."""
    theme = THEMES[theme_name]
    sheet = QPixmap(round(_CELL * len(_RADII) * ratio), round(_CELL * 2 * ratio))
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.surface), 1.5))
    for row, sign in enumerate((1.0, -1.0)):
        painter.setBrush(theme.sign_text(sign))
        for k, radius in enumerate(_RADII):
            middle = QPointF((k + 0.5) * _CELL, (row + 0.5) * _CELL)
            painter.drawEllipse(middle, radius, radius)
    painter.end()
    return sheet
