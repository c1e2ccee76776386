"""Edges interrupted where text stands, for pictures without a ground that could lie under it."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.diagram.edges import Edges
from nnviz.diagram.style import Floats

_SHORTEST = 0.5
_TINY = 1e-12
_AT_ONCE = 50


@dataclass(frozen=True)
class Hole:
    """A turned rectangle around (x, y) that no edge may cross; `angle` in degrees, clockwise."""

    x: float
    y: float
    angle: float
    width: float
    height: float

    @property
    def reach(self) -> float:
        """How far from its middle it goes at most."""
        return math.hypot(self.width, self.height) / 2


class Holes:
    """Holes of which those that a line might meet are found at once.

    Parameters
    ----------
    holes : sequence of Hole
    """

    def __init__(self, holes: Sequence[Hole]) -> None:
        self._holes = tuple(holes)
        self._middles = np.array([(hole.x, hole.y) for hole in holes]).reshape(-1, 2)
        self._reaches = np.array([hole.reach for hole in holes]).reshape(-1)

    def __len__(self) -> int:
        return len(self._holes)

    def within(self, lines: Floats) -> Holes:
        """Return those that stand where lines, shape (n, 4), run at all."""
        ends = lines.reshape(-1, 2)
        if not len(ends):
            return Holes(())
        reach = self._reaches[:, None]
        over = (self._middles + reach < ends.min(axis=0)) | (
            self._middles - reach > ends.max(axis=0)
        )
        return Holes([self._holes[k] for k in np.flatnonzero(~over.any(axis=1))])

    def near(self, pieces: Floats) -> list[list[Hole]]:
        """Return those that each straight piece of a line, of shape (n, 4), might meet."""
        if not self._holes:
            return [[] for _ in pieces]
        starts, ways = pieces[:, None, :2], (pieces[:, 2:] - pieces[:, :2])[:, None]
        away = self._middles - starts
        along = (away * ways).sum(axis=2) / np.maximum((ways**2).sum(axis=2), _TINY)
        apart = np.hypot(*(away - np.clip(along, 0.0, 1.0)[..., None] * ways).transpose(2, 0, 1))
        return [[self._holes[k] for k in np.flatnonzero(meet)] for meet in apart <= self._reaches]


def interrupting(edges: Edges, holes: Holes) -> Generator[None, None, Edges]:
    """Return the pieces of edges that lie outside all holes, in the same order, with pauses."""
    holes = holes.within(edges.lines)
    if not len(holes):
        return edges
    rows, pieces = [], []
    for k, line in enumerate(edges.lines):
        for piece in outside(line, holes.near(line[None])[0]):
            rows.append(k)
            pieces.append(piece)
        if k % _AT_ONCE == _AT_ONCE - 1:
            yield
    kept = edges.only(np.array(rows, dtype=np.intp))
    return replace(kept, lines=np.array(pieces).reshape(-1, 4))


def outside(line: Floats, holes: Sequence[Hole]) -> list[Floats]:
    """Return the pieces of a straight line that lie outside all holes, in its order."""
    pieces = [line]
    for hole in holes:
        pieces = [part for piece in pieces for part in _cut(piece, hole)]
    return pieces


def _cut(line: Floats, hole: Hole) -> list[Floats]:
    """Return what of a line lies before and after a hole, by clipping in the hole's own frame."""
    turn = np.radians(hole.angle)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    start = axes @ (line[:2] - np.array([hole.x, hole.y]))
    along = axes @ (line[2:] - line[:2])
    half = np.array([hole.width, hole.height]) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.sort(np.stack([(-half - start) / along, (half - start) / along]), axis=0)
    # A line along an axis never crosses that axis' sides: it is inside for ever or not at all.
    still = along == 0
    ends[:, still] = np.where(np.abs(start[still]) < half[still], [[-np.inf], [np.inf]], np.inf)
    enter, leave = max(0.0, float(ends[0].max())), min(1.0, float(ends[1].min()))
    if enter >= leave:
        return [line]
    points = line[:2] + np.array([[enter], [leave]]) * (line[2:] - line[:2])
    parts = [np.r_[line[:2], points[0]], np.r_[points[1], line[2:]]]
    return [part for part in parts if np.hypot(*(part[2:] - part[:2])) > _SHORTEST]
