"""Antialiased lines of any width made of such as Qt paints quickly.

Qt's raster engine paints an antialiased line up to a pixel wide three times as fast as a wider one,
and a wide one without antialiasing twelve times as fast. So a wide line is its jagged core, if it
has one, between two lines of a pixel that lie along its rims. Taken over all places that a line may
have among the pixels this covers what it should, to a few percent, and a fifth where it is hardly
wider than a pixel; pixel by pixel it is as near to the truth as Qt's own thin lines are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from nnviz.diagram.focus import Mask
from nnviz.diagram.places import Ints
from nnviz.diagram.style import Floats

_PIXEL = 0.999
"""Where rounding cannot make it wider than the pixel up to which lines are quick."""
_JAGGED = 1.01
"""The least width of a core: up to a pixel Qt steps along a line, which takes twice as long."""
_DOUBLE, _CORED = 1.25, 1.65
"""Up to the first height a line of a pixel is heavy enough; from the second there is a core."""


class Stroke(NamedTuple):
    """Lines of one batch that are painted at once.

    Attributes
    ----------
    batch : int
    lines : ndarray, shape (n, 4)
        x0, y0, x1, y1 of each; never none.
    width : float
    smooth : bool
        Whether they are antialiased.
    """

    batch: int
    lines: Floats
    width: float
    smooth: bool


def strokes(lines: Floats, batches: Ints, widths: Floats, scale: float) -> Iterator[Stroke]:
    """Yield quick strokes that together are antialiased lines, batch after batch.

    Parameters
    ----------
    lines : ndarray, shape (n, 4)
    batches : ndarray of int, shape (n,)
        To which batch each belongs, ascending.
    widths : ndarray, shape (n_batches,)
        One for all lines of a batch.
    scale : float
        Device pixels to one of the lines'.
    """
    wide = widths[batches] * scale
    flat, heights = _heights(lines, wide)
    cored = np.flatnonzero((heights >= _CORED) & (wide > 1))
    smooth, copies = _smooth(lines, flat, np.where(wide > 1, heights, 0.0), scale)
    cores, thin = batches[cored], np.repeat(batches, copies)
    for batch in np.flatnonzero(np.bincount(batches)):  # np.unique loads numpy.ma
        width = float(widths[batch] * scale)
        core = slice(*np.searchsorted(cores, [batch, batch + 1]))
        if core.start < core.stop:
            yield Stroke(int(batch), lines[cored[core]], max(_JAGGED, width - 1) / scale, False)
        rims = slice(*np.searchsorted(thin, [batch, batch + 1]))
        yield Stroke(int(batch), smooth[rims], min(width, _PIXEL) / scale, True)


def plain_strokes(
    lines: Floats, batches: Ints, widths: Floats, smooth: bool, scale: float = 1.0
) -> Iterator[Stroke]:
    """Yield lines as they are, batch after batch; jagged ones no thinner than is quick.

    Parameters as for `strokes`.
    """
    for batch in np.flatnonzero(np.bincount(batches)):  # np.unique loads numpy.ma
        own = slice(*np.searchsorted(batches, [batch, batch + 1]))
        width = float(widths[batch])
        yield Stroke(
            int(batch), lines[own], width if smooth else max(width, _JAGGED / scale), smooth
        )


def _heights(lines: Floats, widths: Floats) -> tuple[Mask, Floats]:
    """Return which lines run flat, and how many pixels across its axis each covers."""
    ways = np.abs(lines[:, 2:] - lines[:, :2])
    length = np.hypot(ways[:, 0], ways[:, 1])
    return ways[:, 0] >= ways[:, 1], widths * length / np.maximum(ways.max(axis=1), 1e-9)


def _smooth(lines: Floats, flat: Mask, heights: Floats, scale: float) -> tuple[Floats, Ints]:
    """Return the lines of a pixel: one of each that is thin, the two rims of each that is not.

    Rims follow one another: what the first has touched is in the processor's cache.
    """
    copies = np.where(heights > _DOUBLE, 2, 1)
    apart = np.where(heights < _CORED, np.interp(heights, _COVERED, _DISTANCES), heights - 1)
    aside = np.where(copies == 2, apart / 2 / scale, 0.0)
    rows = np.repeat(np.arange(len(lines)), copies)
    second = np.zeros(len(rows), bool)
    second[1:] = rows[1:] == rows[:-1]
    shifts = np.where(second, aside[rows], -aside[rows])
    doubled = lines[rows]
    doubled[:, 1::2] += np.where(flat[rows], shifts, 0.0)[:, None]
    doubled[:, 0::2] += np.where(flat[rows], 0.0, shifts)[:, None]
    return doubled, copies


def _overlap(apart: Floats) -> Floats:
    """Return what two lines of a pixel, less than one apart, cover doubly.

    On average over all places among the pixels it is the cubic B-spline: the mean product of two
    triangles that are so far apart.
    """
    return np.asarray(2 / 3 - apart**2 + apart**3 / 2)


_DISTANCES = np.linspace(0.0, 1.0, 64)
_COVERED = 2 - _overlap(_DISTANCES)
"""How much two lines of a pixel cover at these distances."""
