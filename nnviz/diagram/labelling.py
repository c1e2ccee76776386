"""Where the weights' labels of a zoomed network stand: on their edges, and touching nothing.

NumPy only. Labels slide along their edges; a few steps of backtracking find places for all of
one gap, or tell that there are none. Rows are turned into columns first, and labels with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.diagram.curves import Bend, along, pieces
from nnviz.diagram.places import Column, upright_lines
from nnviz.diagram.shape import Labels
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats

Boxes = Floats
"""Rectangles as rows of left, top, right, bottom."""

_SHARES = np.round(np.arange(0.1, 0.91, 0.02), 2)
_CROSSING, _OPEN = 0.3, 0.44
"""Labels of crossing edges keep away from the middle; those of a fan stand near its open side."""
_HIGH = 26.0
"""Room for the pill that a label becomes when it is selected."""
_ABOVE, _ABOVE_HIGH = 25.0, 34.0
"""An edge alone in its gap has its label, or the pill, above it, in rows at its left."""
BESIDE = 10.0
_TO_LABEL, _TO_EDGE, _TO_DISC, _TO_PILL = 3.0, 2.5, 6.0, 2.0
_MOST_STEPS = 120


@dataclass(frozen=True, eq=False)
class _Choices:
    """Places that one label could take, the best first.

    Attributes
    ----------
    points : ndarray, shape (n, 2)
        On the edge, i.e. not lifted above it.
    boxes : ndarray, shape (n, 4)
    """

    points: Floats
    boxes: Boxes


def label_places(
    before: Column, column: Column, labels: Labels, pills: Sequence[Box], bend: Bend = ""
) -> Floats | None:
    """Return where the labels of the edges from `before` to `column` stand, if all find room.

    Parameters
    ----------
    pills : sequence of Box
        What hangs over the discs of `column` or beside them.

    Returns
    -------
    ndarray, shape (n_sources, n_units, 2), or None
        A point on each edge; a label alone in its gap is drawn above its point.
    """
    shape = (len(before.y), len(column.y))
    turned = column.vertical
    upright: Bend = "x" if bend else ""
    lines = upright_lines(before, column, bend != "").reshape(-1, 4)
    drawn = pieces(lines, upright)
    walls = _corners(pills)[:, [1, 0, 3, 2]] if turned else _corners(pills)
    size = (_HIGH, labels.weight) if turned else (labels.weight, _HIGH)
    choices = []
    for k in range(len(lines)):
        choice = _free(_slid(lines, k, shape, size, upright), before, column, walls)
        others = np.delete(drawn, k, axis=0).reshape(-1, 4)
        clear = ~_crossed(choice.boxes, others, _TO_EDGE).any(axis=1)
        if not clear.any():
            return None
        choices.append(_Choices(choice.points[clear], choice.boxes[clear]))
    taken = _settle(choices)
    if taken is None:
        return None
    points = [choice.points[k] for choice, k in zip(choices, taken, strict=True)]
    found = np.array(points).reshape(*shape, 2)
    return found[..., ::-1] if turned else found


def _corners(boxes: Sequence[Box]) -> Boxes:
    return np.array([(b.left, b.top, b.right, b.bottom) for b in boxes]).reshape(-1, 4)


def _slid(
    lines: Floats, k: int, shape: tuple[int, int], size: tuple[float, float], bend: Bend
) -> _Choices:
    """Return all places along the k-th edge."""
    line = lines[k]
    if len(lines) == 1:
        points = ((line[:2] + line[2:]) / 2)[None]
        width, height = size
        if height > width:
            return _Choices(points, _around(points - [0.0, height / 2 + BESIDE], *size))
        return _Choices(points, _around(points - [0.0, _ABOVE], width, _ABOVE_HIGH))
    shares = _SHARES[np.argsort(_cost(_SHARES, line, shape), kind="stable")]
    points = along(line, shares, bend)
    return _Choices(points, _around(points, *size))


def _cost(shares: Floats, line: Floats, shape: tuple[int, int]) -> Floats:
    """Return how far each place is from where a label is best read."""
    if min(shape) == 1:
        return np.abs(shares - (_OPEN if shape[1] == 1 else 1 - _OPEN))
    if abs(line[3] - line[1]) < 1:
        return np.abs(shares - 0.5)
    return np.minimum(np.abs(shares - _CROSSING), np.abs(shares - 1 + _CROSSING) + 0.04)


def _around(points: Floats, width: float, height: float) -> Boxes:
    half = np.array([width, height]) / 2
    return np.concatenate([points - half, points + half], axis=1)


def _free(choices: _Choices, before: Column, column: Column, walls: Boxes) -> _Choices:
    """Return the choices that touch neither discs nor pills."""
    boxes = choices.boxes
    free = ~_overlap(boxes, walls, _TO_PILL).any(axis=1)
    for side in (before, column):
        aside = np.maximum(np.maximum(boxes[:, 0] - side.x, side.x - boxes[:, 2]), 0.0)[:, None]
        over = np.maximum(boxes[:, 1, None] - side.y, side.y - boxes[:, 3, None])
        away = np.hypot(aside, np.maximum(over, 0.0))
        free &= (away >= side.radius + _TO_DISC).all(axis=1)
    return _Choices(choices.points[free], boxes[free])


def _overlap(boxes: Boxes, others: Boxes, margin: float) -> np.ndarray[tuple[int, ...]]:
    """Return for each pair whether it comes nearer than `margin`."""
    a, b = boxes[:, None], others[None]
    return np.asarray(
        (a[..., 0] < b[..., 2] + margin)
        & (b[..., 0] < a[..., 2] + margin)
        & (a[..., 1] < b[..., 3] + margin)
        & (b[..., 1] < a[..., 3] + margin)
    )


def _crossed(boxes: Boxes, lines: Floats, margin: float) -> np.ndarray[tuple[int, ...]]:
    """Return for each box and line, which runs to the right, whether they touch."""
    x0, y0, x1, y1 = lines.T
    left, right = boxes[:, 0, None] - margin, boxes[:, 2, None] + margin
    slope = (y1 - y0) / (x1 - x0)
    start = y0 + slope * (np.clip(left, x0, x1) - x0)
    end = y0 + slope * (np.clip(right, x0, x1) - x0)
    beside = (right < x0) | (left > x1)
    over = np.maximum(start, end) < boxes[:, 1, None] - margin
    under = np.minimum(start, end) > boxes[:, 3, None] + margin
    return np.asarray(~(beside | over | under))


def _settle(choices: Sequence[_Choices]) -> list[int] | None:
    """Return a choice for each label such that none touch, by backtracking of bounded length."""
    order = sorted(range(len(choices)), key=lambda k: len(choices[k].points))
    taken: list[int] = []
    following = [0] * len(order)
    for _ in range(_MOST_STEPS):
        depth = len(taken)
        if depth == len(order):
            placed = dict(zip(order, taken, strict=True))
            return [placed[k] for k in range(len(order))]
        found = _next(choices, order, taken, following[depth])
        if found is not None:
            taken.append(found)
            following[depth] = found + 1
        elif depth == 0:
            return None
        else:
            following[depth] = 0
            taken.pop()
    return None


def _next(
    choices: Sequence[_Choices], order: list[int], taken: list[int], first: int
) -> int | None:
    """Return the next choice from `first` on that touches none of those taken."""
    boxes = choices[order[len(taken)]].boxes[first:]
    others = np.array([choices[k].boxes[j] for k, j in zip(order, taken, strict=False)])
    free = ~_overlap(boxes, others.reshape(-1, 4), _TO_LABEL).any(axis=1)
    return first + int(np.argmax(free)) if free.any() else None
