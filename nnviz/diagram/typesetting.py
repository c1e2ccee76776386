"""From an equation's tree to its setting: one small function per kind of node."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from nnviz.diagram.fonts import font_cache, interface_font, maths_font, text_font
from nnviz.diagram.maths import Leaf, Rule, Run, Typeset, italic, overlaid, side_by_side
from nnviz.diagram.style import Theme
from nnviz.document.elements import Element
from nnviz.explain.equation import (
    Fraction,
    Node,
    Number,
    Op,
    Root,
    Row,
    Script,
    Symbol,
    Table,
    Text,
)

_SYMBOL = 1.2
"""Size of symbols over that of the words and numbers beside them."""
_SCRIPT = 0.7
_LOWERED, _RAISED = 0.2, 0.38
_AXIS = 0.33
"""Height of fraction bars above the baseline, over the size of words."""


@dataclass(frozen=True)
class Setting:
    """How an equation is set.

    Attributes
    ----------
    px : float
        Size of words and numbers; symbols are a fifth larger.
    weight, text_weight : int
        Of numbers and of words: 400, 500 or 600.
    colour : QColor or None
        Ink of everything without a tone of its own; None: the theme's ink.
    text_colour : QColor or None
        Ink of words and signs; None: as the rest.
    tabular : bool
        Whether figures have one width, as befits numbers that change.
    """

    theme: Theme
    px: float = 14
    digits: int = 4
    weight: int = 500
    text_weight: int = 400
    colour: QColor | None = None
    text_colour: QColor | None = None
    tabular: bool = True

    def font(self, weight: int) -> QFont:
        """Return the font of words and numbers."""
        return interface_font(self.px, weight, self.tabular)

    @property
    def ink(self) -> QColor:
        """Colour of symbols and plain numbers."""
        return self.colour or QColor(self.theme.ink)

    def scaled(self, factor: float) -> Setting:
        """Return the setting with another size."""
        return replace(self, px=self.px * factor)


def typeset(node: Node, setting: Setting) -> Typeset:
    """Return `node` set in one line."""
    if isinstance(node, Row):
        return side_by_side(typeset(item, setting) for item in node.items)
    if isinstance(node, Symbol):
        return _symbol(node, setting)
    if isinstance(node, Number):
        return _number(node, setting)
    if isinstance(node, Text):
        colour = setting.text_colour or setting.ink
        return _words(node.text, setting.px, setting.text_weight, colour.rgba(), node.element)
    if isinstance(node, Op):
        return _op(node, setting)
    if isinstance(node, Fraction):
        return _fraction(node, setting)
    if isinstance(node, Script):
        return _script(node, setting)
    return _root(node, setting) if isinstance(node, Root) else _table(node, setting)


def run(text: str, font: QFont, colour: QColor, element: Element | None = None) -> Typeset:
    """Return one piece of text; heights are its letters' and not the font's line height."""
    px = font.pixelSize()
    width = QFontMetricsF(font).horizontalAdvance(text)
    rect = QRectF(0, -0.75 * px, width, px)
    leaves = (Leaf(element, rect),) if element is not None else ()
    return Typeset(width, 0.75 * px, 0.25 * px, (Run(text, font, colour),), leaves=leaves)


def _symbol(symbol: Symbol, setting: Setting) -> Typeset:
    return _symbol_in(symbol, setting.px * _SYMBOL, setting.ink.rgba())


@font_cache
def _symbol_in(symbol: Symbol, px: float, rgba: int) -> Typeset:
    """Set a letter once; the numbers beside it change with every drag, it does not."""
    ink = QColor.fromRgba(rgba)
    body = run(italic(symbol.base), maths_font(px), ink, symbol.element)
    if symbol.hat:
        body = _hatted(body, px, ink)
    small, parts, widest = maths_font(px * _SCRIPT), [body], 0.0
    indices = ((italic(symbol.sub), _LOWERED), (_layer_mark(symbol.sup), -_RAISED))
    for text, dy in indices:
        if text:
            index = run(text, small, ink)
            parts.append(index.moved(body.width, dy * px))
            widest = max(widest, index.width)
    return _leafed(overlaid(parts, body.width + widest + 0.04 * px), symbol.element)


def _layer_mark(sup: str) -> str:
    return f"({sup})" if sup.isdecimal() else sup


def _hatted(body: Typeset, px: float, ink: QColor) -> Typeset:
    hat = run("ˆ", maths_font(px), ink)
    over = hat.moved((body.width - hat.width) / 2 + 0.06 * px, -0.06 * px)
    return overlaid((body, over), body.width)


def _leafed(whole: Typeset, element: Element | None) -> Typeset:
    """Return `whole` with one leaf around all of it."""
    if element is None:
        return whole
    rect = QRectF(0, -whole.ascent, whole.width, whole.height)
    return replace(whole, leaves=(Leaf(element, rect),))


def _number(number: Number, setting: Setting) -> Typeset:
    text = number.text(setting.digits)
    colours = {
        "plain": setting.ink,
        "sign": setting.theme.sign_text(number.value, text),
        "accent": QColor(setting.theme.accent),
    }
    weight = 600 if number.tone == "accent" else setting.weight
    font = setting.font(weight)
    return run(text, font, colours[number.tone], number.element)


@font_cache
def _words(text: str, px: float, weight: int, rgba: int, element: Element | None) -> Typeset:
    return run(text, text_font(px, weight), QColor.fromRgba(rgba), element)


def _op(op: Op, setting: Setting) -> Typeset:
    colour = setting.text_colour or setting.ink
    return _sign(op.text, setting.px, setting.tabular, colour.rgba())


@font_cache
def _sign(text: str, px: float, tabular: bool, rgba: int) -> Typeset:
    before, after = (0.0, 0.3) if text == "," else (0.36, 0.36)
    sign = run(text, interface_font(px, 400, tabular), QColor.fromRgba(rgba))
    return sign.spaced(before * px, after * px)


def _fraction(fraction: Fraction, setting: Setting) -> Typeset:
    inner = setting.scaled(0.92)
    num, den = typeset(fraction.num, inner), typeset(fraction.den, inner)
    width = max(num.width, den.width) + 0.3 * setting.px
    bar, space = -_AXIS * setting.px, 0.16 * setting.px
    above = num.moved((width - num.width) / 2, bar - space - num.descent)
    below = den.moved((width - den.width) / 2, bar + space + den.ascent)
    line = QLineF(0.02 * setting.px, bar, width - 0.02 * setting.px, bar)
    rule = Rule(line, max(1.0, 0.075 * setting.px), setting.ink)
    parts = overlaid((above, below), width)
    return replace(parts, rules=(*parts.rules, rule))


def _script(script: Script, setting: Setting) -> Typeset:
    body, small = typeset(script.body, setting), setting.scaled(_SCRIPT)
    parts, widest = [body], 0.0
    for node, dy in ((script.sub, _LOWERED), (script.sup, -_RAISED)):
        if node is not None:
            part = typeset(node, small)
            parts.append(part.moved(body.width + 0.05 * setting.px, dy * setting.px * _SYMBOL))
            widest = max(widest, part.width)
    return overlaid(parts, body.width + widest + 0.08 * setting.px)


def _root(root: Root, setting: Setting) -> Typeset:
    px = setting.px
    body = typeset(root.body, setting).moved(0.75 * px)
    top, bottom = -body.ascent - 0.1 * px, body.descent
    corners = [(0.1, -0.3 * px), (0.25, -0.4 * px), (0.45, bottom), (0.7, top)]
    points = [(x * px, y) for x, y in corners] + [(body.width + 0.8 * px, top)]
    width = max(1.0, 0.075 * px)
    rules = tuple(Rule(QLineF(*a, *b), width, setting.ink) for a, b in pairwise(points))
    whole = overlaid((body,), body.width + 0.85 * px)
    return replace(whole, ascent=body.ascent + 0.2 * px, rules=(*whole.rules, *rules))


def _table(table: Table, setting: Setting) -> Typeset:
    """Set lines below one another, every cell in the middle of its column."""
    lines = [[typeset(cell or Row(), setting) for cell in line] for line in table.lines]
    widths = [max(c.width for c in column if c) for column in zip_longest(*lines)]
    placed, y = [], 0.0
    for k, line in enumerate(lines):
        y += max(cell.ascent for cell in line) + 0.5 * setting.px if k else 0.0
        x = 0.0
        for cell, width in zip(line, widths, strict=False):
            placed.append(cell.moved(x + (width - cell.width) / 2, y))
            x += width
        y += max(cell.descent for cell in line)
    return overlaid(placed, sum(widths))
