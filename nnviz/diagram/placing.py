"""Where numbers stand along edges without colliding: NumPy only."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from nnviz.diagram.curves import Bend, along, directions
from nnviz.diagram.edges import Edges
from nnviz.diagram.focus import Mask
from nnviz.diagram.places import Column
from nnviz.diagram.style import Floats

_APART = 36.0
_CLEAR = 7.0
_THIRDS, _WHOLE = np.array([[-0.36], [0.0], [0.36]]), np.linspace(-0.5, 0.5, 7)[:, None]
"""Points along a number, over its width: those that keep away from others, and from end to end."""
_STEPS = np.array([0.0] + [sign * 0.03 * k for k in range(1, 13) for sign in (-1, 1)])


Ends = tuple[Column, ...]


def place_numbers(edges: Edges, sizes: Floats, ends: Ends = ()) -> Floats:
    """Return where the number of each edge stands; NaN for those that find no room.

    Numbers start at 40 or 60 % of their edge by the parity of its ends and slide along it until
    they are `_APART` px from each other and touch no disc of the columns that are their `ends`; of
    a network with one edge the number stands half way.

    Parameters
    ----------
    sizes : ndarray, shape (n, 2)
        Width and height of each number.

    Returns
    -------
    ndarray, shape (n, 3)
        x and y of each number's middle, and the edge's direction there in degrees, clockwise.
    """
    order = np.lexsort((edges.units, edges.sources))
    starts = np.where((edges.sources + edges.units) % 2, 0.6, 0.4)
    keys = (edges.lines[order], sizes[order], starts[order])
    found = _places(*(np.ascontiguousarray(k).tobytes() for k in keys), edges.bend, ends)
    places = np.empty_like(found)
    places[order] = found
    return places


@lru_cache(maxsize=64)
def _places(lines: bytes, sizes: bytes, starts: bytes, bend: Bend, ends: Ends) -> Floats:
    """Return the places in order; remembered, since they stay the same while values change."""
    rows, room = np.frombuffer(lines).reshape(-1, 4), np.frombuffer(sizes).reshape(-1, 2)
    places, taken = np.full((len(rows), 3), np.nan), np.empty((0, 2))
    for k, start in enumerate(np.frombuffer(starts)):
        shares = np.array([0.5]) if len(rows) == 1 else start + _STEPS
        found = _slide(rows[k], shares, room[k], taken, bend, ends)
        if found is not None:
            places[k], points = found
            taken = np.concatenate([taken, points])
    return places


def _slide(
    line: Floats, shares: Floats, size: Floats, taken: Floats, bend: Bend, ends: Ends
) -> tuple[Floats, Floats] | None:
    """Return the first free place, and three points (left, middle, right) of the number there."""
    length = float(np.hypot(*(line[2:] - line[:2])))
    shares = shares[np.minimum(shares, 1 - shares) * length >= size[0] / 2 + _CLEAR]
    if not len(shares):
        return None
    ways = directions(line, shares, bend)
    middles = along(line, shares, bend)[:, None, :]
    points = middles + _THIRDS * size[0] * ways[:, None, :]
    whole = middles + _WHOLE * size[0] * ways[:, None, :]
    clear = _free(points, taken, float(size[1])) & _off_discs(whole, ends, float(size[1]) / 2)
    free = np.flatnonzero(clear)
    if not len(free):
        return None
    first = int(free[0])
    angle = np.degrees(np.arctan2(ways[first, 1], ways[first, 0]))
    # Read from the left also where the edge runs down to the left.
    angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
    return np.array([*points[first, 1], angle]), points[first]


def _free(points: Floats, taken: Floats, height: float) -> Mask:
    """Return at which places no points touch and middles (every third point) stay `_APART`."""
    if not len(taken):
        return np.full(len(points), True)
    distance = np.hypot(*(points[:, :, None] - taken[None, None]).transpose(3, 0, 1, 2))
    apart = distance[:, 1, 1::3].min(axis=1) >= _APART
    return np.asarray((distance.min(axis=(1, 2)) >= height) & apart)


def _off_discs(points: Floats, ends: Ends, high: float) -> Mask:
    """Return for which numbers all points stay `high` px away from discs and middles of `ends`.

    Beyond the middle of a column begin the numbers of the next pair of layers.
    """
    off: Mask = np.full(len(points), True)
    for column in ends:
        place = points[..., 0 if column.vertical else 1]
        depth = points[..., 1 if column.vertical else 0]
        after = np.searchsorted(column.y, place)
        nearest = np.minimum(
            np.abs(place - column.y[np.minimum(after, len(column.y) - 1)]),
            np.abs(place - column.y[np.maximum(after - 1, 0)]),
        )
        aside = np.abs(depth - column.x)
        clear = (aside >= high) & (np.hypot(aside, nearest) >= column.radius + high)
        off &= clear.all(axis=1)
    return off
