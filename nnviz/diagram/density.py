"""How densely edges cover the space between two columns, without drawing one of them.

Seen from the side, all edges of a dense layer are the Radon transform of its weights: on a vertical
line at the share t of the way, the edge from y₀ to y₁ passes at (1 − t)·y₀ + t·y₁. So the spectrum
of that line is a slice through the origin of the weights' two-dimensional spectrum (the projection
slice theorem, Bracewell 1956), and one FFT of the weights gives every line. Where edges are few,
as between each two of a thousand layers, adding them up is quicker.

It is an underlay that shows where weights run, never a value: against adding up every edge it
correlates to 0.99 and more.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.diagram.style import Floats

Complexes = NDArray[np.complex128]

_BINS = 256
"""Heights at which edges may begin and end; more than the eye tells apart in a soft picture."""
_PADDED = 2 * _BINS
"""The FFT's length: the finer the spectrum, the better its slices."""
_FEW = 300_000
"""Up to so many crossings of edges and columns, adding them up takes less than the FFT."""
_SOFT = 0.6
"""By so many bins edges are softened, that they have about a pixel's width."""
_ROLL_OFF = np.sinc((np.arange(_BINS) - _BINS // 2) / _PADDED)
"""By about so much straight lines between the spectrum's points weaken a bin: undone before."""


class Density(NamedTuple):
    """What covers each pixel between two columns.

    Attributes
    ----------
    positive, negative : ndarray, shape (rows, columns)
        Sums of |w| of the edges that pass, from the top left; no less than 0.
    """

    positive: Floats
    negative: Floats


def density(weights: Floats, starts: Floats, ends: Floats, rows: int, columns: int) -> Density:
    """Return how densely the edges of a layer cover the picture between two columns of neurons.

    Parameters
    ----------
    weights : ndarray, shape (n_in, units)
    starts, ends : ndarray, shape (n_in,) and (units,)
        The heights of the neurons at the left and at the right, in 0 … 1 of the picture's height.
    rows, columns : int
        The size of the picture.
    """
    weights = np.where(np.isfinite(weights), weights, 0.0)
    few = weights.size * columns <= _FEW
    lines = (_summed if few else _transformed)(weights, starts, ends, columns)
    picture = _resized(lines, rows) * (_BINS / rows)
    return Density(np.maximum(picture.real, 0.0), np.maximum(picture.imag, 0.0))


def _summed(weights: Floats, starts: Floats, ends: Floats, columns: int) -> Complexes:
    """Return the sums of every column, shape (bins, columns), edge by edge."""
    share = (np.arange(columns) + 0.5) / columns
    heights = starts[:, None, None] * (1 - share) + ends[:, None] * share
    place = np.clip(heights, 0.0, 1.0) * (_BINS - 1)
    lower = np.minimum(place.astype(int), _BINS - 2)
    rest = place - lower
    bins = (lower * columns + np.arange(columns)).ravel()

    def added(part: Floats) -> Floats:
        every = np.broadcast_to(np.maximum(part, 0.0)[:, :, None], place.shape)
        upper = np.bincount(bins, (every * (1 - rest)).ravel(), _BINS * columns)
        below = np.bincount(bins + columns, (every * rest).ravel(), _BINS * columns)
        return np.asarray(upper + below, np.float64).reshape(_BINS, columns)

    return _softened(added(weights) + 1j * added(-weights))


def _softened(lines: Complexes) -> Complexes:
    """Spread every bin over its neighbours as a normal distribution does."""
    away = np.arange(-3, 4)
    spread = np.exp(-((away / _SOFT) ** 2) / 2)
    padded = np.pad(lines, ((3, 3), (0, 0)))
    shares = spread / spread.sum()
    soft = np.zeros_like(lines)
    for k, share in zip(away, shares, strict=True):
        soft += share * padded[3 + k : 3 + k + _BINS]
    return soft


def _transformed(weights: Floats, starts: Floats, ends: Floats, columns: int) -> Complexes:
    """Return the sums of every column, shape (bins, columns), by the weights' spectrum."""
    spectrum = _spectrum(_binned(weights, starts, ends))
    # the sums of a column are real: its positive and its negative part travel as one complex number
    return np.fft.ifft(_slices(spectrum, columns), axis=0)[:_BINS]


def _binned(weights: Floats, starts: Floats, ends: Floats) -> Complexes:
    """Return the weights in bins of height, positive ones real, negative ones imaginary."""
    left, right = _shares(starts).T, _shares(ends)
    positive, negative = (left @ np.maximum(part, 0.0) @ right for part in (weights, -weights))
    result: Complexes = positive + 1j * negative
    return result / np.outer(_ROLL_OFF, _ROLL_OFF)


def _shares(heights: Floats) -> Floats:
    """Return how much of each neuron falls into each bin, shape (neurons, bins)."""
    place = np.clip(heights, 0.0, 1.0) * (_BINS - 1)
    lower = np.minimum(place.astype(int), _BINS - 2)
    rest = place - lower
    shares = np.zeros((len(heights), _BINS))
    neurons = np.arange(len(heights))
    shares[neurons, lower] = 1 - rest
    shares[neurons, lower + 1] = rest
    return shares


def _spectrum(binned: Complexes) -> Complexes:
    """Return the spectrum with its origin and the bins' middle at the centre, so it is smooth."""
    padded = np.zeros((_PADDED, _PADDED), complex)
    first = (_PADDED - _BINS) // 2
    padded[first : first + _BINS, first : first + _BINS] = binned
    return np.fft.fftshift(np.fft.fft2(np.fft.ifftshift(padded)))


def _slices(spectrum: Complexes, columns: int) -> Complexes:
    """Return the spectrum of every vertical line, one column each, softened to a pixel's width."""
    waves = np.fft.fftfreq(2 * _BINS)[:, None]
    share = (np.arange(columns) + 0.5)[None, :] / columns
    centre = _PADDED // 2
    whole = waves * _PADDED
    slices = _between(spectrum, centre + whole * (1 - share), centre + whole * share)
    soft = np.exp(-2 * (np.pi * waves * _SOFT) ** 2)
    # back from the bins' middle, where the spectrum has its phase, to the first bin
    shifted: Complexes = slices * soft * np.exp(-2j * np.pi * waves * (_BINS // 2))
    return shifted


def _between(values: Complexes, row: Floats, column: Floats) -> Complexes:
    """Return values between the grid's points, by bilinear interpolation; beyond it the last."""
    last = len(values) - 2
    i, j = (np.clip(place.astype(int), 0, last) for place in (row, column))
    u, v = row - i, column - j
    upper = values[i, j] * (1 - v) + values[i, j + 1] * v
    lower = values[i + 1, j] * (1 - v) + values[i + 1, j + 1] * v
    result: Complexes = upper * (1 - u) + lower * u
    return result


def _resized(lines: Complexes, rows: int) -> Complexes:
    """Return the lines with so many rows, straight between the bins."""
    place = (np.arange(rows) + 0.5) / rows * (_BINS - 1)
    below = np.minimum(place.astype(int), _BINS - 2)
    rest = (place - below)[:, None]
    result: Complexes = lines[below] * (1 - rest) + lines[below + 1] * rest
    return result
