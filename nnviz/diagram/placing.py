"""Where numbers stand along edges without colliding: NumPy only."""

from __future__ import annotations

import numpy as np

from nnviz.diagram.edges import Edges
from nnviz.diagram.style import Floats

_APART = 36.0
_CLEAR = 7.0
_STEPS = np.array([0.0] + [sign * 0.03 * k for k in range(1, 13) for sign in (-1, 1)])


def place_numbers(
    edges: Edges, sizes: Floats, upright: bool = False
) -> list[tuple[float, float]] | None:
    """Return a centre for the number of each edge, or None if there is no room for all.

    Numbers start at 40 or 60 % of their edge by the parity of its ends and slide along it until
    they are `_APART` px from each other; of a network with one edge the number stands half way.

    Parameters
    ----------
    sizes : ndarray, shape (n, 2)
        Width and height of each number.
    upright : bool
        Whether numbers are written level; otherwise along their edge.
    """
    if len(edges) == 1:
        x0, y0, x1, y1 = edges.lines[0]
        return [(float(x0 + x1) / 2, float(y0 + y1) / 2)]
    places = np.zeros((len(edges), 2))
    taken = np.empty((0, 2))
    order = np.lexsort((edges.units, edges.sources))
    for k in order:
        parity = (int(edges.sources[k]) + int(edges.units[k])) % 2
        points = _slide(edges.lines[k], 0.6 if parity else 0.4, sizes[k], upright, taken)
        if points is None:
            return None
        places[k] = points[1]
        taken = np.concatenate([taken, points])
    return [(float(x), float(y)) for x, y in places]


def _slide(line: Floats, start: float, size: Floats, upright: bool, taken: Floats) -> Floats | None:
    """Return three points of the number (left, middle, right) at the first free place, or None."""
    along = line[2:] - line[:2]
    length = float(np.hypot(*along))
    direction = np.array([1.0, 0.0]) if upright else along / length
    reach = float(abs(direction @ along / length)) * size[0] / 2 + _CLEAR
    for share in start + _STEPS:
        if min(share, 1 - share) * length < reach:
            continue
        points = line[:2] + share * along + np.outer([-0.36, 0.0, 0.36], direction) * size[0]
        if _free(points, taken, float(size[1])):
            return np.asarray(points)
    return None


def _free(points: Floats, taken: Floats, height: float) -> bool:
    """Return whether no points touch and middles (every third point) stay `_APART`."""
    if not len(taken):
        return True
    distance = np.hypot(*(points[:, None] - taken[None]).transpose(2, 0, 1))
    return bool(distance.min() >= height and distance[1, 1::3].min() >= _APART)
