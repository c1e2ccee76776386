"""Where numbers stand along edges without colliding: NumPy only."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from nnviz.diagram.edges import Edges
from nnviz.diagram.style import Floats

_APART = 36.0
_CLEAR = 7.0
_STEPS = np.array([0.0] + [sign * 0.03 * k for k in range(1, 13) for sign in (-1, 1)])


def place_numbers(edges: Edges, sizes: Floats) -> list[tuple[float, float]] | None:
    """Return a centre for the number of each edge, or None if there is no room for all.

    Numbers start at 40 or 60 % of their edge by the parity of its ends and slide along it until
    they are `_APART` px from each other; of a network with one edge the number stands half way.

    Parameters
    ----------
    sizes : ndarray, shape (n, 2)
        Width and height of each number.
    """
    order = np.lexsort((edges.units, edges.sources))
    starts = np.where((edges.sources + edges.units) % 2, 0.6, 0.4)
    keys = (edges.lines[order], sizes[order], starts[order])
    found = _places(*(np.ascontiguousarray(k).tobytes() for k in keys))
    if found is None:
        return None
    places = np.empty_like(found)
    places[order] = found
    return [(float(x), float(y)) for x, y in places]


@lru_cache(maxsize=64)
def _places(lines: bytes, sizes: bytes, starts: bytes) -> Floats | None:
    """Return the middles; remembered, since they stay the same while values change."""
    rows, room = np.frombuffer(lines).reshape(-1, 4), np.frombuffer(sizes).reshape(-1, 2)
    if len(rows) == 1:
        return np.asarray((rows[:, :2] + rows[:, 2:]) / 2)
    places, taken = np.zeros((len(rows), 2)), np.empty((0, 2))
    for k, start in enumerate(np.frombuffer(starts)):
        points = _slide(rows[k], float(start), room[k], taken)
        if points is None:
            return None
        places[k] = points[1]
        taken = np.concatenate([taken, points])
    return places


def _slide(line: Floats, start: float, size: Floats, taken: Floats) -> Floats | None:
    """Return three points of the number (left, middle, right) at the first free place, or None."""
    along = line[2:] - line[:2]
    length = float(np.hypot(*along))
    for share in start + _STEPS:
        if min(share, 1 - share) * length < size[0] / 2 + _CLEAR:
            continue
        offsets = np.outer([-0.36, 0.0, 0.36], along / length) * size[0]
        points = line[:2] + share * along + offsets
        if _free(points, taken, float(size[1])):
            return np.asarray(points)
    return None


def _free(points: Floats, taken: Floats, height: float) -> bool:
    """Return whether no points touch and middles (every third point) stay `_APART`."""
    if not len(taken):
        return True
    distance = np.hypot(*(points[:, None] - taken[None]).transpose(2, 0, 1))
    return bool(distance.min() >= height and distance[1, 1::3].min() >= _APART)
