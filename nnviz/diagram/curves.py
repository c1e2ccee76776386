"""The way of an edge from rim to rim: straight, or bent so that it leaves and arrives level.

A bent edge advances evenly from layer to layer while it crosses by the smoothstep 3t² − 2t³: the
cubic Bézier curve whose control points lie level with its ends. NumPy only.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from nnviz.diagram.style import Floats

SEGMENTS = 24
"""Straight pieces in which a bent edge is drawn and found."""

Bend = Literal["", "x", "y"]
"""Along which axis an edge leaves; '' for a straight one."""
_OVERLAP = 0.6
_SHARES = np.linspace(0.0, 1.0, SEGMENTS + 1)


def smoothstep(shares: Floats) -> Floats:
    """Return how far across a bent edge is at `shares` of its way."""
    crossed: Floats = shares * shares * (3 - 2 * shares)
    return crossed


def along(lines: Floats, shares: Floats | float, bend: Bend) -> Floats:
    """Return the points at `shares` of the way along edges.

    Parameters
    ----------
    lines : ndarray, shape (..., 4)
        x0, y0, x1, y1 of each.
    shares : ndarray, shape (...)
        From 0 to 1; any shape that goes with those of the lines.

    Returns
    -------
    ndarray, shape (..., 2)
    """
    way = np.asarray(shares, dtype=np.float64)[..., None] * np.ones(2)
    if bend:
        across = 1 if bend == "x" else 0
        way[..., across] = smoothstep(way[..., across])
    return np.asarray(lines[..., :2] + way * (lines[..., 2:] - lines[..., :2]))


def directions(lines: Floats, shares: Floats | float, bend: Bend) -> Floats:
    """Return the unit vectors in which edges run at `shares` of their way, shape (..., 2)."""
    share = np.asarray(shares, dtype=np.float64)[..., None] * np.ones(2)
    slope = np.ones_like(share)
    if bend:
        across = 1 if bend == "x" else 0
        slope[..., across] = 6 * share[..., across] * (1 - share[..., across])
    ways = slope * (lines[..., 2:] - lines[..., :2])
    return np.asarray(ways / np.maximum(np.hypot(ways[..., 0], ways[..., 1]), 1e-12)[..., None])


def polylines(lines: Floats, bend: Bend) -> Floats:
    """Return the corners of edges; shape (n, 2, 2) of straight ones, (n, 25, 2) of bent ones."""
    if not bend:
        return lines.reshape(-1, 2, 2)
    return along(lines[:, None, :], _SHARES[None, :], bend)


def pieces(lines: Floats, bend: Bend) -> Floats:
    """Return the straight pieces of edges, edge after edge; shape (n, 1 or 24, 4)."""
    corners = polylines(lines, bend)
    return np.concatenate([corners[:, :-1], corners[:, 1:]], axis=2)


def overlapped(parts: Floats) -> Floats:
    """Return pieces a little longer, so that no seam shows where flat ends meet."""
    if parts.shape[1] == 1:
        return parts
    ways = parts[..., 2:] - parts[..., :2]
    longer = _OVERLAP * ways / np.maximum(np.hypot(*ways.T).T, 1e-12)[..., None]
    longer[:, [0, -1]] = 0.0  # the rims are where the edge ends
    return np.concatenate([parts[..., :2] - longer, parts[..., 2:] + longer], axis=2)
