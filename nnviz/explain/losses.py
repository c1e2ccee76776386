"""The losses as formulas of one sample, each with its slope by an output beside it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nnviz.engine.losses.probabilistic import EPSILON
from nnviz.explain.equation import MINUS, PLUS, TIMES, Fraction, Node, Number, Row, Text, row
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    beside,
    both,
    product,
    protected,
    running,
    sigma,
    squared,
    sum_of,
)

WORDS = {
    "half_squared_error": "Half the squared distance from the target",
    "mean_squared_error": "The squared distance from the target",
    "binary_crossentropy": "The cross-entropy of output and target",
    "categorical_crossentropy": "Minus the logarithm of the share given to the target",
}
MEAN_WORDS = {
    "half_squared_error": "Half the sum of the squared distances from the targets",
    "mean_squared_error": "The mean of the squared distances from the targets",
    "binary_crossentropy": "The mean cross-entropy of outputs and targets",
    "categorical_crossentropy": "Minus the logarithm of the share given to the target",
}


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


def is_exact(loss: str, activation: str) -> bool:
    """Tell whether the engine takes the exact mathematics of this loss after this activation."""
    return (activation, loss) in {
        ("sigmoid", "binary_crossentropy"),
        ("softmax", "categorical_crossentropy"),
    }


def value_lines(name: str, outcome: Outcome) -> Lines:
    """Return the right side of E = …, in letters and in numbers."""
    return _VALUES[name](outcome)


def slope_lines(name: str, outcome: Outcome, unit: int) -> Lines:
    """Return the right side of ∂E/∂a = … of one output, in letters and in numbers."""
    return _SLOPES[name](outcome, unit)


def _half_squared(outcome: Outcome) -> Lines:
    return _each(_squares(outcome), lambda side: row("½", TIMES, protected(side)))


def _mean_squared(outcome: Outcome) -> Lines:
    return _mean(_squares(outcome), outcome.size)


def _squares(outcome: Outcome) -> Lines:
    pairs = outcome.pairs
    distances = [target.value - a.value for a, target in pairs]
    return sum_of([d * d for d in distances], lambda k: _square(*pairs[k]), outcome.most)


def _square(a: Quantity, target: Quantity) -> Term:
    lines = both(lambda one, other: squared(row(other, MINUS, protected(one))), a, target)
    return Term(lines.symbols, lines.numbers)


def _mean(total: Lines, count: int, sign: str = "") -> Lines:
    if count == 1:
        return _each(total, lambda side: row(*sign, side))
    share = Fraction(Text("1"), Text(str(count)))
    return _each(total, lambda side: row(*sign, share, TIMES, protected(side)))


def _each(lines: Lines, formula: Callable[[Row], Row]) -> Lines:
    return Lines(formula(lines.symbols), formula(lines.numbers))


def _binary(outcome: Outcome) -> Lines:
    pairs = [(a if outcome.exact else _kept_off(a), target) for a, target in outcome.pairs]
    total = sum_of(
        [_likelihood_value(a.value, target.value) for a, target in pairs],
        lambda k: _likelihood(*pairs[k]),
        outcome.most,
    )
    return _mean(total, outcome.size, "−")


def _likelihood(a: Quantity, target: Quantity) -> Term:
    """Return T ln a + (1 − T) ln(1 − a); in numbers without what is multiplied by zero."""
    symbols, numbers, _ = both(_likelihood_formula, a, target)
    if target.value == 1:
        numbers = row("ln(", a.number(), ")")
    elif target.value == 0:
        numbers = row("ln(1", MINUS, protected(a.number()), ")")
    return Term(symbols, numbers)


def _likelihood_value(a: float, target: float) -> float:
    return _weighted_log(target, a) + _weighted_log(1 - target, 1 - a)


def _likelihood_formula(a: Node, target: Node) -> Node:
    yes = row(target, TIMES, "ln(", a, ")")
    no = row("(1", MINUS, protected(target), ")", TIMES, "ln(1", MINUS, protected(a), ")")
    return row("(", yes, PLUS, no, ")")


def _weighted_log(weight: float, share: float) -> float:
    if weight == 0:
        return 0.0
    return weight * (math.log(share) if share > 0 else -math.inf)


def _kept_off(share: Quantity) -> Quantity:
    return share._replace(value=min(max(share.value, EPSILON), 1 - EPSILON))


def _categorical(outcome: Outcome) -> Lines:
    """Return −Σ T ln a; in numbers only the classes whose target is not zero."""
    a, target = running(outcome.outputs[0].symbol), running(outcome.targets[0].symbol)
    whole = sum(output.value for output in outcome.outputs)
    share: Node = a if outcome.exact else Fraction(a, sigma("k", a))
    shares = [(_share(output, whole, outcome.exact), wanted) for output, wanted in outcome.pairs]
    chosen = [(one, wanted) for one, wanted in shares if wanted.value != 0]
    values = [_weighted_log(wanted.value, one.value) for one, wanted in chosen]
    total = sum_of(values, lambda k: _logarithm(*chosen[k]), outcome.most) if chosen else None
    numbers = total.numbers if total else row("0")
    symbols = row("−", sigma("k", target, TIMES, "ln(", share, ")"))
    return Lines(symbols, row("−", protected(numbers)))


def _share(output: Quantity, whole: float, exact: bool) -> Quantity:
    return output if exact else _kept_off(output._replace(value=_part(output.value, whole)))


def _part(value: float, whole: float) -> float:
    return value / whole if whole else math.nan


def _logarithm(share: Quantity, target: Quantity) -> Term:
    logarithm = row("ln(", share.number(), ")")
    shown = logarithm if target.value == 1 else product(target.number(), logarithm)
    return Term(shown, shown)


def _difference(a: Node, target: Node) -> Row:
    return row(a, MINUS, protected(target))


def _half_slope(outcome: Outcome, unit: int) -> Lines:
    return both(_difference, *outcome.pairs[unit])


def _mean_slope(outcome: Outcome, unit: int) -> Lines:
    count = Text(str(outcome.size))
    scale = Text("2") if outcome.size == 1 else Fraction(Text("2"), count)
    return both(lambda a, target: product(scale, _difference(a, target)), *outcome.pairs[unit])


def _binary_slope(outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if not outcome.exact and _kept_off(a).value != a.value:
        zero = both(lambda one: row("0 as ", one, " is kept off 0 and 1"), a)
        return zero._replace(finished=True)
    return both(lambda one, other: _binary_fraction(one, other, outcome.size), a, target)


def _binary_fraction(a: Node, target: Node, count: int) -> Node:
    below = beside(a, row("(1", MINUS, protected(a), ")"))
    many = row(str(count), TIMES, below)
    return Fraction(_difference(a, target), below if count == 1 else many)


def _categorical_slope(outcome: Outcome, unit: int) -> Lines:
    if outcome.exact:
        return both(_likelihood_slope, *outcome.pairs[unit])
    a, target = (running(pair.symbol) for pair in (outcome.outputs[0], outcome.targets[0]))
    own = both(_likelihood_slope, *outcome.pairs[unit])
    wanted, whole = _unclipped_targets(outcome), sum(q.value for q in outcome.outputs)
    rest = Fraction(Number(sum(wanted), given=True), Number(whole))
    symbols = row(own.symbols, PLUS, Fraction(sigma("k", target), sigma("k", a)))
    return Lines(symbols, row(own.numbers, PLUS, rest) if wanted[unit] else row(rest))


def _likelihood_slope(a: Node, target: Node) -> Node:
    return row("−", Fraction(target, a))


def _unclipped_targets(outcome: Outcome) -> list[float]:
    """Return the targets, 0 where the share of that output is kept off 0 and 1."""
    whole = sum(output.value for output in outcome.outputs)
    shares = [a._replace(value=_part(a.value, whole)) for a in outcome.outputs]
    return [
        target.value if _kept_off(share).value == share.value else 0.0
        for share, target in zip(shares, outcome.targets, strict=True)
    ]


_VALUES: dict[str, Callable[[Outcome], Lines]] = {
    "half_squared_error": _half_squared,
    "mean_squared_error": _mean_squared,
    "binary_crossentropy": _binary,
    "categorical_crossentropy": _categorical,
}
_SLOPES: dict[str, Callable[[Outcome, int], Lines]] = {
    "half_squared_error": _half_slope,
    "mean_squared_error": _mean_slope,
    "binary_crossentropy": _binary_slope,
    "categorical_crossentropy": _categorical_slope,
}
