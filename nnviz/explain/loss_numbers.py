"""The losses of numbers as formulas: each value with its slope beside it."""

from __future__ import annotations

import math
from typing import Any

from nnviz.engine.arrays import EPSILON
from nnviz.explain.equation import (
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Row,
    Symbol,
    row,
)
from nnviz.explain.outcome import (
    LossFormula,
    Outcome,
    added,
    because,
    difference,
    mean,
    moved,
    scaled,
    term_of,
)
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    both,
    each,
    product,
    protected,
    sized,
    squared,
)


def _squares(outcome: Outcome) -> Lines:
    return added(
        outcome,
        lambda a, target: _square(target - a),
        lambda a, target: term_of(lambda one, aim: squared(_apart(one, aim)), a, target),
    )


def _square(value: float) -> float:
    return value * value  # a power would raise where this overflows


def _apart(a: Node, target: Node) -> Row:
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
        lambda a, target: term_of(_size_of_error, a, target),
    )
    return mean(total, outcome.size)


def _size_of_error(a: Node, target: Node) -> Row:
    return row("|", _apart(a, target), "|")


def _absolute_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    return both(lambda a, aim: scaled("1", outcome, _sign(a, aim)), *outcome.pairs[unit])


def _sign(a: Node, target: Node) -> Row:
    return row("sign(", difference(a, target), ")")


def _percentage_value(_loss: Any, outcome: Outcome) -> Lines:
    def term(a: Quantity, target: Quantity) -> Term:
        size, error = _off_zero(target), both(_size_of_error, a, target)
        return Term(Fraction(error.symbols, size.symbols), Fraction(error.numbers, size.numbers))

    total = added(outcome, lambda a, t: abs(t - a) / max(abs(t), EPSILON), term)
    return mean(total, outcome.size, above="100")


def _percentage_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    size, sign = _off_zero(target), both(_sign, a, target)
    symbols = Fraction(sign.symbols, size.symbols)
    numbers = Fraction(sign.numbers, size.numbers)
    return Lines(scaled("100", outcome, symbols), scaled("100", outcome, numbers))


def _off_zero(target: Quantity) -> Lines:
    """Return |T|, not below ε."""
    if abs(target.value) >= EPSILON:
        return sized(target)
    return Lines(row("|", target.symbol, "|"), row(Number(EPSILON, element=target.element)))


def _logarithmic_value(_loss: Any, outcome: Outcome) -> Lines:
    total = added(
        outcome,
        lambda a, target: _square(_log(target) - _log(a)),
        lambda a, target: term_of(_squared_logarithms, _raised(a), _raised(target)),
    )
    return mean(total, outcome.size)


def _logarithmic_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if a.value <= EPSILON:
        return because("0", lambda node: row(node, " is kept above 0"), a)
    return both(
        lambda one, aim: scaled("2", outcome, Fraction(_log_error(one, aim), _more(one))),
        a,
        _raised(target),
    )


def _squared_logarithms(a: Node, target: Node) -> Node:
    return squared(row(_logarithm(target), MINUS, _logarithm(a)))


def _log_error(a: Node, target: Node) -> Row:
    return row(_logarithm(a), MINUS, _logarithm(target))


def _logarithm(node: Node) -> Row:
    return row("ln(", _more(node), ")")


def _more(node: Node) -> Row:
    return row("1", PLUS, node)


def _log(value: float) -> float:
    return math.log1p(max(value, EPSILON))


def _raised(quantity: Quantity) -> Quantity:
    return moved(quantity, max(quantity.value, EPSILON))


def _huber_value(loss: Any, outcome: Outcome) -> Lines:
    delta = loss.delta

    def worth(a: float, target: float) -> float:
        size = abs(a - target)
        return 0.5 * size * size if size <= delta else delta * (size - 0.5 * delta)

    def term(a: Quantity, target: Quantity) -> Term:
        if abs(a.value - target.value) <= delta:
            return term_of(lambda one, aim: row("½", TIMES, squared(_apart(one, aim))), a, target)
        return term_of(_in_proportion, a, target, _bound(loss))

    return mean(added(outcome, worth, term), outcome.size)


def _in_proportion(a: Node, target: Node, bound: Node) -> Row:
    less = row("(", _size_of_error(a, target), MINUS, "½", TIMES, bound, ")")
    return row(bound, TIMES, less)


def _huber_slope(loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if abs(a.value - target.value) <= loss.delta:
        return both(lambda one, aim: scaled("1", outcome, difference(one, aim)), a, target)
    return both(
        lambda one, aim, bound: scaled("1", outcome, bound, _sign(one, aim)),
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


def _poisson_value(_loss: Any, outcome: Outcome) -> Lines:
    total = added(
        outcome,
        _surprise,
        lambda a, target: term_of(_poisson_term, a, target, _TINY),
    )
    return mean(total, outcome.size)


def _poisson_term(a: Node, target: Node, tiny: Node) -> Row:
    less = product(target, row("ln(", a, PLUS, tiny, ")"))
    return row("(", a, MINUS, less, ")")


def _surprise(a: float, target: float) -> float:
    return a - target * math.log(a + EPSILON) if a + EPSILON > 0 else math.nan


def _poisson_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    def formula(a: Node, target: Node, tiny: Node) -> Row:
        share = Fraction(target, row(a, PLUS, tiny))
        return scaled("1", outcome, row("1", MINUS, share))

    return both(formula, *outcome.pairs[unit], _TINY)


_TINY = Quantity(Symbol("ε"), EPSILON)
NUMBERS: dict[str, LossFormula] = {
    "half_squared_error": LossFormula(_half_value, _half_slope),
    "mean_squared_error": LossFormula(_squared_value, _squared_slope),
    "mean_absolute_error": LossFormula(_absolute_value, _absolute_slope),
    "mean_absolute_percentage_error": LossFormula(_percentage_value, _percentage_slope),
    "mean_squared_logarithmic_error": LossFormula(_logarithmic_value, _logarithmic_slope),
    "huber": LossFormula(_huber_value, _huber_slope),
    "log_cosh": LossFormula(_cosh_value, _cosh_slope),
    "poisson": LossFormula(_poisson_value, _poisson_slope),
}
