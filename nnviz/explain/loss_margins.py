"""The losses that ask for a margin as formulas: each value with its slope beside it."""

from __future__ import annotations

from typing import Any

from nnviz.explain.equation import COMMA, MINUS, PLUS, TIMES, Fraction, Node, Row, Text, row
from nnviz.explain.outcome import LossFormula, Outcome, because, mean, part, term_of
from nnviz.explain.terms import (
    Lines,
    Quantity,
    Term,
    both,
    bracketed_number,
    product,
    protected,
    running,
    sigma,
    squared,
    sum_of,
)


def _sides(outcome: Outcome) -> bool:
    """Tell whether the targets are 0 and 1, which the hinges read as −1 and 1."""
    return all(target.value in (0.0, 1.0) for target in outcome.targets)


def _side(target: Quantity, binary: bool) -> float:
    return 2.0 * target.value - 1.0 if binary else target.value


def _side_of(target: Node, binary: bool) -> Node:
    """Return the target as −1 or 1."""
    return row("(2", TIMES, target, MINUS, "1)") if binary else bracketed_number(target)


def _short(a: Quantity, target: Quantity, binary: bool) -> float:
    return 1.0 - _side(target, binary) * a.value


def _missing(a: Node, target: Node, binary: bool) -> Row:
    """Return max(0, 1 − s a): what the output is short of 1."""
    less = row(_side_of(target, binary), TIMES, bracketed_number(a))
    return row("max(0", COMMA, "1", MINUS, less, ")")


def _hinge_value(_loss: Any, outcome: Outcome) -> Lines:
    return _mean_missing(outcome, 1)


def _squared_hinge_value(_loss: Any, outcome: Outcome) -> Lines:
    return _mean_missing(outcome, 2)


def _mean_missing(outcome: Outcome, to_power: int) -> Lines:
    binary, pairs = _sides(outcome), outcome.pairs

    def formula(a: Node, target: Node) -> Node:
        missing = _missing(a, target, binary)
        return squared(missing) if to_power == 2 else missing

    short = [max(_short(a, target, binary), 0.0) for a, target in pairs]
    values = [one if to_power == 1 else one * one for one in short]
    total = sum_of(values, lambda k: term_of(formula, *pairs[k]), outcome.most)
    return mean(total, outcome.size)


def _hinge_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    binary = _sides(outcome)
    if not _short(a, target, binary) > 0:
        return _kept(a, target, binary)
    return both(lambda aim: row("−", *_scaled_side("1", outcome, aim, binary)), target)


def _squared_hinge_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    binary = _sides(outcome)
    if not _short(a, target, binary) > 0:
        return _kept(a, target, binary)
    return both(
        lambda one, aim: row(
            "−", *_scaled_side("2", outcome, aim, binary), TIMES, _missing(one, aim, binary)
        ),
        a,
        target,
    )


def _scaled_side(above: str, outcome: Outcome, target: Node, binary: bool) -> tuple[Node, ...]:
    share, side = part(above, outcome.size), _side_of(target, binary)
    return row(side).items if share is None else row(share, TIMES, side).items


def _kept(a: Quantity, target: Quantity, binary: bool) -> Lines:
    return because(
        "0",
        lambda one, aim: row(_side_of(aim, binary), TIMES, bracketed_number(one), " ≥ 1"),
        a,
        target,
    )


def _rest(a: Quantity, target: Quantity) -> float:
    return (1.0 - target.value) * a.value


def _largest(outcome: Outcome) -> int:
    rests = [_rest(a, target) for a, target in outcome.pairs]
    return rests.index(max(rests))


def _shortfall(outcome: Outcome) -> float:
    right = sum(target.value * a.value for a, target in outcome.pairs)
    return _rest(*outcome.pairs[_largest(outcome)]) - right + 1.0


def _class_value(_loss: Any, outcome: Outcome) -> Lines:
    """Return max(0, 1 + the largest of the others − the right one)."""
    a, target = running(outcome.outputs[0].symbol), running(outcome.targets[0].symbol)
    others = row("max(", _other(a, target), ")")
    right = row("(", sigma("k", target, TIMES, a), ")")
    symbols = row("max(0", COMMA, "1", PLUS, others, MINUS, right, ")")
    largest, wanted = outcome.pairs[_largest(outcome)]
    chosen = [pair for pair in outcome.pairs if pair[1].value != 0]
    values = [one.value * aim.value for one, aim in chosen]
    total = sum_of(values, lambda k: _right_term(*chosen[k]), outcome.most) if chosen else None
    numbers = total.numbers if total else row("0")
    other = protected(both(_other, largest, wanted).numbers)
    return Lines(symbols, row("max(0", COMMA, "1", PLUS, other, MINUS, protected(numbers), ")"))


def _other(a: Node, target: Node) -> Row:
    return row("(1", MINUS, protected(target), ")", TIMES, bracketed_number(a))


def _right_term(a: Quantity, target: Quantity) -> Term:
    return term_of(lambda one, aim: product(aim, one), a, target)


def _class_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if not _shortfall(outcome) > 0:
        return because("0", lambda: row("the right class is 1 above all others"))
    largest = _rest(*outcome.pairs[_largest(outcome)])
    rivals = sum(_rest(*pair) == largest for pair in outcome.pairs)
    if _rest(a, target) != largest:
        return both(lambda aim: row("−", protected(aim)), target)
    return both(lambda aim: _as_rival(aim, rivals), target)


def _as_rival(target: Node, rivals: int) -> Row:
    own = row("1", MINUS, protected(target))
    if rivals > 1:
        return row(Fraction(own, Text(str(rivals))), MINUS, protected(target))
    return row(own, MINUS, protected(target))


MARGINS: dict[str, LossFormula] = {
    "hinge": LossFormula(_hinge_value, _hinge_slope),
    "squared_hinge": LossFormula(_squared_hinge_value, _squared_hinge_slope),
    "categorical_hinge": LossFormula(_class_value, _class_slope),
}
