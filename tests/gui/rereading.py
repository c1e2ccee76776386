"""Reads equations off the screen as a student does, and works them out again.

A number shown with fewer decimals than all others was given so; any other stands for every number
that would be written the same.
"""

from __future__ import annotations

import re

from tests.explain import redo
from tests.explain.redo import Interval

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")
_SIGNS = {"−": "-", "·": "*", "½": "0.5", "√": "sqrt", "e^(": "exp("}


def calculations(line: str) -> list[tuple[str, str]]:
    """Return what a line works out, with the result it tells; nothing of a name or a case."""
    parts = re.split(r" = | ← ", line)
    told = len(parts) > 2 and not any(word in line for word in (" as ", " with ", "sample"))
    return [(parts[-2], parts[-1])] if told else []


def work_out(text: str, digits: int) -> Interval:
    """Return the value of a calculation as it is written."""
    text = re.sub(r" \([\d,]+ more\)", "", text)
    text = re.sub("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"**{found[1].translate(_RAISED)}", text)
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    code = _NUMBER.sub(lambda found: f"N('{found[0]}')", text)
    names = {**redo._FUNCTIONS, "N": lambda number: _number(number, digits)}
    return Interval.of(eval(code, {"__builtins__": {}}, names))


def _number(text: str, digits: int) -> Interval:
    decimals = len(text.partition(".")[2])
    if "e" not in text and decimals < digits:
        return Interval.of(float(text))
    return redo.shown_as(text)


def agrees(calculation: str, result: str, digits: int) -> bool:
    """Tell whether the result lies within what the rounding of the numbers allows."""
    found, told = work_out(calculation, digits), work_out(result, digits)
    slack = 1e-9 * max(1.0, abs(told.high))
    return found.low - slack <= told.high and told.low <= found.high + slack
