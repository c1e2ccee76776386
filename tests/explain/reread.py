"""Reads a calculation back out of the LaTeX it was written as."""

from __future__ import annotations

import math
import re

_NAMES = {
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "cosh": math.cosh,
    "max": max,
    "sigma": lambda z: 1 / (1 + math.exp(-z)),
    "Phi": lambda z: 0.5 * (1 + math.erf(z / math.sqrt(2))),
    "sgn": lambda value: (value > 0) - (value < 0),
}
_TOKENS = re.compile(r"\\[a-zA-Z]+|\d+(?:\.\d+)?|[-+(){}^,e|]|\s+")


def lines(formula):
    """Return the lines of a formula without what aligns them."""
    inner = re.sub(r"\\(begin|end)\{aligned\}", "", formula)
    return [line.replace("&", "").strip() for line in inner.split("\\\\\n")]


def work_out(calculation):
    """Return the value of a calculation in LaTeX."""
    return _Reader(calculation).whole()


class _Reader:
    """A reader of sums of products."""

    def __init__(self, text):
        self._tokens = [t for t in _TOKENS.findall(_bare(text)) if not t.isspace()]

    def whole(self):
        value = self._sum()
        assert not self._tokens, self._tokens
        return value

    def _peek(self):
        return self._tokens[0] if self._tokens else ""

    def _take(self, expected=None):
        token = self._tokens.pop(0)
        assert expected in (None, token), (expected, token, self._tokens)
        return token

    def _sum(self):
        value = self._product()
        while self._peek() in ("+", "-"):
            sign = 1 if self._take() == "+" else -1
            value += sign * self._product()
        return value

    def _product(self):
        value = self._signed()
        while self._peek() not in ("", "+", "-", ")", "}", ",", "|"):
            if self._peek() == r"\cdot":
                self._take()
            value *= self._signed()
        return value

    def _signed(self):
        if self._peek() == "-":
            self._take()
            return -self._signed()
        return self._power()

    def _power(self):
        value = self._atom()
        if self._peek() == "^":
            self._take()
            value **= self._group()
        return value

    def _group(self, opening="{", closing="}"):
        self._take(opening)
        value = self._sum()
        if self._peek() == ",":
            self._take()
            value = max(value, self._sum())
        self._take(closing)
        return value

    def _atom(self):
        token = self._peek()
        if token == "(":
            return self._group("(", ")")
        if token == "|":
            return abs(self._group("|", "|"))
        self._take()
        if token == "e":
            return math.e
        if token in (r"\frac", r"\tfrac"):
            return self._group() / self._group()
        if token == r"\sqrt":
            return math.sqrt(self._group())
        if token == r"\max":
            return self._group("(", ")")
        if token.startswith("\\"):
            return _NAMES[token[1:]](self._group("(", ")"))
        return float(token)


def _bare(text):
    """Return a calculation without its words and the size of its brackets."""
    without = re.sub(r"\((\d|\{,\})+\\text\{ more\}\)", "", text)
    without = without.replace(r"\operatorname{sign}", r"\sgn")
    return without.replace(r"\left", "").replace(r"\right", "")
