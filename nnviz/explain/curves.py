"""The smooth activations as formulas: each value with its slope beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from nnviz.explain.equation import (
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Root,
    Row,
    Script,
    Symbol,
    Text,
    row,
)
from nnviz.explain.terms import (
    Lines,
    Quantity,
    beside,
    both,
    bracketed_number,
    each,
    negated,
    power,
    protected,
    sized,
    squared,
)


class Formula(NamedTuple):
    """The right sides of a = … and of ∂a/∂z = … as functions.

    Attributes
    ----------
    value : callable
        Of the activation, whose arguments it reads, and z.
    slope : callable
        Of the activation, z and a.
    """

    value: Callable[[Any, Quantity], Lines]
    slope: Callable[[Any, Quantity, Quantity], Lines]


def unchanged(z: Quantity) -> Lines:
    """Return z itself."""
    return both(lambda node: node, z)._replace(finished=True)


def known(result: str) -> Lines:
    """Return a number that needs no working out."""
    return Lines(row(result), row(result), finished=True)


def _by_sum(formula: Callable[[Node], Node], finished: bool = False) -> Callable[..., Lines]:
    """Return what tells a formula of z."""

    def tell(_one: Any, z: Quantity, _a: Quantity | None = None) -> Lines:
        return both(formula, z)._replace(finished=finished)

    return tell


def _by_output(formula: Callable[[Node], Node], finished: bool = False) -> Callable[..., Lines]:
    """Return what tells a formula of a."""

    def tell(_one: Any, _z: Quantity, a: Quantity) -> Lines:
        return both(formula, a)._replace(finished=finished)

    return tell


def _sigmoid_of(z: Node) -> Node:
    return Fraction(Text("1"), row("1", PLUS, power(negated(z))))


def _softplus_of(z: Node) -> Row:
    return row("ln(1", PLUS, power(z), ")")


def _sigmoid(z: Node) -> Row:
    return row("σ(", z, ")")


def _silu_slope(_one: Any, z: Quantity, a: Quantity) -> Lines:
    return both(
        lambda sum_, value: row(
            _sigmoid(sum_), PLUS, beside(value, row("(1", MINUS, _sigmoid(sum_), ")"))
        ),
        z,
        a,
    )


def _softsign_value(_one: Any, z: Quantity) -> Lines:
    size = sized(z)
    return Lines(
        row(Fraction(z.symbol, row("1", PLUS, size.symbols))),
        row(Fraction(z.number(), row("1", PLUS, size.numbers))),
    )


def _softsign_slope(_one: Any, z: Quantity, _a: Quantity) -> Lines:
    size = sized(z)
    return each(size, lambda side: row(Fraction(Text("1"), squared(row("1", PLUS, side)))))


def _mish_slope(_one: Any, z: Quantity, a: Quantity) -> Lines:
    share = math.tanh(max(z.value, 0.0) + math.log1p(math.exp(-abs(z.value))))
    lines = both(_mish_slope_of, z, Quantity(Symbol("t"), share))
    return _with_share(lines, Symbol("t"), a, z)


def _mish_slope_of(z: Node, t: Node) -> Row:
    flat = row("(1", MINUS, squared(t), ")")
    return row(t, PLUS, protected(z), TIMES, flat, TIMES, _sigmoid(z))


def _with_share(lines: Lines, share: Symbol, a: Quantity, z: Quantity) -> Lines:
    """Say in letters what the share is: a/z, so that it needs no formula of its own."""
    return lines._replace(
        symbols=row(lines.symbols, " with ", share, " = ", Fraction(a.symbol, z.symbol))
    )


def _gelu_value(one: Any, z: Quantity) -> Lines:
    if one.approximate:
        return both(_near_gelu, z, _PI)
    return both(lambda node: row(bracketed_number(node), TIMES, "Φ(", node, ")"), z)


def _near_gelu(z: Node, pi: Node) -> Row:
    cube = Script(z if isinstance(z, Symbol) else row("(", z, ")"), sup=Text("3"))
    inside = row("(", z, PLUS, Number(_CUBIC, 6, given=True), TIMES, cube, ")")
    angle = row(Root(Fraction(Text("2"), pi)), TIMES, inside)
    return row(Fraction(z, Text("2")), TIMES, "(1", PLUS, "tanh(", angle, "))")


def _gelu_slope(one: Any, z: Quantity, a: Quantity) -> Lines:
    if not one.approximate:
        return both(_gelu_slope_of, z, _PI)
    inner = math.sqrt(2 / math.pi) * (z.value * (1 + _CUBIC * z.value * z.value))
    share = Quantity(Symbol("s"), 0.5 * (1 + math.tanh(inner)))
    return _with_share(both(_near_gelu_slope, z, share, _PI), Symbol("s"), a, z)


def _gelu_slope_of(z: Node, pi: Node) -> Row:
    bell = power(row("−", Fraction(squared(z), Text("2"))))
    density = Fraction(bell, Root(row("2", TIMES, pi)))
    return row("Φ(", z, ")", PLUS, protected(z), TIMES, density)


def _near_gelu_slope(z: Node, share: Node, pi: Node) -> Row:
    steepness = row("(2", PLUS, Number(6 * _CUBIC, 5, given=True), TIMES, squared(z), ")")
    rest = row("(1", MINUS, share, ")")
    scale = Root(Fraction(Text("2"), pi))
    return row(share, PLUS, protected(z), TIMES, share, TIMES, rest, TIMES, scale, TIMES, steepness)


_CUBIC = 0.044715
_PI = Quantity(Symbol("π"), math.pi)
CURVES: dict[str, Formula] = {
    "linear": Formula(_by_sum(lambda z: z, finished=True), lambda *_: known("1")),
    "sigmoid": Formula(
        _by_sum(_sigmoid_of),
        _by_output(lambda a: beside(a, row("(1", MINUS, a, ")"))),
    ),
    "tanh": Formula(
        _by_sum(lambda z: row("tanh(", z, ")")),
        _by_output(lambda a: row("1", MINUS, squared(a))),
    ),
    "exponential": Formula(_by_sum(power), _by_output(lambda a: a, finished=True)),
    "softplus": Formula(_by_sum(_softplus_of), _by_sum(_sigmoid_of)),
    "softsign": Formula(_softsign_value, _softsign_slope),
    "silu": Formula(
        _by_sum(lambda z: row(bracketed_number(z), TIMES, _sigmoid(z))),
        _silu_slope,
    ),
    "mish": Formula(
        _by_sum(lambda z: row(bracketed_number(z), TIMES, "tanh(", _softplus_of(z), ")")),
        _mish_slope,
    ),
    "gelu": Formula(_gelu_value, _gelu_slope),
}
