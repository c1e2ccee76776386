"""Read layer sizes as people write them."""

from __future__ import annotations

import re

# An x between two numbers is a times sign; elsewhere it is no size, and is named as such.
_SEPARATORS = re.compile(r"(?:[\s,;\-–×]|(?<=[0-9\s])x(?=[0-9\s]*[0-9]))+")
# A dash that nothing stands before is a minus, or the end of a number that is missing.
_MINUS = re.compile(r"(?<!\w)[\-–][0-9]+|^\s*[\-–]|[\-–]\s*$")
_LONGEST = 9


def parse_sizes(text: str) -> tuple[int, ...]:
    """Return the layer sizes of text such as ``8-10-1`` or ``8, 10, 1``.

    Raises
    ------
    ValueError
        If a part is not a positive whole number, or there are fewer than two.
    """
    sizes = _numbers(text, "Layer sizes")
    if len(sizes) < 2:
        raise ValueError("Layer sizes: give at least inputs and outputs, such as 2-5-1.")
    return sizes


def parse_hidden(text: str) -> tuple[int, ...]:
    """Return the sizes of hidden layers; empty text means none."""
    return _numbers(text, "Hidden layers")


def _numbers(text: str, where: str) -> tuple[int, ...]:
    minus = _MINUS.search(text.strip())
    if minus is not None:
        raise ValueError(f"{where}: “{minus[0].strip()[:20]}” is not a positive whole number.")
    parts = [part for part in _SEPARATORS.split(text.strip()) if part]
    for part in parts:
        digits = part.isascii() and part.isdigit() and len(part) <= _LONGEST
        if not digits or int(part) == 0:
            raise ValueError(f"{where}: “{part[:20]}” is not a positive whole number.")
    return tuple(map(int, parts))
