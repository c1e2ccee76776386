"""The losses of probabilities as formulas: each value with its slope beside it."""

from __future__ import annotations

import math
from typing import Any

from nnviz.engine.losses.probabilistic import EPSILON
from nnviz.explain.equation import MINUS, PLUS, TIMES, Fraction, Node, Number, Row, row
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
    beside,
    both,
    bracketed_number,
    power,
    product,
    protected,
    running,
    sigma,
    sum_of,
)


def _binary_value(loss: Any, outcome: Outcome) -> Lines:
    if loss.from_logits:
        return mean(added(outcome, _logit_loss, _logit_term), outcome.size)
    kept = [a if outcome.exact else _kept_off(a) for a in outcome.outputs]
    total = added(outcome._replace(outputs=kept), _likelihood_value, _likelihood)
    return mean(total, outcome.size, "−")


def _logit_loss(a: float, target: float) -> float:
    return max(a, 0.0) - target * a + math.log1p(math.exp(-abs(a)))


def _logit_term(a: Quantity, target: Quantity) -> Term:
    return term_of(
        lambda one, aim: row("(ln(1", PLUS, power(one), ")", MINUS, product(aim, one), ")"),
        a,
        target,
    )


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
    return moved(share, min(max(share.value, EPSILON), 1 - EPSILON))


def _binary_slope(loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if loss.from_logits:
        return both(
            lambda one, aim: scaled("1", outcome, difference(row("σ(", one, ")"), aim)), a, target
        )
    if not outcome.exact and _kept_off(a).value != a.value:
        return because("0", lambda one: row(one, " is kept off 0 and 1"), a)
    return both(lambda one, aim: _binary_fraction(one, aim, outcome.size), a, target)


def _binary_fraction(a: Node, target: Node, count: int) -> Node:
    below = beside(a, row("(1", MINUS, protected(a), ")"))
    many = row(str(count), TIMES, below)
    return Fraction(difference(a, target), below if count == 1 else many)


def _class_value(loss: Any, outcome: Outcome) -> Lines:
    return _of_logits(outcome) if loss.from_logits else _of_shares(outcome)


def _of_shares(outcome: Outcome) -> Lines:
    """Return −Σ T ln a; in numbers only the classes whose target is not zero."""
    a, target = running(outcome.outputs[0].symbol), running(outcome.targets[0].symbol)
    whole = sum(output.value for output in outcome.outputs)
    share: Node = a if outcome.exact else Fraction(a, sigma("k", a))
    chosen = [
        (_share(output, whole, outcome.exact), wanted)
        for output, wanted in outcome.pairs
        if wanted.value != 0
    ]
    values = [_weighted_log(wanted.value, one.value) for one, wanted in chosen]
    total = sum_of(values, lambda k: _logarithm(*chosen[k]), outcome.most) if chosen else None
    symbols = row("−", sigma("k", target, TIMES, "ln(", share, ")"))
    return Lines(symbols, row("−", protected(total.numbers if total else row("0"))))


def _of_logits(outcome: Outcome) -> Lines:
    """Return Σ T (ln Σ eᵃ − a); in numbers only the classes whose target is not zero."""
    a, target = outcome.outputs[0].symbol, running(outcome.targets[0].symbol)
    inner = row("ln(", sigma("j", power(running(a, "j"))), ")")
    symbols = sigma("k", target, TIMES, "(", inner, MINUS, running(a), ")")
    chosen = [pair for pair in outcome.pairs if pair[1].value != 0]
    whole = _powers(outcome)
    log = _log_sum([one.value for one in outcome.outputs])
    values = [wanted.value * (log - one.value) for one, wanted in chosen]

    def term(k: int) -> Term:
        one, wanted = chosen[k]
        surprise = row("ln(", whole.numbers, ")", MINUS, bracketed_number(one.number()))
        if wanted.value != 1:
            surprise = product(wanted.number(), surprise)
        return Term(surprise, surprise)

    total = sum_of(values, term, outcome.most) if chosen else None
    return Lines(symbols, total.numbers if total else row("0"))


def _powers(outcome: Outcome) -> Lines:
    """Return the sum of eᵃ over the outputs."""
    values = [_exp(one.value) for one in outcome.outputs]
    return sum_of(values, lambda k: term_of(power, outcome.outputs[k]), outcome.most)


def _exp(value: float) -> float:
    return math.exp(min(value, 700.0))  # beyond it would be infinite


def _log_sum(values: list[float]) -> float:
    """Return ln Σ eᵃ without overflow."""
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values) or math.nan)


