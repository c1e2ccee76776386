"""Building equations: a formula with letters or with numbers put in, and long sums shortened.

A formula is a function of nodes: given symbols it is the rule, given numbers the calculation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nnviz.document.elements import Element
from nnviz.engine.arrays import FloatArray
from nnviz.explain.equation import (
    MINUS,
    PLUS,
    TIMES,
    Node,
    Number,
    Op,
    Row,
    Script,
    Symbol,
    Text,
    Tone,
    bracketed,
    joined,
    row,
)


class Quantity(NamedTuple):
    """Something of the network with its name and its value.

    Attributes
    ----------
    given : bool
        The value was set by a person, not computed.
    """

    symbol: Symbol
    value: float
    element: Element | None = None
    given: bool = False

    def number(self, tone: Tone = "plain") -> Number:
        """Return the value as it stands in a line of numbers."""
        return Number(self.value, given=self.given, tone=tone, element=self.element)


class Lines(NamedTuple):
    """The same thing said in letters and in numbers.

    Attributes
    ----------
    finished : bool
        The numbers are the result already, there is nothing left to work out.
    """

    symbols: Row
    numbers: Row
    finished: bool = False


class Term(NamedTuple):
    """One addend of a sum."""

    symbols: Node
    numbers: Node


def both(formula: Callable[..., Node], *quantities: Quantity) -> Lines:
    """Return `formula` of the quantities' letters, and of their numbers."""
    symbols = formula(*(quantity.symbol for quantity in quantities))
    return Lines(row(symbols), row(formula(*(quantity.number() for quantity in quantities))))


def each(lines: Lines, formula: Callable[[Row], Row]) -> Lines:
    """Return `formula` of the letters and of the numbers."""
    return Lines(formula(lines.symbols), formula(lines.numbers))


def protected(node: Node) -> Node:
    """Return `node` as it stands after a sign: negative numbers and sums in brackets."""
    return bracketed(node) if _is_negative(node) or _is_sum(node) else node


def bracketed_number(node: Node) -> Node:
    """Return a negative number in brackets, anything else as it is."""
    return bracketed(node) if _is_negative(node) else node


def product(*factors: Node) -> Row:
    """Return `factors` with dots between them, bracketed where they need it."""
    return joined([protected(factor) for factor in factors], TIMES)


def beside(left: Node, right: Row) -> Row:
    """Return a(1 − a) of letters, 0.7 · (1 − 0.7) of numbers."""
    return row(left, right) if isinstance(left, Symbol) else row(protected(left), TIMES, right)


def squared(node: Node) -> Script:
    """Return `node` squared, in brackets where it needs them."""
    if isinstance(node, Row) and len(node.items) == 1:
        node = node.items[0]
    is_atom = isinstance(node, Symbol) or (isinstance(node, Number) and not _is_negative(node))
    return Script(node if is_atom else bracketed(node), sup=Text("2"))


def negated(node: Node) -> Row:
    """Return −`node`."""
    return row("−", protected(node))


def power(exponent: Node) -> Script:
    """Return e to the power of `exponent`."""
    return Script(Symbol("e"), sup=exponent)


def sized(quantity: Quantity) -> Lines:
    """Return |z| in letters, and in numbers the size itself."""
    size = replace(quantity.number(), value=abs(quantity.value))
    return Lines(row("|", quantity.symbol, "|"), row(size))


def running(symbol: Symbol, index: str = "k") -> Symbol:
    """Return the symbol of any one of a layer's units: a₁ becomes aₖ."""
    return replace(symbol, sub=index, element=None)


def sigma(index: str, *body: Node | str) -> Row:
    """Return the sum over `index` of `body`."""
    return row(Script(Text("Σ"), sub=Symbol(index)), " ", *body)


def sum_of(values: Sequence[float] | FloatArray, term: Callable[[int], Term], most: int) -> Lines:
    """Return a sum in letters and in numbers; of a long one the middle becomes one number.

    So the numbers of a shortened sum still add up, and only the terms shown are made.

    Parameters
    ----------
    values : sequence of float
        What each term amounts to.
    term : callable
        Makes the term of an index into `values`.
    most : int
        How many terms are written out.
    """
    count = len(values)
    if count <= most:
        terms = [term(k) for k in range(count)]
        return Lines(_added([t.symbols for t in terms]), _added([t.numbers for t in terms]))
    first, last = [term(k) for k in range(most - 2)], term(count - 1)
    total = Number(sum(float(value) for value in values[most - 2 : -1]))
    rest = row(bracketed_number(total), f" ({count - most + 1:,} more)")
    symbols = [*(t.symbols for t in first), Text("…"), last.symbols]
    return Lines(_added(symbols), _added([*(t.numbers for t in first), rest, last.numbers]))


def products(left: FloatArray, right: FloatArray) -> FloatArray:
    """Return the terms of a dot product; where the network has overflowed, so have they."""
    with np.errstate(all="ignore"):
        return left * right


def _added(nodes: Sequence[Node]) -> Row:
    return joined([nodes[0], *(bracketed_number(node) for node in nodes[1:])], PLUS)


def _is_negative(node: Node) -> bool:
    return isinstance(node, Number) and node.value < 0


def _is_sum(node: Node) -> bool:
    depth = 0
    for item in node.items if isinstance(node, Row) else ():
        text = item.text if isinstance(item, Text) else ""
        depth += text.count("(") - text.count(")")
        if depth == 0 and isinstance(item, Op) and item in (PLUS, MINUS):
            return True
    return False
