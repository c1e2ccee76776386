"""The update rules that follow a running mean of the slope: SGD, Adam and their kin."""

from __future__ import annotations

import math

from nnviz.explain.equation import (
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Root,
    Row,
    Symbol,
    row,
)
from nnviz.explain.slots import (
    Blend,
    Moment,
    Told,
    against,
    along,
    becomes,
    beside_root,
    count_of,
    given,
    is_now,
    mean_square,
    raised,
    times,
)
from nnviz.explain.terms import Lines, Quantity, bracketed_number, product

_M, _V, _BETA, _BETA_1, _BETA_2 = (
    Symbol("m"),
    Symbol("v"),
    Symbol("β"),
    Symbol("β", "1"),
    Symbol("β", "2"),
)


def _plain(moment: Moment) -> Told:
    return Told((), against(_own_step(moment)))


def _own_step(moment: Moment) -> Lines:
    """Return η · ∂E/∂w."""
    return Lines(
        row(moment.rate.symbol, TIMES, moment.slope.label),
        product(moment.rate.number(), moment.slope.number()),
    )


def _remembered(moment: Moment) -> tuple[float, Lines]:
    """Return v ← β · v − η · ∂E/∂w."""
    share, old = moment.rule.momentum, moment.slots["momentum"]
    value = share * old - moment.rate.value * moment.slope.value
    step = _own_step(moment)
    right = Lines(
        row(_BETA, TIMES, _V, MINUS, step.symbols),
        row(product(given(share), Number(old)), MINUS, step.numbers),
    )
    return value, becomes(_V, right, value)


def _momentum(moment: Moment) -> Told:
    value, line = _remembered(moment)
    return Told((line,), along(_V, value))


def _nesterov(moment: Moment) -> Told:
    value, line = _remembered(moment)
    step = _own_step(moment)
    ahead = product(given(moment.rule.momentum), Number(value))
    return Told(
        (line,),
        Lines(
            row(PLUS, _BETA, TIMES, _V, MINUS, step.symbols),
            row(PLUS, ahead, MINUS, step.numbers),
        ),
    )


def means(moment: Moment) -> tuple[Quantity, Quantity, tuple[Lines, ...]]:
    """Return Adam's m and v with their lines; with AMSGrad v̂ in place of v."""
    rule, slope = moment.rule, moment.slope
    mean = Blend(rule.beta_1, moment.slots["momentum"], slope.value)
    first = mean.lines(_M, _BETA_1, row(slope.label), slope.number())
    value, second = mean_square(moment, _V, _BETA_2, "velocity", rule.beta_2)
    m, v = Quantity(_M, mean.value), Quantity(_V, value)
    if not getattr(rule, "amsgrad", False):
        return m, v, (first, second)
    largest = Quantity(Symbol("v", hat=True), max(moment.slots["velocity_hat"], value))
    old = Number(moment.slots["velocity_hat"])
    right = Lines(_larger(largest.symbol, _V), _larger(old, v.number()))
    return m, largest, (first, second, becomes(largest.symbol, right, largest.value))


def _larger(one: Node, other: Node) -> Row:
    return row("max(", one, ", ", other, ")")


def _adam(moment: Moment) -> Told:
    rule, t = moment.rule, moment.step
    m, v, lines = means(moment)
    root = math.sqrt(1.0 - rule.beta_2**t)
    rate = Quantity(Symbol("η", "t"), moment.rate.value * root / (1.0 - rule.beta_1**t))
    letters = _adams_rate(moment.rate.symbol, _BETA_1, _BETA_2, Symbol("t"))
    numbers = _adams_rate(moment.rate.number(), given(rule.beta_1), given(rule.beta_2), count_of(t))
    corrected = is_now(rate.symbol, Lines(letters, numbers), rate.value)
    step = times(rate, beside_root(named(m), v.symbol, v.value, rule.epsilon))
    return Told((*lines, corrected), against(step))


def _adams_rate(rate: Node, one: Node, two: Node, step: Node) -> Row:
    above, below = Root(row("1", MINUS, raised(two, step))), row("1", MINUS, raised(one, step))
    return row(rate, TIMES, Fraction(above, below))


def _adamax(moment: Moment) -> Told:
    rule, slope, t = moment.rule, moment.slope, moment.step
    mean = Blend(rule.beta_1, moment.slots["momentum"], slope.value)
    first = mean.lines(_M, _BETA_1, row(slope.label), slope.number())
    size, old = abs(slope.value), moment.slots["norm"]
    norm = Quantity(Symbol("u"), max(rule.beta_2 * old, size))
    faded = product(given(rule.beta_2), Number(old))
    letters = _larger(row(_BETA_2, TIMES, norm.symbol), row("|", slope.label, "|"))
    numbers = _larger(faded, Number(size, element=slope.element))
    rate = Quantity(Symbol("η", "t"), moment.rate.value / (1.0 - rule.beta_1**t))
    corrected = is_now(
        rate.symbol,
        Lines(
            _adamaxs_rate(moment.rate.symbol, _BETA_1, Symbol("t")),
            _adamaxs_rate(moment.rate.number(), given(rule.beta_1), count_of(t)),
        ),
        rate.value,
    )
    step = Lines(
        row(rate.symbol, TIMES, Fraction(_M, row(norm.symbol, PLUS, Symbol("ε")))),
        row(
            rate.number(),
            TIMES,
            Fraction(Number(mean.value), row(norm.number(), PLUS, Number(rule.epsilon))),
        ),
    )
    largest = becomes(norm.symbol, Lines(letters, numbers), norm.value)
    return Told((first, largest, corrected), against(step))


def _adamaxs_rate(rate: Node, share: Node, step: Node) -> Row:
    return row(Fraction(rate, row("1", MINUS, raised(share, step))))


def named(quantity: Quantity) -> Lines:
    """Return a quantity itself, in letters and in numbers."""
    return Lines(row(quantity.symbol), row(bracketed_number(quantity.number())))


MOMENTS = {
    "sgd": _plain,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adam": _adam,
    "adamw": _adam,
    "adamax": _adamax,
}
