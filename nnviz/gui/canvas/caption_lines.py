"""Where the caption's words stand: the detail beside the headline, or under it where it is long."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QPainter

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.maths import Typeset
from nnviz.diagram.style import Theme
from nnviz.diagram.typesetting import Setting, run, typeset
from nnviz.explain.equation import Fraction, Row, row
from nnviz.gui.canvas.captions import Caption

_TITLE = 20.0
_SMALLER = (13.0, 12.0)
# From the middle of a line to its baseline: of the headline, a detail, the small step line.
_TITLE_DROP, _DETAIL_DROP, _STEP_DROP = 6.5, 6.0, 4.0


@dataclass(frozen=True)
class Line:
    """Words with the left end of their baseline."""

    words: Typeset
    x: float
    baseline: float

    def draw(self, painter: QPainter) -> None:
        """Draw the words."""
        self.words.draw(painter, self.x, self.baseline)


def caption_lines(caption: Caption, width: float, theme: Theme, digits: int) -> tuple[Line, ...]:
    """Return the caption's words at their places in a view of `width`."""
    caption = replace(caption, detail=_inline(caption.detail))
    title = typeset(caption.title, _setting(theme, theme.ink, _TITLE, 600, digits))
    px, gap = (14.0, 26.0) if caption.step else (13.0, 18.0)
    detail = typeset(caption.detail, _setting(theme, theme.ink2, px, 400, digits))
    if title.width + gap + detail.width <= width or not caption.step:
        beside = _fitted(caption.detail, width - title.width - gap, theme, digits, px)
        middles = (29.0, 56.0) if caption.step else (0.0, 28.0)
        return _placed(
            caption.step, title, beside, title.width + gap, (*middles, middles[1]), theme
        )
    under = _fitted(caption.detail, width, theme, digits, *_SMALLER)
    return _placed(caption.step, title, under, 0.0, (23.0, 47.0, 71.0), theme)


def _inline(words: Row) -> Row:
    """Return `words` with ∂E/∂w on one line: a fraction is higher than a line of words."""
    parts = [
        row(item.num, "/", item.den) if isinstance(item, Fraction) else item for item in words.items
    ]
    return row(*parts)


def _placed(
    step: str,
    title: Typeset,
    detail: Typeset,
    x: float,
    middles: tuple[float, float, float],
    theme: Theme,
) -> tuple[Line, ...]:
    small = run(step, interface_font(12, 600), QColor(theme.accent))
    return (
        Line(small, 0.0, middles[0] + _STEP_DROP),
        Line(title, 0.0, middles[1] + _TITLE_DROP),
        Line(detail, x, middles[2] + _DETAIL_DROP),
    )


def _fitted(words: Row, width: float, theme: Theme, digits: int, *sizes: float) -> Typeset:
    """Return `words` in the largest of `sizes` that fits, else cut short with an ellipsis."""
    items = words.items
    for px in sizes:
        whole = typeset(words, _setting(theme, theme.ink2, px, 400, digits))
        if whole.width <= width:
            return whole
    setting = _setting(theme, theme.ink2, sizes[-1], 400, digits)
    while items:
        items = items[:-1]
        short = typeset(row(*items, " …"), setting)
        if short.width <= width:
            return short
    return typeset(row(), setting)


def _setting(theme: Theme, colour: str, px: float, weight: int, digits: int) -> Setting:
    return Setting(theme, px, digits, weight, weight, QColor(colour))
