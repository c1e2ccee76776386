"""The soft picture of all edges under the few that are drawn, where a network has too many.

Making one takes longer than a frame, so a window makes it beside its own thread: `wanted_covers`
says of what, `cover` makes it from numbers alone, and `paint_cover` lays it under the edges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.diagram.curves import Bend
from nnviz.diagram.density import density
from nnviz.diagram.edges import Edges
from nnviz.diagram.places import Ints, heights
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats

_COARSE, _FINEST, _ROWS, _MOST = 4, 4, 256, 4096
"""Pixels of the screen to one of the picture's columns where edges are flat: it is soft along them
anyhow; columns to a pixel at most, where layers are too near to be told apart; and its rows at
most, as many as a density has: Qt makes smooth what lies between."""
_DENSEST = 0.8
_MARGIN = 3.0
"""Above and below the outermost neurons, for the width of a line."""

Colour = tuple[float, float, float]


class Wanted(NamedTuple):
    """All that the cover of one pair of layers is made of; nothing in it changes.

    Attributes
    ----------
    weights : ndarray, shape (n_in, units)
        What the edges show, values or gradients.
    starts, ends : ndarray, shape (n_in,) and (units,)
        Heights of all neurons, folded ones too, in 0 … 1 of the rectangle's.
    rect : tuple of float
        Left, top, width and height between the columns.
    bend, vertical
        As the edges over it: those of the layout.
    zero, positive, negative : tuple of float
        Red, green and blue, 0 … 1, of edges whose signs cancel and of either sign.
    """

    layer: int
    weights: Floats
    starts: Floats
    ends: Floats
    rect: tuple[float, float, float, float]
    bend: Bend
    vertical: bool
    zero: Colour
    positive: Colour
    negative: Colour


class Cover(NamedTuple):
    """The picture of one pair of layers.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red and alpha, multiplied with alpha, as in QImage.
    """

    layer: int
    rect: tuple[float, float, float, float]
    pixels: npt.NDArray[np.uint8]


CoverSource = Callable[[tuple[Wanted, ...]], Iterable[Cover]]
"""Gives covers for what is wanted; a window gives those it has so far."""


def covers_at_once(wanted: tuple[Wanted, ...]) -> Iterable[Cover]:
    """Make covers now, for pictures that may take their time."""
    return (cover(one, fine=True) for one in wanted)


def wanted_covers(scene: Scene, drawn: tuple[Edges, ...]) -> tuple[Wanted, ...]:
    """Return what is wanted of each pair of layers of which not every edge is drawn."""
    return tuple(
        _wanted(scene, edges.layer)
        for edges in drawn
        if len(edges) < scene.readings.edges(edges.layer).size
    )


def cover(wanted: Wanted, fine: bool = False) -> Cover:
    """Make one cover; touches nothing of Qt, so it may be made on any thread.

    A `fine` one, for pictures that may take their time, has a row for every pixel.
    """
    across, deep = wanted.rect[3], wanted.rect[2]
    if wanted.vertical:
        across, deep = deep, across
    rows = min(max(round(across), 2), _MOST if fine else _ROWS)
    steep = max(deep, across) / (_COARSE / 2 if fine else _COARSE)
    columns = max(round(min(steep, _FINEST * deep)), 2)
    found = density(wanted.weights, wanted.starts, wanted.ends, rows, columns)
    pixels = _pixels(found.positive, found.positive + found.negative, wanted)
    if wanted.bend:
        pixels = pixels[:, _bent(columns)]
    if wanted.vertical:
        pixels = pixels.transpose(1, 0, 2)
    return Cover(wanted.layer, wanted.rect, np.ascontiguousarray(pixels))


def _bent(columns: int) -> Ints:
    """Return where straight edges have crossed as far as bent ones at each column."""
    shares = np.linspace(0.0, 1.0, columns)
    crossed = shares**2 * (3 - 2 * shares)
    return np.rint(crossed * (columns - 1)).astype(np.intp)


def paint_cover(painter: QPainter, made: Cover, opacity: float = 1.0) -> None:
    """Paint a cover in its place."""
    rows, columns, _ = made.pixels.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(made.pixels.data, columns, rows, 4 * columns, form)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(opacity)
    painter.drawImage(QRectF(*made.rect), image)
    painter.restore()


def _wanted(scene: Scene, layer: int) -> Wanted:
    before, column = scene.layout.columns[layer - 1], scene.layout.columns[layer]
    starts, ends = heights(before), heights(column)
    top = min(starts.min(), ends.min()) - _MARGIN
    height = max(starts.max(), ends.max()) + _MARGIN - top
    theme = scene.theme
    rect = (before.x, float(top), column.x - before.x, float(height))
    if column.vertical:
        rect = (rect[1], rect[0], rect[3], rect[2])
    return Wanted(
        layer,
        scene.readings.edges(layer),
        (starts - top) / height,
        (ends - top) / height,
        rect,
        scene.layout.bend,
        column.vertical,
        *(_colour(name) for name in (theme.edge_zero, theme.positive, theme.negative)),
    )


def _colour(name: str) -> Colour:
    colour = QColor(name)
    return colour.redF(), colour.greenF(), colour.blueF()


def _pixels(positive: Floats, total: Floats, wanted: Wanted) -> npt.NDArray[np.uint8]:
    """Colour by which sign prevails, opaque where much passes."""
    share = np.divide(2 * positive, total, out=np.ones_like(total), where=total > 0) - 1
    usual = float(total.mean()) or 1.0
    alpha = _DENSEST * (1 - np.exp(-0.7 * total / usual))
    pixels = np.empty((*total.shape, 4), np.uint8)
    strength = np.abs(share)
    for channel, place in enumerate((2, 1, 0)):
        strong = np.where(share > 0, wanted.positive[channel], wanted.negative[channel])
        value = wanted.zero[channel] * (1 - strength) + strong * strength
        pixels[..., place] = np.rint(255 * value * alpha)
    pixels[..., 3] = np.rint(255 * alpha)
    return pixels
