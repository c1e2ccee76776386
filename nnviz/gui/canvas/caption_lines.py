"""Where the caption's words stand: the detail beside the headline, or under it where it is long."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtGui import QColor

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.maths import Typeset
from nnviz.diagram.style import Theme
from nnviz.diagram.typesetting import Setting, run, typeset
from nnviz.explain.equation import Fraction, Node, Row, Text, row
from nnviz.gui.canvas.captions import Caption
from nnviz.gui.widgets.maths_widget import Line

HEIGHT = 66
"""Of every caption, so that the picture above stands still from step to step."""
STEP_LINE, ONLY_LINE = 14.0, 33.0
"""The middles of the step's line and of a caption without one."""
_TITLES = (20.0, 18.0, 16.0, 14.0)
# From the middle of a line to its baseline: of the headline, a detail, the small step line.
_TITLE_DROP, _DETAIL_DROP, _STEP_DROP = 6.5, 6.0, 4.0


def caption_lines(
    caption: Caption, width: float, theme: Theme, digits: int, taken: float = 0.0
) -> tuple[Line, ...]:
    """Return the caption's words at their places in a view of `width`.

    Parameters
    ----------
    taken : float
        How much of the first line, at its right end, is something else's.
    """
    setter = _Setter(theme, digits)
    title = setter.title(caption.title, width - (0.0 if caption.step else taken))
    if not caption.step:
        beside = setter.detail(caption.detail, width - taken - title.width - 18, 13.0)
        return _placed((title, 0.0, ONLY_LINE), (beside, title.width + 18, ONLY_LINE))
    step = run(caption.step, interface_font(12, 600), QColor(theme.accent))
    beside = setter.detail(caption.detail, math.inf, 14.0)
    if title.width + 26 + beside.width <= width:
        return _placed((title, 0.0, 43.0), (beside, title.width + 26, 43.0), (step, STEP_LINE))
    under = setter.detail(caption.detail, width, 13.0, 12.0)
    return _placed((title, 0.0, 36.0), (under, 0.0, 57.0), (step, STEP_LINE))


def _placed(
    title: tuple[Typeset, float, float],
    detail: tuple[Typeset, float, float],
    step: tuple[Typeset, float] | None = None,
) -> tuple[Line, ...]:
    """Return lines, each given with its left end and its middle."""
    lines = (
        Line(title[0], title[1], title[2] + _TITLE_DROP),
        Line(detail[0], detail[1], detail[2] + _DETAIL_DROP),
    )
    return lines if step is None else (*lines, Line(step[0], 0.0, step[1] + _STEP_DROP))


@dataclass(frozen=True)
class _Setter:
    """Sets words in the sizes that a width allows."""

    theme: Theme
    digits: int

    def title(self, words: Row, width: float) -> Typeset:
        """Return the headline, smaller where the view is narrow."""
        for px in _TITLES:
            title = self._set(words, self.theme.ink, px, 600)
            if title.width <= width:
                return title
        return title

    def detail(self, words: Row, width: float, *sizes: float) -> Typeset:
        """Return the detail in the first of `sizes` that fits, else cut short."""
        for px in sizes:
            detail = self._set(words, self.theme.ink2, px, 400)
            if detail.width <= width:
                return detail
        return self._shortened(words, width, sizes[-1])

    def _shortened(self, words: Row, width: float, px: float) -> Typeset:
        items = _split(words)
        while items:
            items.pop()
            short = self._set(row(*items, "…"), self.theme.ink2, px, 400)
            if short.width <= width:
                return short
        return self._set(row(), self.theme.ink2, px, 400)

    def _set(self, words: Row, colour: str, px: float, weight: int) -> Typeset:
        setting = Setting(self.theme, px, self.digits, weight, weight, QColor(colour))
        return typeset(_inline(words), setting)


def _inline(words: Row) -> Row:
    """Return `words` with ∂E/∂w on one line: a fraction is higher than a line of words."""
    parts = [
        row(item.num, "/", item.den) if isinstance(item, Fraction) else item for item in words.items
    ]
    return row(*parts)


def _split(words: Row) -> list[Node]:
    """Return the items of `words`, text word by word."""
    items: list[Node] = []
    for item in words.items:
        if isinstance(item, Text):
            items += [Text(word) for word in item.text.replace(" ", " \n").split("\n")]
        else:
            items.append(item)
    return items
