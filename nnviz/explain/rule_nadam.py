"""Nadam's update rule: Adam's means, looked at a step ahead by a momentum that changes."""

from __future__ import annotations

from typing import Any

from nnviz.explain.equation import MINUS, PLUS, TIMES, Fraction, Node, Number, Row, Symbol, row
from nnviz.explain.rules_moments import means, named
from nnviz.explain.slots import (
    Moment,
    Told,
    against,
    becomes,
    beside_root,
    count_of,
    given,
    is_now,
    raised,
    times,
)
from nnviz.explain.terms import Lines, Quantity, product

_BETA_1, _BETA_2, _PRODUCT = Symbol("β", "1"), Symbol("β", "2"), Symbol("Π")
_NOW, _AHEAD = Symbol("u", "t"), Symbol("u", "t+1")
_M_HAT, _V_HAT = Symbol("m", hat=True), Symbol("v", hat=True)


def nadam(moment: Moment) -> Told:
    """Tell Adam's means, this momentum and the next, and the step they make."""
    rule, t = moment.rule, moment.step
    m, v, lines = means(moment)
    mean, mean_line = _mean_ahead(moment, m)
    size, size_line = _unbiased(moment, v)
    momenta = (_pull_line(rule, _NOW, t), _pull_line(rule, _AHEAD, t + 1), _product_line(rule, t))
    step = beside_root(named(Quantity(_M_HAT, mean)), _V_HAT, size, rule.epsilon)
    return Told((*lines, *momenta, mean_line, size_line), against(times(moment.rate, step)))


def _mean_ahead(moment: Moment, m: Quantity) -> tuple[float, Lines]:
    """Return m̂, the mean of what is to come and of the slope now, and its line."""
    rule, slope, t = moment.rule, moment.slope, moment.step
    now, ahead, so_far = _pull(rule, t), _pull(rule, t + 1), _product(rule, t)
    mean = m.value * ahead / (1.0 - so_far * ahead) + slope.value * (1.0 - now) / (1.0 - so_far)
    letters = _ahead(m.symbol, slope.label, _NOW, _AHEAD, _PRODUCT)
    numbers = _ahead(m.number(), slope.number(), Number(now), Number(ahead), Number(so_far))
    return mean, is_now(_M_HAT, Lines(letters, numbers), mean)


def _ahead(m: Node, slope: Node, now: Node, ahead: Node, so_far: Node) -> Row:
    coming = Fraction(product(ahead, m), row("1", MINUS, so_far, TIMES, ahead))
    rest = product(row("(1", MINUS, now, ")"), slope)
    return row(coming, PLUS, Fraction(rest, row("1", MINUS, so_far)))


def _unbiased(moment: Moment, v: Quantity) -> tuple[float, Lines]:
    """Return v̂, the mean of squares corrected for its beginning at 0, and its line."""
    beta, t = moment.rule.beta_2, moment.step
    size = v.value / (1.0 - beta**t)

    def formula(square: Node, share: Node, step: Node) -> Row:
        return row(Fraction(square, row("1", MINUS, raised(share, step))))

    letters = formula(v.symbol, _BETA_2, Symbol("t"))
    return size, is_now(_V_HAT, Lines(letters, formula(v.number(), given(beta), count_of(t))), size)


def _pull(rule: Any, t: int) -> float:
    """Return Keras's momentum of step t: uₜ = β₁ (1 − ½ · 0.96ᵗ)."""
    return float(rule.beta_1 * (1.0 - 0.5 * 0.96**t))


def _product(rule: Any, t: int) -> float:
    """Return u₁ · … · uₜ; once it is too small for a float the rest adds nothing."""
    product, k = 1.0, 0
    while product and k < t:
        k += 1
        product *= _pull(rule, k)
    return product


def _pull_line(rule: Any, name: Symbol, t: int) -> Lines:
    def formula(share: Node, step: Node) -> Row:
        fading = row("(1", MINUS, "½", TIMES, raised(given(0.96), step), ")")
        return row(share, TIMES, fading)

    right = Lines(formula(_BETA_1, Symbol(name.sub)), formula(given(rule.beta_1), count_of(t)))
    return is_now(name, right, _pull(rule, t))


def _product_line(rule: Any, t: int) -> Lines:
    """Return Π ← Π · uₜ, the product of all momenta so far."""
    before, now = Number(_product(rule, t - 1)), Number(_pull(rule, t))
    right = Lines(row(_PRODUCT, TIMES, _NOW), row(before, TIMES, now))
    return becomes(_PRODUCT, right, _product(rule, t))
