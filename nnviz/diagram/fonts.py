"""The shipped fonts and the roles in which they are used."""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, ParamSpec, TypeVar, cast

from PySide6.QtGui import QFont, QFontDatabase

from nnviz.data.resources import resource

INTERFACE = "Inter"
MATHS = "STIX Two Math"
_MOST = 4096
_P = ParamSpec("_P")
_T = TypeVar("_T")
_REMEMBERED: list[_lru_cache_wrapper[Any]] = []
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "STIXTwoMath-Regular.ttf")


def font_cache(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Remember what `function` makes of fonts, until they are forgotten."""
    cached = lru_cache(maxsize=_MOST)(function)
    _REMEMBERED.append(cached)
    return cast("Callable[_P, _T]", cached)


@font_cache
def load_fonts() -> None:
    """Load the shipped fonts once; needs a QGuiApplication."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise RuntimeError(f"the font {name} could not be loaded: install nnviz again")


def forget_fonts() -> None:
    """Forget every font: they end with the application that they were loaded into."""
    for remembered in _REMEMBERED:
        remembered.cache_clear()


@font_cache
def interface_font(px: float, weight: int = 400, tabular: bool = True) -> QFont:
    """Return Inter for numbers, with figures of one width; `weight` is 400, 500 or 600."""
    load_fonts()
    font = QFont(INTERFACE)
    font.setPixelSize(max(1, round(px)))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    else:
        # Contextual forms of the minus have no code point: a PDF's reader could not copy them.
        font.setFeature(QFont.Tag("calt"), 0)
    return font


def text_font(px: float, weight: int = 400) -> QFont:
    """Return Inter for words: figures of one width would set hyphens as wide as a digit."""
    return interface_font(px, weight, tabular=False)


@font_cache
def maths_font(px: float) -> QFont:
    """Return STIX Two Math at `px` pixels."""
    load_fonts()
    font = QFont(MATHS)
    font.setPixelSize(max(1, round(px)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
