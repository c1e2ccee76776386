"""The shipped fonts and the roles in which they are used."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from nnviz.data.resources import resource

INTERFACE = "Inter"
MATHS = "STIX Two Math"
_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "STIXTwoMath-Regular.ttf")


@cache
def load_fonts() -> None:
    """Load the shipped fonts once; needs a QGuiApplication."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise RuntimeError(f"the font {name} could not be loaded: install nnviz again")


def forget_fonts() -> None:
    """Forget every font: they end with the application that they were loaded into."""
    for remembered in (load_fonts, interface_font, maths_font):
        remembered.cache_clear()


@cache
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


@cache
def maths_font(px: float) -> QFont:
    """Return STIX Two Math at `px` pixels."""
    load_fonts()
    font = QFont(MATHS)
    font.setPixelSize(max(1, round(px)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
