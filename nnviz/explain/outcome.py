"""What a loss looks at, and what the formulas of all losses are put together from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from nnviz.explain.equation import MINUS, TIMES, Fraction, Node, Row, Text, row
from nnviz.explain.terms import Lines, Quantity, Term, both, each, product, protected, sum_of


class Outcome(NamedTuple):
    """What a loss looks at: every output and its target.

    Attributes
    ----------
    exact : bool
        Read through the activation by the exact mathematics, so nothing is kept off 0 and 1.
    most : int
        How many terms of a sum are written out.
    """

    outputs: Sequence[Quantity]
    targets: Sequence[Quantity]
    exact: bool
    most: int

    @property
    def size(self) -> int:
        """The number of outputs."""
        return len(self.outputs)

    @property
    def pairs(self) -> list[tuple[Quantity, Quantity]]:
        """Each output with its target."""
        return list(zip(self.outputs, self.targets, strict=True))


class LossFormula(NamedTuple):
    """The right sides of E = … and of ∂E/∂a = … as functions.

    Attributes
    ----------
    value : callable
        Of the loss, whose arguments it reads, and the outcome.
    slope : callable
        Of the loss, the outcome and the number of an output.
    """

    value: Callable[[Any, Outcome], Lines]
    slope: Callable[[Any, Outcome, int], Lines]


def added(
    outcome: Outcome,
    worth: Callable[[float, float], float],
    term: Callable[[Quantity, Quantity], Term],
) -> Lines:
    """Return the sum over the outputs of a term, which amounts to `worth` of output and target."""
    pairs = outcome.pairs
    values = [worth(a.value, target.value) for a, target in pairs]
    return sum_of(values, lambda k: term(*pairs[k]), outcome.most)


def mean(total: Lines, count: int, sign: str = "", above: str = "1") -> Lines:
    """Return the `count`-th part of a sum, `above` times."""
    share = part(above, count)
    if share is None:
        return each(total, lambda side: row(*sign, side))
    return each(total, lambda side: row(*sign, share, TIMES, protected(side)))


def term_of(formula: Callable[..., Node], *quantities: Quantity) -> Term:
    """Return an addend: `formula` of the quantities' letters, and of their numbers."""
    lines = both(formula, *quantities)
    return Term(lines.symbols, lines.numbers)


def part(above: str, count: int) -> Node | None:
    """Return what a slope is multiplied by where a loss is the mean over `count` outputs."""
    if count == 1:
        return None if above == "1" else Text(above)
    return Fraction(Text(above), Text(str(count)))


def scaled(above: str, outcome: Outcome, *factors: Node) -> Row:
    """Return `factors` times `above` over the number of outputs."""
    share = part(above, outcome.size)
    if share is None:
        return product(*factors) if len(factors) > 1 else row(*factors)
    return product(share, *factors)


def difference(a: Node, target: Node) -> Row:
    """Return a − T."""
    return row(a, MINUS, protected(target))


def because(result: str, said: Callable[..., Node], *quantities: Quantity) -> Lines:
    """Return a result with its reason: "0 as a₁ is kept off 0 and 1"."""
    lines = both(lambda *nodes: row(f"{result} as ", said(*nodes)), *quantities)
    return lines._replace(finished=True)


def moved(quantity: Quantity, value: float) -> Quantity:
    """Return a quantity kept within bounds: the same name, another value where it was outside."""
    given = quantity.given and value == quantity.value
    return quantity._replace(value=value, given=given)
