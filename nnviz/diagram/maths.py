"""Equations set as text runs: they follow every drag within a frame and know where each part is.

Symbols are STIX Two Math in the italic code points, words and numbers Inter with tabular figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from nnviz.document.elements import Element

_ITALIC_GREEK = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", range(0x1D6FC, 0x1D715), strict=True))
_SPECIAL = {"h": "ℎ", "∂": "\U0001d715"}


def italic(text: str) -> str:
    """Return `text` with its letters in the mathematical italic code points.

    Examples
    --------
    >>> italic("w1") == "\U0001d4641"
    True
    """
    return "".join(_italic_letter(letter) for letter in text)


def _italic_letter(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if letter in _ITALIC_GREEK:
        return chr(_ITALIC_GREEK[letter])
    if "a" <= letter <= "z":
        return chr(0x1D44E + ord(letter) - ord("a"))
    if "A" <= letter <= "Z":
        return chr(0x1D434 + ord(letter) - ord("A"))
    return letter


class Run(NamedTuple):
    """A piece of text in one font at (x, y) from the start of the baseline, y downwards."""

    text: str
    font: QFont
    colour: QColor
    x: float = 0.0
    y: float = 0.0


class Rule(NamedTuple):
    """A line: a fraction's bar or a part of a root."""

    line: QLineF
    width: float
    colour: QColor


class Leaf(NamedTuple):
    """Where the sign of an element stands, for hovering."""

    element: Element
    rect: QRectF

    def moved(self, dx: float, dy: float) -> Leaf:
        """Return this elsewhere."""
        return Leaf(self.element, self.rect.translated(dx, dy))


@dataclass(frozen=True)
class Typeset:
    """A set equation; its origin is the left end of its baseline.

    Attributes
    ----------
    width, ascent, descent : float
        Its size in pixels, above and below the baseline.
    leaves : tuple of Leaf
        Rectangles of the parts that name an element.
    """

    width: float
    ascent: float
    descent: float
    runs: tuple[Run, ...] = ()
    rules: tuple[Rule, ...] = ()
    leaves: tuple[Leaf, ...] = ()

    @property
    def height(self) -> float:
        """Height above and below the baseline together."""
        return self.ascent + self.descent

    def moved(self, dx: float, dy: float = 0.0) -> Typeset:
        """Return this with everything in it moved; its width stays."""
        if not dx and not dy:
            return self
        return Typeset(
            self.width,
            self.ascent - dy,
            self.descent + dy,
            tuple([Run(text, font, ink, x + dx, y + dy) for text, font, ink, x, y in self.runs]),
            tuple([Rule(rule.line.translated(dx, dy), *rule[1:]) for rule in self.rules]),
            tuple([leaf.moved(dx, dy) for leaf in self.leaves]),
        )

    def spaced(self, before: float, after: float = 0.0) -> Typeset:
        """Return this with empty room at its sides."""
        return replace(self.moved(before), width=before + self.width + after)

    def draw(self, painter: QPainter, x: float, baseline: float, outlines: bool = False) -> None:
        """Draw with the origin at (x, baseline); as filled outlines where fonts may be missing."""
        for run in self.runs:
            place = QPointF(x + run.x, baseline + run.y)
            if outlines:
                path = QPainterPath()
                path.addText(place, run.font, run.text)
                painter.fillPath(path, run.colour)
            else:
                painter.setFont(run.font)
                painter.setPen(run.colour)
                painter.drawText(place, run.text)
        for rule in self.rules:
            painter.setPen(QPen(rule.colour, rule.width))
            painter.drawLine(rule.line.translated(x, baseline))


def side_by_side(parts: Iterable[Typeset]) -> Typeset:
    """Return `parts` one after another on one baseline."""
    x, placed = 0.0, []
    for part in parts:
        placed.append(part.moved(x))
        x += part.width
    return overlaid(placed, x)


def overlaid(parts: Iterable[Typeset], width: float) -> Typeset:
    """Return `parts`, already moved to their places, as one of `width`."""
    parts = tuple(parts)
    return Typeset(
        width,
        max((part.ascent for part in parts), default=0.0),
        max((part.descent for part in parts), default=0.0),
        tuple(run for part in parts for run in part.runs),
        tuple(rule for part in parts for rule in part.rules),
        tuple(leaf for part in parts for leaf in part.leaves),
    )
