"""Numbers where there is room for few figures."""

from __future__ import annotations

from nnviz.explain.numbers import MINUS, format_fixed


def short_number(value: float, digits: int = 2) -> str:
    """Write `value` with `digits` decimals; a tiny negative one keeps its sign: −0.00."""
    text = format_fixed(value, digits)
    lost = value < 0 and not text.startswith(MINUS)
    return MINUS + text if lost else text
