"""The activations as formulas, each with its slope beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.explain.equation import (
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Row,
    Script,
    Symbol,
    Text,
    row,
)
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    beside,
    both,
    bracketed_number,
    negated,
    running,
    sigma,
    squared,
    sum_of,
)

WORDS = {
    "linear": "The linear activation hands it on unchanged",
    "sigmoid": "The sigmoid presses it between 0 and 1",
    "tanh": "The hyperbolic tangent presses it between −1 and 1",
    "relu": "ReLU hands on what is positive and stops the rest",
    "leaky_relu": "Leaky ReLU hands on what is positive and a small part of the rest",
    "softmax": "Softmax turns the sums into shares of 1",
    "binary_step": "The step gives 1 from zero on and 0 below it",
}
NAMES = {
    "linear": "the linear activation",
    "sigmoid": "the sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "softmax": "softmax",
    "binary_step": "the step",
}


class Sums(NamedTuple):
    """All weighted sums of a layer: softmax needs them.

    Attributes
    ----------
    quantity : callable
        Returns the sum of any unit.
    most : int
        How many of them are written out.
    """

    values: FloatArray
    quantity: Callable[[int], Quantity]
    most: int


def value_lines(name: str, z: Quantity, slope: float, sums: Sums) -> Lines:
    """Return the right side of a = …, in letters and in numbers.

    Parameters
    ----------
    slope : float
        ∂a/∂z at this z; below zero it is what leaky ReLU multiplies by.
    """
    if name == "softmax":
        return _softmax(z, sums)
    if name == "binary_step":
        return _case("1" if z.value >= 0 else "0", z, "≥" if z.value >= 0 else "<")
    if name == "leaky_relu":
        return both(_leak(Number(slope, given=True)), z) if z.value < 0 else _unchanged(z)
    return _unchanged(z) if name == "linear" else both(_VALUES[name], z)


def slope_lines(name: str, z: Quantity, a: Quantity, slope: float) -> Lines:
    """Return the right side of ∂a/∂z = …, in letters and in numbers; not for softmax."""
    if name in _SLOPES:
        return both(_SLOPES[name], a)
    if name in ("relu", "leaky_relu"):
        return _case(f"{slope:g}", z, ">" if z.value > 0 else "<" if z.value < 0 else "=")
    return Lines(row(f"{slope:g}"), row(f"{slope:g}"), finished=True)


def jacobian_lines(a: Quantity, by: Quantity, same: bool) -> Lines:
    """Return the right side of softmax's ∂aᵢ/∂zⱼ = …, where `by` is aⱼ; `same` is i = j."""
    if same:
        return both(_share_slope, a)
    return both(lambda one, other: row("−", beside(one, row(other))), a, by)


def _unchanged(z: Quantity) -> Lines:
    return both(lambda node: node, z)._replace(finished=True)


def _leak(share: Number) -> Callable[[Node], Node]:
    return lambda z: row(share, TIMES, bracketed_number(z))


def _sigmoid(z: Node) -> Node:
    return Fraction(Text("1"), row("1", PLUS, Script(Symbol("e"), sup=negated(z))))


def _share_slope(a: Node) -> Node:
    return beside(a, row("(1", MINUS, a, ")"))


def _power(z: Node) -> Script:
    return Script(Symbol("e"), sup=z)


def _softmax(z: Quantity, sums: Sums) -> Lines:
    with np.errstate(over="ignore"):
        powers = np.exp(sums.values)

    def term(k: int) -> Term:
        own = sums.quantity(k)
        return Term(_power(own.symbol), _power(own.number()))

    total = sum_of(powers, term, sums.most)
    symbols: Row = total.symbols
    if len(powers) > sums.most:
        symbols = sigma("k", _power(running(z.symbol)))
    return Lines(
        row(Fraction(_power(z.symbol), symbols)), row(Fraction(_power(z.number()), total.numbers))
    )


def _case(result: str, z: Quantity, sign: str) -> Lines:
    case = both(lambda node: row(f"{result} as ", node, f" {sign} 0"), z)
    return case._replace(finished=True)


_VALUES: dict[str, Callable[[Node], Node]] = {
    "sigmoid": _sigmoid,
    "tanh": lambda z: row("tanh(", z, ")"),
    "relu": lambda z: row("max(0, ", z, ")"),
}
_SLOPES: dict[str, Callable[[Node], Node]] = {
    "sigmoid": _share_slope,
    "tanh": lambda a: row("1", MINUS, squared(a)),
}