def _share(output: Quantity, whole: float, exact: bool) -> Quantity:
    return output if exact else _kept_off(moved(output, _part(output.value, whole)))


def _part(value: float, whole: float) -> float:
    return value / whole if whole else math.nan


def _logarithm(share: Quantity, target: Quantity) -> Term:
    logarithm = row("ln(", share.number(), ")")
    shown = logarithm if target.value == 1 else product(target.number(), logarithm)
    return Term(shown, shown)


def _class_slope(loss: Any, outcome: Outcome, unit: int) -> Lines:
    if loss.from_logits:
        return _logits_slope(outcome, unit)
    own = both(_likelihood_slope, *outcome.pairs[unit])
    if outcome.exact:
        return own
    a, target = (running(pair.symbol) for pair in (outcome.outputs[0], outcome.targets[0]))
    wanted, whole = _unclipped_targets(outcome), sum(q.value for q in outcome.outputs)
    rest = Fraction(Number(sum(wanted), given=True), Number(whole))
    symbols = row(own.symbols, PLUS, Fraction(sigma("k", target), sigma("k", a)))
    return Lines(symbols, row(own.numbers, PLUS, rest) if wanted[unit] else row(rest))


def _logits_slope(outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    wanted, whole = sum(one.value for one in outcome.targets), _powers(outcome)
    total = sigma("k", power(running(a.symbol)))
    share = Fraction(power(a.symbol), total), Fraction(power(a.number()), whole.numbers)
    if abs(wanted - 1.0) < 1e-12:
        return Lines(difference(share[0], target.symbol), difference(share[1], target.number()))
    sums = sigma("k", running(target.symbol)), Number(wanted, given=True)
    return Lines(
        difference(row(share[0], TIMES, sums[0]), target.symbol),
        difference(row(share[1], TIMES, bracketed_number(sums[1])), target.number()),
    )


def _likelihood_slope(a: Node, target: Node) -> Row:
    return row("−", Fraction(target, a))


def _unclipped_targets(outcome: Outcome) -> list[float]:
    """Return the targets, 0 where the share of that output is kept off 0 and 1."""
    whole = sum(output.value for output in outcome.outputs)
    shares = [moved(a, _part(a.value, whole)) for a in outcome.outputs]
    return [
        target.value if _kept_off(share).value == share.value else 0.0
        for share, target in zip(shares, outcome.targets, strict=True)
    ]


def _divergence_value(_loss: Any, outcome: Outcome) -> Lines:
    def worth(a: float, target: float) -> float:
        aim = _bounded(target)
        return aim * math.log(aim / _bounded(a))

    def term(a: Quantity, target: Quantity) -> Term:
        kept = moved(a, _bounded(a.value)), moved(target, _bounded(target.value))
        return term_of(lambda one, aim: product(aim, row("ln(", Fraction(aim, one), ")")), *kept)

    return added(outcome, worth, term)


def _divergence_slope(_loss: Any, outcome: Outcome, unit: int) -> Lines:
    a, target = outcome.pairs[unit]
    if _bounded(a.value) != a.value:
        return because("0", lambda one: row(one, " is kept within 0 and 1"), a)
    return both(_likelihood_slope, a, moved(target, _bounded(target.value)))


def _bounded(value: float) -> float:
    return min(max(value, EPSILON), 1.0)


_CLASSES = LossFormula(_class_value, _class_slope)
SHARES: dict[str, LossFormula] = {
    "binary_crossentropy": LossFormula(_binary_value, _binary_slope),
    "categorical_crossentropy": _CLASSES,
    "sparse_categorical_crossentropy": _CLASSES,
    "kl_divergence": LossFormula(_divergence_value, _divergence_slope),
}
