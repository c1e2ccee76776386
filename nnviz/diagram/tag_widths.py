"""How wide the pills of a zoomed network are, whatever their numbers say."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.pencil import text_width
from nnviz.diagram.shape import Labels
from nnviz.diagram.short_numbers import short_number
from nnviz.diagram.style import LIGHT
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.diagram.zoom import may_zoom
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge
from nnviz.document.naming import Symbol as Named
from nnviz.document.naming import symbol
from nnviz.explain.equation import Symbol
from nnviz.explain.numbers import format_given

TAG_PX, TAG_GAP = 13, 6.0
TAG_SYMBOL = 0.9
"""Symbols in pills are smaller than in equations, over the size of the number beside."""
TAG_PADDING = 8.0
_LEAST_DIGITS = 2


def label_widths(document: Document, digits: int) -> tuple[Labels, ...]:
    """Return the widths of pills with `digits` decimals and fewer, most first."""
    if not may_zoom(document.sizes):
        return ()
    layers = range(1, len(document.sizes))
    weights = tuple(symbol(document, Edge(layer, 0, 0)) for layer in layers)
    biases = tuple(symbol(document, Bias(layer, 0)) for layer in layers)
    return tuple(
        Labels(places, _widest(weights, places), _widest(biases, places))
        for places in range(digits, min(digits, _LEAST_DIGITS) - 1, -1)
    )


@lru_cache(maxsize=64)
def _widest(symbols: tuple[Named, ...], digits: int) -> float:
    setting = Setting(LIGHT, TAG_PX * TAG_SYMBOL)
    leaves = (Symbol(named.base, named.sub, named.sup) for named in symbols)
    letters = max(typeset(leaf, setting).width for leaf in leaves)
    return letters + TAG_GAP + _room(digits, interface_font(TAG_PX, 500)) + 2 * TAG_PADDING


def _room(digits: int, font: QFont) -> float:
    """Return the width kept for a number, so that its pill stays in place while it changes."""
    return text_width("−00." + "0" * digits, font)


def tag_number(value: float, digits: int, font: QFont) -> str:
    """Return `value` with at most `digits` decimals, fewer where it would not fit its pill."""
    room = _room(digits, font)
    texts = [format_given(value, places, min(2, places)) for places in range(digits, -1, -1)]
    texts.append(short_number(value))
    fitting = (text for text in texts if text_width(text, font) <= room)
    return next(fitting, texts[-2])
