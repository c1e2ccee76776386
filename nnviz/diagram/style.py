"""The look of nnviz: colours of the light and the dark theme, the diverging scale, edge widths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from PySide6.QtGui import QColor

if TYPE_CHECKING:  # the window's frame has its colours before NumPy is there
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
else:
    Floats = Any

ThemeName = Literal["light", "dark"]
_ZERO = set("−0.")


@dataclass(frozen=True)
class Theme:
    """Every colour of one theme as #RRGGBB.

    Attributes
    ----------
    scale : tuple of str
        The diverging scale's stops at −1, −0.5, 0, +0.5, +1.
    classes : tuple of str
        Colours of data points of class 1, 2, 3; never the sign pair.
    """

    name: ThemeName
    chrome: str
    surface: str
    sunken: str
    field: str
    raised: str
    hair: str
    border: str
    track: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    on_accent: str
    accent_soft: str
    halo: str
    positive: str
    positive_text: str
    negative: str
    negative_text: str
    edge_zero: str
    ok: str
    warn: str
    warn_ground: str
    error: str
    error_ground: str
    error_heading: str
    classes: tuple[str, str, str]
    scale: tuple[str, str, str, str, str]

    def sign(self, value: float) -> QColor:
        """Return the strong colour of `value`'s sign, grey for zero."""
        if value == 0:
            return QColor(self.ink3)
        return QColor(self.negative if value < 0 else self.positive)

    def class_colour(self, kind: int) -> QColor:
        """Return the colour of class `kind` (from 0); past the third they repeat, shapes do not."""
        return QColor(self.classes[kind % len(self.classes)])

    def sign_text(self, value: float, shown: str = "") -> QColor:
        """Return the colour in which the number `value` is written: neither sign's for zero.

        Parameters
        ----------
        shown : str
            How it is written; what reads 0.00 or −0.00 counts as zero too.
        """
        if value == 0 or (shown and set(shown) <= _ZERO):
            return QColor(self.ink2)
        return QColor(self.negative_text if value < 0 else self.positive_text)


LIGHT = Theme(
    name="light",
    chrome="#F4F4F6",
    surface="#FFFFFF",
    sunken="#ECECF0",
    field="#FFFFFF",
    raised="#FFFFFF",
    hair="#E6E6EB",
    border="#CBCBD4",
    track="#CBCBD4",
    ink="#1A1A21",
    ink2="#555561",
    ink3="#676774",
    accent="#5B43D0",
    on_accent="#FFFFFF",
    accent_soft="#ECE8FB",
    halo="#DED9F6",
    positive="#0A66B0",
    positive_text="#095A9D",
    negative="#D96510",
    negative_text="#A34306",
    edge_zero="#D9D9E0",
    ok="#1B7A47",
    warn="#8A5300",
    warn_ground="#FFF3DA",
    error="#B3261E",
    error_ground="#FCEBE9",
    error_heading="#8F1D17",
    classes=("#0F8577", "#B0307C", "#8A7400"),
    scale=("#C9560A", "#F0B283", "#F1F1F4", "#8FBDE3", "#0A66B0"),
)

DARK = Theme(
    name="dark",
    chrome="#131417",
    surface="#1B1C20",
    sunken="#0E0F11",
    field="#25262C",
    raised="#34353D",
    hair="#2A2B31",
    border="#41434D",
    track="#35363E",
    ink="#EDEDF2",
    ink2="#B0B1BC",
    ink3="#8F909D",
    accent="#C9A9F5",
    on_accent="#15121F",
    accent_soft="#352B4A",
    halo="#3E384B",
    positive="#4C9AEA",
    positive_text="#7BBBF5",
    negative="#FFA666",
    negative_text="#F7A56E",
    edge_zero="#3A3B43",
    ok="#5CC98D",
    warn="#F0B95A",
    warn_ground="#34290F",
    error="#FF8A80",
    error_ground="#3A1D1B",
    error_heading="#FF8A80",
    classes=("#3CC4B2", "#F07DC0", "#D9C24A"),
    scale=("#FFA666", "#8E5A36", "#2C2D33", "#2F608F", "#4C9AEA"),
)

