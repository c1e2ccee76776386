"""The update rules that measure the slope by its size so far: RMSprop, Adagrad, Adadelta."""

from __future__ import annotations

import math

from nnviz.explain.equation import MINUS, PLUS, Fraction, Node, Number, Root, Symbol, row
from nnviz.explain.slots import (
    EPSILON,
    Blend,
    Moment,
    Told,
    against,
    becomes,
    carried,
    is_now,
    mean_square,
    over_root,
    sloped,
    times,
)
from nnviz.explain.terms import Lines, bracketed_number, product, squared

_V, _RHO = Symbol("v"), Symbol("ρ")


def _rmsprop(moment: Moment) -> Told:
    rule, slope = moment.rule, moment.slope
    size, line = mean_square(moment, _V, _RHO, "velocity", rule.rho)
    lines, name = [line], _V
    if rule.centered:
        name, size, more = _centred(moment, size)
        lines += more
    step = times(moment.rate, over_root(sloped(moment), name, size, rule.epsilon))
    if not rule.momentum:
        return Told(tuple(lines), against(step))
    length = moment.rate.value * slope.value / math.sqrt(size + rule.epsilon)
    m = Symbol("m")
    value, kept = carried(m, moment, rule.momentum, step, length)
    moved = Lines(row(m), row(bracketed_number(Number(value))))
    return Told((*lines, kept), against(moved))


def _centred(moment: Moment, size: float) -> tuple[Symbol, float, list[Lines]]:
    """Return v less the square of the mean slope ḡ, under a letter of its own."""
    rule, slope = moment.rule, moment.slope
    mean = Blend(rule.rho, moment.slots["average_gradient"], slope.value)
    g, s = Symbol("m", "g"), Symbol("s")
    first = mean.lines(g, _RHO, row(slope.label), slope.number())
    spread = size - mean.value * mean.value
    right = Lines(row(_V, MINUS, squared(g)), row(Number(size), MINUS, squared(Number(mean.value))))
    return s, spread, [first, is_now(s, right, spread)]


def _adagrad(moment: Moment) -> Told:
    s, old, slope = Symbol("s"), moment.slots["accumulator"], moment.slope
    value = old + slope.value * slope.value
    right = Lines(
        row(s, PLUS, squared(slope.label)), row(Number(old), PLUS, squared(slope.number()))
    )
    step = times(moment.rate, over_root(sloped(moment), s, value, moment.rule.epsilon))
    return Told((becomes(s, right, value),), against(step))


def _adadelta(moment: Moment) -> Told:
    rule, slope, s, d = moment.rule, moment.slope, Symbol("s"), Symbol("d")
    size, first = mean_square(moment, _V, _RHO, "accumulated_grad", rule.rho)
    before = moment.slots["accumulated_delta_var"]
    length = math.sqrt(before + rule.epsilon) * slope.value / math.sqrt(size + rule.epsilon)
    letters = product(_steady_root(s, EPSILON, _V), slope.label)
    ratio = _steady_root(Number(before), Number(rule.epsilon), Number(size))
    measured = is_now(d, Lines(letters, product(ratio, slope.number())), length)
    steps = Blend(rule.rho, before, length * length)
    last = steps.lines(s, _RHO, squared(d), squared(Number(length)))
    step = Lines(product(moment.rate.symbol, d), product(moment.rate.number(), Number(length)))
    return Told((first, measured, last), against(step))


def _steady_root(above: Node, epsilon: Node, below: Node) -> Fraction:
    return Fraction(Root(row(above, PLUS, epsilon)), Root(row(below, PLUS, epsilon)))


ADAPTIVE = {"rmsprop": _rmsprop, "adagrad": _adagrad, "adadelta": _adadelta}
