"""Reads equations as a student with a pencil does, and works them out again.

The numbers of an equation are read either exactly or as they are shown; then each stands for every
number that would be written the same, and the result is an interval.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from nnviz.explain.equation import Fraction, Number, Op, Root, Row, Script, Symbol, Text


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    @staticmethod
    def of(value):
        return value if isinstance(value, Interval) else Interval(value, value)

    def over(self, corners):
        return Interval(min(corners), max(corners))

    def __add__(self, other):
        other = Interval.of(other)
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self):
        return Interval(-self.high, -self.low)

    def __sub__(self, other):
        return self + -Interval.of(other)

    def __rsub__(self, other):
        return Interval.of(other) - self

    def __mul__(self, other):
        other = Interval.of(other)
        ends = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return self.over([a * b if a and b else 0.0 for a, b in ends])

    def __truediv__(self, other):
        other = Interval.of(other)
        if other.low <= 0 <= other.high and other.low != other.high:
            return Interval(-math.inf, math.inf)
        return self * Interval(1 / other.high, 1 / other.low)

    def __pow__(self, power):
        power = power if isinstance(power, int) else round(Interval.of(power).low)
        corners = [self.low**power, self.high**power]
        return self.over([*corners, 0.0] if self.low < 0 < self.high else corners)

    __radd__, __rmul__ = __add__, __mul__

    def __rtruediv__(self, other):
        return Interval.of(other) / self


def _rising(function, lowest=-math.inf):
    def of(value):
        value = Interval.of(value)
        ends = [function(end) if end > lowest else -math.inf for end in (value.low, value.high)]
        return Interval(*ends)

    return of


def _even(function):
    """Return a function that rises on both sides of 0."""

    def of(value):
        value = Interval.of(value)
        ends = [function(value.low), function(value.high)]
        return Interval(function(0.0) if value.low < 0 < value.high else min(ends), max(ends))

    return of


def _sign(value):
    return float((value > 0) - (value < 0))


_FUNCTIONS = {
    "exp": _rising(math.exp),
    "abs": _even(abs),
    "cosh": _even(math.cosh),
    "sign": _rising(_sign),
    "σ": _rising(lambda value: 1 / (1 + math.exp(-value))),
    "Φ": _rising(lambda value: 0.5 * (1 + math.erf(value / math.sqrt(2)))),
    "ln": _rising(math.log, 0.0),
    "tanh": _rising(math.tanh),
    "sqrt": _rising(lambda value: math.sqrt(max(value, 0.0))),
    "max": lambda one, other: Interval(max(one.low, other.low), max(one.high, other.high)),
    "I": Interval.of,
}


def shown_as(text):
    """Return every number that is written as `text`."""
    plain = text.replace("−", "-")
    mantissa, _, exponent = plain.partition("e")
    decimals = len(mantissa.partition(".")[2])
    half = 0.5 * 10.0 ** (int(exponent or 0) - decimals)
    return Interval(float(plain) - half, float(plain) + half)


def read(number, digits):
    """Return what a number says: exactly, or within `digits` decimals."""
    if digits is None:
        return Interval.of(number.value)
    text = number.text(digits)
    exact = number.given and float(text.replace("−", "-")) == number.value
    return Interval.of(number.value) if exact else shown_as(text)


def sides(equation):
    """Return the parts of an equation between its = and ←, each a list of nodes."""
    parts = [[]]
    for item in equation.items:
        if isinstance(item, Op) and item.text in "=←":
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def work_out(nodes, digits=None):
    """Return the value of a calculation with numbers put in."""
    numbers = []
    code = "".join(_code(node, numbers) for node in nodes)
    code = re.sub(r"\|([^|]*)\|", r"abs(\1)", code)
    names = {f"n{k}": read(number, digits) for k, number in enumerate(numbers)}
    return Interval.of(eval(code, {"__builtins__": {}}, {**_FUNCTIONS, **names}))


def _code(node, numbers):
    if isinstance(node, Number):
        numbers.append(node)
        return f"n{len(numbers) - 1}"
    if isinstance(node, Text):
        text = re.sub(r" \([\d,]+ more\)", "", node.text)
        return re.sub(r"(\d+)", r"I(\1)", text.replace("−", "-")).replace("½", "I(0.5)")
    if isinstance(node, Op):
        return {"·": "*", "−": "-"}.get(node.text, node.text)
    if isinstance(node, Row):
        return "".join(_code(item, numbers) for item in node.items)
    if isinstance(node, Fraction):
        return f"(({_code(node.num, numbers)})/({_code(node.den, numbers)}))"
    if isinstance(node, Root):
        return f"sqrt({_code(node.body, numbers)})"
    assert isinstance(node, Script)
    power = _code(node.sup, numbers)
    if isinstance(node.body, Symbol):
        assert node.body.base == "e"
        return f"exp({power})"
    return f"({_code(node.body, numbers)})**({power})"