# What reaches 7 to 1 on the canvas, on the window and on what is sunken into it.
_STRONG: dict[str, dict[str, Any]] = {
    "light": {
        "ink": "#000000",
        "ink3": "#4A4A55",
        "hair": "#7C7C87",
        "accent": "#4832A8",
        "positive": "#084B82",
        "negative": "#7A3000",
        "ok": "#145833",
        "warn": "#6E4200",
        "error": "#941F19",
    },
    "dark": {
        "ink": "#FFFFFF",
        "ink3": "#C2C3CE",
        "hair": "#85868F",
        "positive": "#9CCBFA",
        "negative": "#FFC08F",
        "ok": "#62CC91",
        "error": "#FF9E95",
        "error_heading": "#FF9E95",
    },
}
THEMES: dict[str, Theme] = {"light": LIGHT, "dark": DARK}


def contrasted(theme: Theme) -> Theme:
    """Return the theme for those who need more contrast: text and lines as strong as they get.

    Every text reaches 7 to 1 on its ground (WCAG 2.2, 1.4.6), borders of what can be set 4.5 to 1,
    other lines 3 to 1.
    """
    strong = _STRONG[theme.name]
    line = strong["ink3"]
    return replace(
        theme,
        **strong,
        ink2=strong["ink"],
        border=line,
        track=strong["hair"],
        edge_zero=mix(theme.edge_zero, line, 0.5).name(),
        positive_text=strong["positive"],
        negative_text=strong["negative"],
    )


def mix(a: str | QColor, b: str | QColor, t: float) -> QColor:
    """Mix two colours linearly in sRGB; `t` = 0 gives `a`, 1 gives `b`."""
    return QColor.fromRgbF(*[p + (q - p) * t for p, q in zip(_parts(a), _parts(b), strict=True)])


def _parts(colour: str | QColor) -> tuple[float, ...]:
    """Return red, green, blue and alpha, 0 … 1."""
    return _named_parts(colour) if isinstance(colour, str) else _colour_parts(colour)


def _colour_parts(colour: QColor) -> tuple[float, ...]:
    return cast("tuple[float, ...]", colour.getRgbF())


@cache
def _named_parts(name: str) -> tuple[float, ...]:
    """Return the parts of a colour of a theme; remembered, since there are few."""
    return _colour_parts(QColor(name))


def fill(theme: Theme, value: float, largest: float) -> QColor:
    """Return the diverging colour of `value` where ±`largest` is the scale's end."""
    t = min(max(value / largest, -1.0), 1.0) if largest > 0 else 0.0
    k = min(int((t + 1) * 2), 3)
    return mix(theme.scale[k], theme.scale[k + 1], (t + 1) * 2 - k)


def text_on(colour: QColor) -> QColor:
    """Return pure black or white, whichever contrasts more with `colour` (WCAG 2 luminance)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor("#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#FFFFFF")


def edge_strength(value: float, largest: float) -> float:
    """Return how far an edge's colour is from `edge_zero` to its sign's: (|w|/max)^0.8."""
    return float(min(abs(value) / largest, 1.0) ** 0.8) if largest > 0 else 0.0


def edge_colour(theme: Theme, value: float, largest: float) -> QColor:
    """Return the opaque colour of an edge: from `edge_zero` to the sign's at (|w|/max)^0.8."""
    return mix(theme.edge_zero, theme.sign(value), edge_strength(value, largest))


def edge_widths(values: Floats, largest: float, many: bool = False) -> Floats:
    """Return edge widths in pixels, `values` of any shape; thinner where edges are many."""
    base, span = (0.6, 3.0) if many else (0.7, 5.3)
    return base + span * abs(values) / (largest if largest > 0 else 1.0)
