"""What the rules of all optimizers are told with: what is remembered, and running means of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nnviz.explain.equation import (
    BECOMES,
    EQUALS,
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Root,
    Script,
    Symbol,
    Text,
    row,
)
from nnviz.explain.frames import Factor
from nnviz.explain.terms import Lines, Quantity, bracketed_number, product, squared

EPSILON = Symbol("ε")


class Moment(NamedTuple):
    """What a rule has at hand for one weight or bias.

    Attributes
    ----------
    rule : Optimizer
        Whose arguments the rule reads.
    slope : Factor
        ∂E/∂w, cut back if gradients are clipped.
    slots : mapping of str to float
        What is remembered of this parameter.
    step : int
        Of which step since the optimizer began, from 1.
    """

    rule: Any
    slope: Factor
    rate: Quantity
    slots: Mapping[str, float]
    step: int


class Told(NamedTuple):
    """The lines of a rule's own terms, and the step itself with its sign: − η · ∂E/∂w."""

    lines: tuple[Lines, ...]
    step: Lines


class Blend(NamedTuple):
    """A running mean: `share` of the old value and the rest of the new one."""

    share: float
    old: float
    new: float

    @property
    def value(self) -> float:
        """The mean after this step."""
        return self.old + (self.new - self.old) * (1.0 - self.share)

    def lines(self, name: Symbol, share: Symbol, letters: Node, numbers: Node) -> Lines:
        """Return `name` ← `share` · `name` + (1 − `share`) · new."""
        kept = product(given(self.share), Number(self.old))
        added = product(row("(1", MINUS, given(self.share), ")"), numbers)
        symbols = row(share, TIMES, name, PLUS, "(1", MINUS, share, ")", TIMES, letters)
        return becomes(name, Lines(symbols, row(kept, PLUS, added)), self.value)


def mean_square(
    moment: Moment, name: Symbol, share: Symbol, of: str, keep: float
) -> tuple[float, Lines]:
    """Return the running mean of the squared slope, kept under `of`, and its line."""
    slope = moment.slope
    square = Blend(keep, moment.slots[of], slope.value * slope.value)
    return square.value, square.lines(name, share, squared(slope.label), squared(slope.number()))


def becomes(name: Symbol, right: Lines, value: float) -> Lines:
    """Return `name` ← `right`, and in numbers what it comes to."""
    return Lines(
        row(name, BECOMES, right.symbols), row(name, BECOMES, right.numbers, EQUALS, Number(value))
    )


def is_now(name: Symbol, right: Lines, value: float) -> Lines:
    """Return `name` = `right`, and in numbers what it comes to."""
    return Lines(
        row(name, EQUALS, right.symbols), row(name, EQUALS, right.numbers, EQUALS, Number(value))
    )


def against(step: Lines) -> Lines:
    """Return − `step`."""
    return Lines(row(MINUS, step.symbols), row(MINUS, step.numbers))


def along(name: Symbol, value: float) -> Lines:
    """Return + `name`."""
    return Lines(row(PLUS, name), row(PLUS, bracketed_number(Number(value))))


def carried(
    name: Symbol, moment: Moment, share: float, step: Lines, length: float
) -> tuple[float, Lines]:
    """Return a step carried on by a momentum, `name` ← β · `name` + step, and its line."""
    old = moment.slots["momentum"]
    value = share * old + length
    right = Lines(
        row(Symbol("β"), TIMES, name, PLUS, step.symbols),
        row(product(given(share), Number(old)), PLUS, step.numbers),
    )
    return value, becomes(name, right, value)


def over_root(above: Lines, below: Symbol, value: float, epsilon: float) -> Lines:
    """Return `above` over √(`below` + ε), Keras's place for ε in RMSprop and its kin."""
    letters = Root(row(below, PLUS, EPSILON))
    numbers = Root(row(Number(value), PLUS, Number(epsilon)))
    return Lines(row(Fraction(above.symbols, letters)), row(Fraction(above.numbers, numbers)))


def beside_root(above: Lines, below: Symbol, value: float, epsilon: float) -> Lines:
    """Return `above` over √`below` + ε, Keras's place for ε in Adam and its kin."""
    letters = row(Root(below), PLUS, EPSILON)
    numbers = row(Root(Number(value)), PLUS, Number(epsilon))
    return Lines(row(Fraction(above.symbols, letters)), row(Fraction(above.numbers, numbers)))


def sloped(moment: Moment) -> Lines:
    """Return the slope itself."""
    return Lines(moment.slope.label, row(moment.slope.number()))


def times(factor: Quantity, lines: Lines) -> Lines:
    """Return `factor` · `lines`, as fractions need no brackets."""
    return Lines(
        row(factor.symbol, TIMES, lines.symbols), row(factor.number(), TIMES, lines.numbers)
    )


def raised(base: Node, exponent: Node) -> Script:
    """Return `base` to the power of `exponent`."""
    return Script(base, sup=exponent)


def count_of(step: int) -> Text:
    """Return which step it is, as an exponent."""
    return Text(str(step))


def given(value: float) -> Number:
    """Return a setting, as it was given."""
    return Number(value, given=True)
