"""The losses of numbers as formulas: each value with its slope beside it."""

from __future__ import annotations

import math
from typing import Any

from nnviz.explain.equation import (
    MINUS,
    TIMES,
    Node,
    Row,
    Symbol,
    row,
)
from nnviz.explain.outcome import (
    LossFormula,
    Outcome,
    added,
    difference,
    mean,
    scaled,
    term_of,
)
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    both,
    each,
    protected,
    squared,
)


def _squares(outcome: Outcome) -> Lines:
    return added(
        outcome,
        lambda a, target: square(target - a),
        lambda a, target: term_of(lambda one, aim: squared(apart(one, aim)), a, target),
    )


def square(value: float) -> float:
    """Return a square; a power would raise where this overflows."""
    return value * value


def apart(a: Node, target: Node) -> Row:
    """Return T − a."""
    return row(target, MINUS, protected(a))


def _half_value(_loss: Any, outcome: Outcome) -> Lines:
    return each(_squares(outcome), lambda side: row("½", TIMES, protected(side)))


def _half_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    return both(difference, *outcome.pairs[unit])


def _squared_value(_loss: Any, outcome: Outcome) -> Lines:
    return mean(_squares(outcome), outcome.size)


def _squared_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    return both(lambda a, aim: scaled("2", outcome, difference(a, aim)), *outcome.pairs[unit])


def _absolute_value(_loss: Any, outcome: Outcome) -> Lines:
    total = added(
        outcome,
        lambda a, target: abs(target - a),
        lambda a, target: term_of(size_of_error, a, target),
    )
    return mean(total, outcome.size)


def size_of_error(a: Node, target: Node) -> Row:
    """Return |T − a|."""
    return row("|", apart(a, target), "|")


def _absolute_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    return both(lambda a, aim: scaled("1", outcome, sign(a, aim)), *outcome.pairs[unit])


def sign(a: Node, target: Node) -> Row:
    """Return sign(a − T)."""
    return row("sign(", difference(a, target), ")")


def _huber_value(loss: Any, outcome: Outcome) -> Lines:
    delta = loss.delta

    def worth(a: float, target: float) -> float:
        size = abs(a - target)
        return 0.5 * size * size if size <= delta else delta * (size - 0.5 * delta)

    def term(a: Quantity, target: Quantity) -> Term:
        if abs(a.value - target.value) <= delta:
            return term_of(lambda one, aim: row("½", TIMES, squared(apart(one, aim))), a, target)
        return term_of(_in_proportion, a, target, _bound(loss))

    return mean(added(outcome, worth, term), outcome.size)


def _in_proportion(a: Node, target: Node, bound: Node) -> Row:
    less = row("(", size_of_error(a, target), MINUS, "½", TIMES, bound, ")")
    return row(bound, TIMES, less)


def _huber_slope(loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if abs(a.value - target.value) <= loss.delta:
        return both(lambda one, aim: scaled("1", outcome, difference(one, aim)), a, target)
    return both(
        lambda one, aim, bound: scaled("1", outcome, bound, sign(one, aim)),
        a,
        target,
        _bound(loss),
    )


def _bound(loss: Any) -> Quantity:
    """Return Huber's δ under a letter of its own: δ is ∂E/∂z here."""
    return Quantity(Symbol("d"), loss.delta, given=True)


def _cosh_value(_loss: Any, outcome: Outcome) -> Lines:
    total = added(
        outcome,
        _log_cosh,
        lambda a, target: term_of(
            lambda one, aim: row("ln(cosh(", difference(one, aim), "))"), a, target
        ),
    )
    return mean(total, outcome.size)


def _log_cosh(a: float, target: float) -> float:
    size = abs(a - target)
    return size + math.log1p(math.exp(-2.0 * size)) - math.log(2.0)


def _cosh_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    return both(
        lambda a, aim: scaled("1", outcome, row("tanh(", difference(a, aim), ")")),
        *outcome.pairs[unit],
    )


NUMBERS: dict[str, LossFormula] = {
    "half_squared_error": LossFormula(_half_value, _half_slope),
    "mean_squared_error": LossFormula(_squared_value, _squared_slope),
    "mean_absolute_error": LossFormula(_absolute_value, _absolute_slope),
    "huber": LossFormula(_huber_value, _huber_slope),
    "log_cosh": LossFormula(_cosh_value, _cosh_slope),
}
