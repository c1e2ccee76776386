"""Numbers as people type them: 0.5, 0,5, 1/3, −2e-3."""

from __future__ import annotations

import math
import re

_DECIMAL = r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"
_TYPED = re.compile(rf"({_DECIMAL})(?:\s*/\s*({_DECIMAL}))?")
_SHOWN = 24


def parse_number(text: str) -> float:
    """Read a number as it is typed into a field.

    Parameters
    ----------
    text : str
        A decimal with point or comma, an exponent if wanted, or a fraction of two such numbers.
        The true minus U+2212, in which nnviz writes, is read as well.

    Returns
    -------
    float
        The finite number nearest to what was typed.

    Raises
    ------
    ValueError
        With one sentence that says what is wrong and what would be right.
    """
    typed = text.strip().replace("\N{MINUS SIGN}", "-")
    if not typed:
        raise ValueError("Type a number, such as 0.5, 1/3 or −0.002.")
    match = _TYPED.fullmatch(typed)
    if match is None:
        raise ValueError(f"“{_shortened(text)}” is not a number: type one like 0.5, 1/3 or −0.002.")
    numerator, denominator = (_decimal(part) for part in match.groups("1"))
    if denominator == 0:
        raise ValueError(f"“{_shortened(text)}” divides by zero: give another denominator.")
    return _finite(numerator / denominator, text)


def _decimal(part: str) -> float:
    return _finite(float(part.replace(",", ".")), part)


def _finite(value: float, text: str) -> float:
    if math.isinf(value):
        raise ValueError(
            f"“{_shortened(text)}” is too large: the largest number possible is about 1.8e308."
        )
    return value


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
