"""How every number of the program is written: the exact value, rounded once."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
_HUGE = 1e6


def format_number(value: float, digits: int = 4) -> str:
    """Write `value` with `digits` decimals; in exponent form where that would say 0 or be endless.

    Examples
    --------
    >>> format_number(0.415), format_number(-1.30, 2), format_number(0.0000321)
    ('0.4150', '−1.30', '3.21e−5')
    """
    if value != 0 and abs(value) < 0.5 * 10.0**-digits:
        return _exponent(value, digits)
    return format_fixed(value, digits)


def format_fixed(value: float, digits: int) -> str:
    """Write `value` with `digits` decimals, a tiny one as 0.00: for places with little room."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if abs(value) >= _HUGE:
        return _exponent(value, digits)
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def format_given(value: float, digits: int = 4, least: int = 0) -> str:
    """Write a value as it was entered: 0.4, not 0.4000, if that is all there is to it.

    Trailing zeros go, down to `least` decimals, only where nothing was rounded away; 0.40001 with
    four digits stays 0.4000.
    """
    text = format_number(value, digits)
    if "." not in text or "e" in text or float(text.replace(MINUS, "-")) != value:
        return text
    whole, _, decimals = text.partition(".")
    kept = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{kept}" if kept else whole


def _exponent(value: float, digits: int) -> str:
    mantissa, _, exponent = f"{value:.{max(1, digits - 2)}e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
