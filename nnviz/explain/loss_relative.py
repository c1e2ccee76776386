"""The losses that measure an error by its target, or its logarithm, as formulas."""

from __future__ import annotations

import math
from typing import Any

from nnviz.engine.arrays import EPSILON
from nnviz.explain.equation import MINUS, PLUS, Fraction, Node, Number, Row, Symbol, row
from nnviz.explain.loss_numbers import sign, size_of_error, square
from nnviz.explain.outcome import (
    LossFormula,
    Outcome,
    added,
    because,
    mean,
    moved,
    scaled,
    term_of,
)
from nnviz.explain.terms import Lines, Quantity, Term, both, product, sized, squared


def _percentage_value(_loss: Any, outcome: Outcome) -> Lines:
    def term(a: Quantity, target: Quantity) -> Term:
        size, error = _off_zero(target), both(size_of_error, a, target)
        return Term(Fraction(error.symbols, size.symbols), Fraction(error.numbers, size.numbers))

    total = added(outcome, lambda a, t: abs(t - a) / max(abs(t), EPSILON), term)
    return mean(total, outcome.size, above="100")


def _percentage_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    size, way = _off_zero(target), both(sign, a, target)
    symbols = Fraction(way.symbols, size.symbols)
    numbers = Fraction(way.numbers, size.numbers)
    return Lines(scaled("100", outcome, symbols), scaled("100", outcome, numbers))


def _off_zero(target: Quantity) -> Lines:
    """Return |T|, not below ε."""
    if abs(target.value) >= EPSILON:
        return sized(target)
    return Lines(row("|", target.symbol, "|"), row(Number(EPSILON, element=target.element)))


def _logarithmic_value(_loss: Any, outcome: Outcome) -> Lines:
    total = added(
        outcome,
        lambda a, target: square(_log(target) - _log(a)),
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
RELATIVE: dict[str, LossFormula] = {
    "mean_absolute_percentage_error": LossFormula(_percentage_value, _percentage_slope),
    "mean_squared_logarithmic_error": LossFormula(_logarithmic_value, _logarithmic_slope),
    "poisson": LossFormula(_poisson_value, _poisson_slope),
}
