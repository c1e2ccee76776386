"""Equations that fit a width: broken before their signs, and only then set smaller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nnviz.diagram.maths import Typeset, side_by_side
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.explain.equation import Node, Op, Row, Text

_SMALLEST, _SMALLEST_WHOLE = 11.0, 7.0
_SHRINK = 0.94
_LOOSE = frozenset("=←+−")


class _Piece(NamedTuple):
    """An item of a row, set once; widths along a line simply add up."""

    item: Node
    set: Typeset


_Line = list[_Piece]


def fitted(node: Node, setting: Setting, width: float) -> list[Typeset]:
    """Return the lines of `node` within `width`; rather broken before + than before ·."""
    if not isinstance(node, Row):
        return [_shrunk(node, setting, width, _SMALLEST_WHOLE)]
    pieces = [_Piece(item, typeset(item, setting)) for item in node.items]
    return [_set(line, setting, width) for line in _lines(pieces, width)]


def _lines(pieces: _Line, width: float) -> list[_Line]:
    if _width(pieces) <= width:
        return [pieces]
    lines: list[_Line] = []
    for part in _parts(pieces, width):
        if lines and _width(lines[-1]) + _width(part) <= width:
            lines[-1] = lines[-1] + part
        else:
            lines.append(part)
    return lines


def _parts(pieces: _Line, width: float) -> Iterator[_Line]:
    """Yield parts that fit, cut before =, + and −, else before any sign, else within brackets."""
    for group in _groups(pieces, _LOOSE):
        for part in [group] if _width(group) <= width else _groups(group, None):
            yield from [part] if _width(part) <= width else _groups(part, _LOOSE, within=True)


def _groups(pieces: _Line, before: frozenset[str] | None, *, within: bool = False) -> list[_Line]:
    """Return the row cut before each of these signs, or every sign; outside brackets or within."""
    groups: list[_Line] = []
    depth = 0
    for piece in pieces:
        item = piece.item
        free = within or not depth
        cuts = isinstance(item, Op) and free and (before is None or item.text in before)
        depth += _opened(item)
        if cuts or not groups:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups


def _opened(item: Node) -> int:
    """Return how many brackets `item` opens, less those it closes."""
    return item.text.count("(") - item.text.count(")") if isinstance(item, Text) else 0


def _width(pieces: _Line) -> float:
    return sum(piece.set.width for piece in pieces)


def _set(line: _Line, setting: Setting, width: float) -> Typeset:
    if _width(line) <= width:
        return side_by_side(piece.set for piece in line)
    return _shrunk(Row(tuple(piece.item for piece in line)), setting, width, _SMALLEST)


def _shrunk(node: Node, setting: Setting, width: float, smallest: float) -> Typeset:
    whole = typeset(node, setting)
    while whole.width > width and setting.px * _SHRINK >= smallest:
        setting = setting.scaled(_SHRINK)
        whole = typeset(node, setting)
    return whole
